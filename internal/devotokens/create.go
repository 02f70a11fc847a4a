package devotokens

import (
	"encoding/json"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// TokenCreate describes a new token in the four fields that are documented
// (§3.1); those left empty are not sent. A field for the expiry is not public:
// see CreateRaw.
type TokenCreate struct {
	Name     string
	User     string   // e-mail address of who may use it
	Audience []string // §2.3; the service has the closed list
	Scopes   []string // §2.4
}

// MarshalJSON joins the lists by blanks.
func (t TokenCreate) MarshalJSON() ([]byte, error) {
	return rest.Body(struct {
		Name     string `json:"name,omitempty"`
		User     string `json:"user,omitempty"`
		Audience string `json:"audience,omitempty"`
		Scopes   string `json:"scopes,omitempty"` // "scope" in answers
	}{t.Name, t.User, strings.Join(t.Audience, " "), strings.Join(t.Scopes, " ")})
}

// Create is POST of a new token (§3.1). It is never repeated after a lost
// answer. The answer may lack the id, see FindNew, and the value, see Token. The
// answer as received (Call.Send) may carry the value in clear, see Masked.
func (c *Client) Create(t TokenCreate) rest.Call[Answer] { return c.create(encode(t)) }

// CreateRaw is Create with a body of the caller's: for fields that are not
// documented. A body that is not a JSON object is a *rest.Error of kind
// BadInput.
func (c *Client) CreateRaw(body json.RawMessage) (rest.Call[Answer], error) {
	if first(body) != '{' || !json.Valid(body) {
		return rest.Call[Answer]{}, badInput("the body of a new token must be a JSON object", `it looks like {"name":"…","user":"…","audience":"http","scopes":"table://my.app.web.access"}`)
	}
	return c.create(body), nil
}

func (c *Client) create(body []byte) rest.Call[Answer] {
	return rest.NewCall(c.rest, rest.Request{Name: "TokenCreate", Method: http.MethodPost, Path: c.settings.path(), Body: body}, c.answer)
}

// encode marshals a body of this package. None of their types can fail.
func encode(v any) []byte {
	body, err := rest.Body(v)
	if err != nil {
		panic("devotokens: " + err.Error())
	}
	return body
}
