package intrexx

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// Licenses lists the licences: GET /{portal}/licenses (§8).
func (c *Client) Licenses(ctx context.Context) iter.Seq2[rest.Item[Object], error] {
	return c.list(ctx, c.at("LicenseList", http.MethodGet, "licenses"))
}

// AddLicense is POST /{portal}/licenses (§8.1). The count is 0 in the vendor's
// sample; what it counts is not public.
func (c *Client) AddLicense(key string, count int) rest.Call[Answer] {
	return c.licensing(c.at("LicenseAdd", http.MethodPost, "licenses"), encode(struct {
		Key   string `json:"key"`
		Count int    `json:"count"`
	}{key, count}))
}

// DeleteLicense is DELETE /{portal}/licenses/{key} (§8). The key is part of the
// path: proxies write it to their logs. It is repeated after a lost answer.
func (c *Client) DeleteLicense(key string) rest.Call[Answer] {
	c.secrets.Add(key)
	return c.remove("LicenseDelete", "licenses", key)
}

// ExtendTrial takes a trial licence to extend the licence period: PUT
// /{portal}/trial-license (§8). The body is not public; nil is no body. It is
// not repeated: it might extend twice.
func (c *Client) ExtendTrial(body json.RawMessage) rest.Call[Answer] {
	return c.licensing(c.at("TrialLicense", http.MethodPut, "trial-license"), body)
}

// ActivateAPI gives the Administration API its own licence, which it needs from
// version 11.0.0 on: PUT /admin-api/license (§8.2). It needs no portal and works
// while the API is not licensed. The body's shape is not public.
func (c *Client) ActivateAPI(body json.RawMessage) rest.Call[Answer] {
	return c.licensing(call("APILicense", http.MethodPut, "admin-api", "license"), body)
}

// licensing is a change whose body carries a key under whatever name.
func (c *Client) licensing(r rest.Request, body json.RawMessage) rest.Call[Answer] {
	r.Sensitive = c.hideTexts(body)
	return c.write(r, body)
}
