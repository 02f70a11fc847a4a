package intrexx

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

const pathMail = "mailservices"

// MailServices lists the mail services: GET /{portal}/mailservices (§6).
func (c *Client) MailServices(ctx context.Context) iter.Seq2[rest.Item[Object], error] {
	return c.list(ctx, "MailServiceList", c.under(pathMail))
}

// CreateMailService is POST /{portal}/mailservices (§6). The body's shape is
// not public; no endpoint deletes a service again.
func (c *Client) CreateMailService(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("MailServiceCreate", http.MethodPost, c.under(pathMail), body))
}

// MailService is GET /{portal}/mailservices/{id} (§6). It may show the
// credentials of the mail server.
func (c *Client) MailService(id string) rest.Call[rest.Item[Object]] {
	return c.get("MailServiceGet", c.under(pathMail, id))
}

// UpdateMailService is PATCH /{portal}/mailservices/{id} (§6). The body's shape
// is not public.
func (c *Client) UpdateMailService(id string, body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("MailServiceUpdate", http.MethodPatch, c.under(pathMail, id), body))
}
