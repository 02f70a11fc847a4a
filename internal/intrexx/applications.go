package intrexx

import (
	"net/http"

	"unictl/internal/rest"
)

// applicationPart is the multipart name of a package (§4.13).
const applicationPart = "files"

// ImportApplications adds the applications, processes, layouts and files of a
// package: POST /{portal}/applications (§4.13). Sent twice it may make a second
// copy, so that it is never repeated.
func (c *Client) ImportApplications(p *Package) rest.Call[Answer] {
	return c.upload("ApplicationImport", http.MethodPost, c.under("applications"), p, applicationPart)
}

// OverwriteApplications replaces them: PATCH /{portal}/applications (§4.13).
// The data in fields that the package's applications no longer have is lost for
// good.
func (c *Client) OverwriteApplications(p *Package) rest.Call[Answer] {
	return c.upload("ApplicationOverwrite", http.MethodPatch, c.under("applications"), p, applicationPart)
}

func (c *Client) upload(name, method, path string, p *Package, part string) rest.Call[Answer] {
	r := rest.Request{Name: name, Method: method, Path: path, Long: true, Content: p.content(part)}
	return c.write(r)
}
