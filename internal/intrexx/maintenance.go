package intrexx

import (
	"encoding/json"
	"net/http"

	"unictl/internal/rest"
)

// Diagnosis downloads the server's diagnosis zip: GET /{portal}/diagnosis
// (§4.10). receive is given the answer as it arrives and judges it: ZipMagic
// tells whether it is a zip at all, ZipWhole whether all of it came. The zip likely holds logs and configuration.
func (c *Client) Diagnosis(receive rest.Receive) rest.Call[struct{}] {
	r := c.at("DiagnosisGet", http.MethodGet, "diagnosis")
	r.Header = http.Header{"Accept": {typeZip + ", " + anything + ";q=0.5"}}
	r.Long, r.Receive = true, receive
	return rest.NewCall(c.rest, r, func(*rest.Response) (struct{}, error) { return struct{}{}, nil })
}

// RunSearchIndex triggers an action on the search index: POST
// /{portal}/search/index (§4.11). Which actions there are and how the body
// names one is not public; nil is no body. The answer may come before the
// indexing ends.
func (c *Client) RunSearchIndex(body json.RawMessage) rest.Call[Answer] {
	r := c.at("SearchIndexRun", http.MethodPost, "search", "index")
	r.Long = true
	return c.write(r, body)
}

// Logout is POST /{portal}/logout, which logs a user off from the portal
// (§4.12). It is not the end of this client's own token, which has none but its
// hour. Whose session it ends and what the body says is not public; nil is no
// body.
func (c *Client) Logout(body json.RawMessage) rest.Call[Answer] {
	return c.post("Logout", body, "logout")
}
