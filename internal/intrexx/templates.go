package intrexx

import (
	"context"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// TemplatePart is the part's name of an uploaded template unless another is
// given: that of applications, since the template's is not public (§3.5).
const TemplatePart = applicationPart

// Templates lists the portal templates: GET /templates (§3.4). Docker
// deployments do not have it.
func (c *Client) Templates(ctx context.Context) iter.Seq2[rest.Item[Object], error] {
	return c.list(ctx, rest.Get("TemplateList", "templates"))
}

// UploadTemplate makes a template of a package from OpenTemplate: POST
// /templates (§3.5), as multipart with the package under part. Docker
// deployments do not have it.
func (c *Client) UploadTemplate(p *Package, part string) rest.Call[Answer] {
	return c.upload(call("TemplateUpload", http.MethodPost, "templates"), p, part)
}
