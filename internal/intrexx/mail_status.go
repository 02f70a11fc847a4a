package intrexx

import (
	"encoding/json"

	"unictl/internal/rest"
)

// MailStatus is GET /{portal}/mailservices/{id}/status (§6).
func (c *Client) MailStatus(id string) rest.Call[rest.Item[Object]] {
	return c.get("MailStatusGet", c.under(pathMail, id, "status"))
}

// SetMailStatus is PUT /{portal}/mailservices/{id}/status (§6). Neither the
// body's shape nor the values are public: send what MailStatus shows, changed.
// It is repeated after a lost answer.
func (c *Client) SetMailStatus(id string, body json.RawMessage) rest.Call[Answer] {
	return c.put("MailStatusSet", c.under(pathMail, id, "status"), body)
}
