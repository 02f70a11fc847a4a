package intrexx

import (
	"context"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

const pathTemplates = "templates"

// TemplatePart is the part's name that UploadTemplate uses unless told
// otherwise: that of applications, since the template's is not public (§3.5).
const TemplatePart = applicationPart

// Templates lists the portal templates: GET /templates (§3.4). Docker
// deployments do not have it.
func (c *Client) Templates(ctx context.Context) iter.Seq2[rest.Item[Object], error] {
	return c.list(ctx, "TemplateList", pathTemplates)
}

// UploadTemplate makes a template of a package from OpenTemplate: POST
// /templates (§3.5), as multipart with the package under part, "" =
// TemplatePart. Docker deployments do not have it.
func (c *Client) UploadTemplate(p *Package, part string) rest.Call[Answer] {
	if part == "" {
		part = TemplatePart
	}
	return c.upload("TemplateUpload", http.MethodPost, pathTemplates, p, part)
}
