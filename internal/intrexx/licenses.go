package intrexx

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

const pathAPI = "admin-api"

// LicenseAdd is the body of AddLicense (§8.1).
type LicenseAdd struct {
	Key   string `json:"key"`
	Count int    `json:"count"` // 0 in the vendor's sample; what it counts is not public
}

// Body is l as JSON.
func (l LicenseAdd) Body() json.RawMessage { return encode(l) }

// Licenses lists the licences: GET /{portal}/licenses (§8).
func (c *Client) Licenses(ctx context.Context) iter.Seq2[rest.Item[Object], error] {
	return c.list(ctx, "LicenseList", c.under("licenses"))
}

// AddLicense is POST /{portal}/licenses (§8.1), with LicenseAdd.Body.
func (c *Client) AddLicense(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.licensing("LicenseAdd", http.MethodPost, c.under("licenses"), body))
}

// DeleteLicense is DELETE /{portal}/licenses/{key} (§8). The key is part of the
// path: proxies write it to their logs. It is repeated after a lost answer.
func (c *Client) DeleteLicense(key string) rest.Call[Answer] {
	c.secrets.Add(key)
	return c.remove("LicenseDelete", c.under("licenses", key))
}

// ExtendTrial takes a trial licence to extend the licence period: PUT
// /{portal}/trial-license (§8). The body is not public; nil is no body. It is
// not repeated: it might extend twice.
func (c *Client) ExtendTrial(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.licensing("TrialLicense", http.MethodPut, c.under("trial-license"), body))
}

// ActivateAPI gives the Administration API its own licence, which it needs from
// version 11.0.0 on: PUT /admin-api/license (§8.2). It needs no portal and works
// while the API is not licensed. The body's shape is not public.
func (c *Client) ActivateAPI(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.licensing("APILicense", http.MethodPut, route(pathAPI, "license"), body))
}

// licensing is a change whose body carries a key under whatever name.
func (c *Client) licensing(name, method, path string, body json.RawMessage) rest.Request {
	r := c.change(name, method, path, body)
	if len(body) > 0 && c.concealTexts(body) {
		r.Sensitive = true
	}
	return r
}
