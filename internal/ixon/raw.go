package ixon

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// Raw prepares a call of any operation, with the headers that IXON's file says
// it takes; one that the file does not have gets all that the settings hold.
// path is relative to the base URL, with or without a slash in front
// and with or without a query, or an absolute URL below the base URL; query is
// added to it. body is JSON, nil for none. The answer is the whole envelope.
//
// Nothing is repeated after a lost answer but reads. Errors are a *rest.Error
// of kind BadInput: a method the service does not have, a path that leaves the
// base URL, a body that is not JSON, and the operations that take another
// credential than the bearer (§3.1, §6.3).
func (c *Client) Raw(method, path string, query []rest.Param, body []byte) (rest.Call[json.RawMessage], error) {
	r, err := c.rest.Raw(method, path, query, body)
	if err != nil {
		return rest.Call[json.RawMessage]{}, err
	}
	return rest.NewCall(c.rest, c.operation(r), rest.JSON[json.RawMessage]), nil
}

// RawPages reads a list of any kind, all of its pages: page-size is 4000 unless
// query says otherwise, and a page-after in it is where the list begins. The
// rows are the entries of data. Errors are as for Raw and as for every list.
func (c *Client) RawPages(ctx context.Context, path string, query []rest.Param) iter.Seq2[rest.Item[json.RawMessage], error] {
	r, err := c.rest.Raw(http.MethodGet, path, query, nil)
	if err != nil {
		return func(yield func(rest.Item[json.RawMessage], error) bool) { yield(rest.Item[json.RawMessage]{}, err) }
	}
	return pages[json.RawMessage](ctx, c, r)
}
