package devotokens

import (
	"net/http"

	"unictl/internal/rest"
)

// Enable is PUT of …/{id}/enable (§1.2). Like Disable, Rename and Delete it is
// repeated after a lost answer, since the second one changes nothing more.
// Whether it took effect is best read back: see ConfirmActive.
func (c *Client) Enable(id ID) rest.Call[Answer] {
	return c.change("TokenEnable", http.MethodPut, nil, string(id), "enable")
}

// Disable is PUT of …/{id}/disable (§1.2); see Enable.
func (c *Client) Disable(id ID) rest.Call[Answer] {
	return c.change("TokenDisable", http.MethodPut, nil, string(id), "disable")
}

// Rename is PUT of …/{id}/rename (§3.2). The key of the new name in the body is
// not public: "name" is what every other shape calls it. An empty or blank name
// is refused before anything is sent, because the service would answer OK and
// change nothing; ConfirmName tells whether it took this one.
func (c *Client) Rename(id ID, name string) rest.Call[Answer] {
	body := encode(struct {
		Name string `json:"name"`
	}{name})
	return c.change("TokenRename", http.MethodPut, body, string(id), "rename")
}

// Delete is DELETE of one token, for good (§1.2). Repeated after a lost answer
// it may find the token gone: a kind of NotFound can then mean that the first
// attempt had succeeded.
func (c *Client) Delete(id ID) rest.Call[Answer] {
	return c.change("TokenDelete", http.MethodDelete, nil, string(id))
}

func (c *Client) change(name, method string, body []byte, segments ...string) rest.Call[Answer] {
	return rest.NewCall(c.rest, rest.Request{
		Name: name, Method: method, Path: c.settings.path(segments...), Body: body, Idempotent: true,
	}, c.answer)
}
