package intrexx

import (
	"encoding/json"
	"net/http"

	"unictl/internal/rest"
)

// MobileKey shows the API key of the Mobile App: GET /{portal}/mobile (§4.5).
// The answer is a secret, and under which name it stands is not public: every
// text in it is kept out of traces and errors from here on.
func (c *Client) MobileKey() rest.Call[rest.Item[Object]] {
	return rest.NewCall(c.rest, rest.Get("MobileKeyGet", c.under("mobile")), func(r *rest.Response) (rest.Item[Object], error) {
		item, err := document(r)
		if err == nil {
			c.concealTexts(item.Raw)
		}
		return item, err
	})
}

// UpdateMobileKey changes the key: PATCH /{portal}/mobile (§4.6). The body's
// shape is not public; SoleText makes one of what MobileKey shows.
func (c *Client) UpdateMobileKey(body json.RawMessage) rest.Call[Answer] {
	r := c.change("MobileKeyUpdate", http.MethodPatch, c.under("mobile"), body)
	c.concealTexts(body)
	r.Sensitive = true
	return c.write(r)
}

// DeleteMobileKey is DELETE /{portal}/mobile (§4.7). It is repeated after a
// lost answer.
func (c *Client) DeleteMobileKey() rest.Call[Answer] {
	return c.remove("MobileKeyDelete", c.under("mobile"))
}
