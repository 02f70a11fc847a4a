package intrexx

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// MailServices lists the mail services: GET /{portal}/mailservices (§6).
func (c *Client) MailServices(ctx context.Context) iter.Seq2[rest.Item[Object], error] {
	return c.list(ctx, c.at("MailServiceList", http.MethodGet, "mailservices"))
}

// CreateMailService is POST /{portal}/mailservices (§6). The body's shape is
// not public; no endpoint deletes a service again.
func (c *Client) CreateMailService(body json.RawMessage) rest.Call[Answer] {
	return c.post("MailServiceCreate", body, "mailservices")
}

// MailService is GET /{portal}/mailservices/{id} (§6). It may show the
// credentials of the mail server.
func (c *Client) MailService(id string) rest.Call[rest.Item[Object]] {
	return c.get("MailServiceGet", "mailservices", id)
}

// UpdateMailService is PATCH /{portal}/mailservices/{id} (§6). The body's shape
// is not public.
func (c *Client) UpdateMailService(id string, body json.RawMessage) rest.Call[Answer] {
	return c.patch("MailServiceUpdate", body, "mailservices", id)
}

// MailStatus is GET /{portal}/mailservices/{id}/status (§6).
func (c *Client) MailStatus(id string) rest.Call[rest.Item[Object]] {
	return c.get("MailStatusGet", "mailservices", id, "status")
}

// SetMailStatus is PUT /{portal}/mailservices/{id}/status (§6). Neither the
// body's shape nor the values are public: send what MailStatus shows, changed.
// It is repeated after a lost answer.
func (c *Client) SetMailStatus(id string, body json.RawMessage) rest.Call[Answer] {
	return c.put("MailStatusSet", body, "mailservices", id, "status")
}
