package intrexx

import (
	"encoding/json"
	"net/http"

	"unictl/internal/rest"
)

// RunSearchIndex triggers an action on the search index: POST
// /{portal}/search/index (§4.11). Which actions there are and how the body
// names one is not public; nil is no body. The answer may come before the
// indexing ends.
func (c *Client) RunSearchIndex(body json.RawMessage) rest.Call[Answer] {
	r := c.change("SearchIndexRun", http.MethodPost, c.under("search", "index"), body)
	r.Long = true
	return c.write(r)
}
