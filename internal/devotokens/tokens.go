package devotokens

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"strings"
	"unicode"

	"unictl/internal/rest"
)

var (
	errNotObject = errors.New("a token is not an object")
	errNoID      = errors.New("a token has no id")
	errNotList   = errors.New("the answer is not a list of tokens")
	errWebPage   = errors.New("a web page")
)

// Tokens lists the account's tokens: one GET of the whole list, which is a bare
// array without values (§1.2, §3.4); there are no pages and no filters. Anything
// else than an array, and an entry that cannot be read, is an error: a list that
// is not whole is never taken for whole.
func (c *Client) Tokens(ctx context.Context) iter.Seq2[rest.Item[Token], error] {
	return listed(ctx, c.rest, rest.Get("TokenList", c.settings.path()), errNotList, c.misread, func(raw json.RawMessage) (rest.Item[Token], error) {
		item, err := readToken(raw)
		item.Raw = Mask(raw) // the list has no values; should it get them, they stay hidden
		return item, err
	})
}

// Token is GET of one token (§1.2). Its Raw carries the token's value, masked by
// the service unless the caller is its owner or user: take it with Value, and
// show Raw only through Mask.
func (c *Client) Token(id ID) rest.Call[rest.Item[Token]] {
	return rest.NewCall(c.rest, rest.Get("Token", c.settings.path(string(id))), func(r *rest.Response) (rest.Item[Token], error) {
		c.conceal(r.Body)
		rest.Expect[Token](r, r.Body)
		item, err := readToken(r.Body)
		if err != nil {
			return item, c.misread(r, err)
		}
		return item, nil
	})
}

// TokenCreate describes a new token in the four fields that are documented
// (§3.1); those left empty are not sent. A field for the expiry is not public:
// see CreateRaw.
type TokenCreate struct {
	Name     string
	User     string   // e-mail address of who may use it
	Audience []string // §2.3; the service has the closed list
	Scopes   []string // §2.4
}

// Create is POST of a new token (§3.1). It is never repeated after a lost
// answer. The answer may lack the id and the value: both can be read then.
func (c *Client) Create(t TokenCreate) rest.Call[Answer] {
	return c.create(encode(struct {
		Name     string `json:"name,omitempty"`
		User     string `json:"user,omitempty"`
		Audience string `json:"audience,omitempty"`
		Scopes   string `json:"scopes,omitempty"` // "scope" in answers
	}{t.Name, t.User, strings.Join(t.Audience, " "), strings.Join(t.Scopes, " ")}))
}

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
	return c.change(rest.Request{Name: "TokenCreate", Method: http.MethodPost, Path: c.settings.path(), Body: body})
}

// Enable is PUT of …/{id}/enable (§1.2). Like Disable, Rename and Delete it is
// repeated after a lost answer, since the second one changes nothing more. What
// these answer is not documented: whether they took effect is best read back.
func (c *Client) Enable(id ID) rest.Call[Answer] {
	return c.change(c.put("TokenEnable", id, "enable"))
}

// Disable is PUT of …/{id}/disable (§1.2); see Enable.
func (c *Client) Disable(id ID) rest.Call[Answer] {
	return c.change(c.put("TokenDisable", id, "disable"))
}

// Rename is PUT of …/{id}/rename (§3.2). The key of the new name in the body is
// not public: "name" is what every other shape calls it. An empty or blank name
// is not sent: the service would answer OK and change nothing.
func (c *Client) Rename(id ID, name string) rest.Call[Answer] {
	r := c.put("TokenRename", id, "rename")
	r.Body = encode(struct {
		Name string `json:"name"`
	}{name})
	if CheckName(name) != nil {
		r.Refuse = badInput("the new name is empty", hintNameless)
	}
	return c.change(r)
}

// Delete is DELETE of one token, for good (§1.2); see Enable.
func (c *Client) Delete(id ID) rest.Call[Answer] {
	return c.change(rest.Request{Name: "TokenDelete", Method: http.MethodDelete, Path: c.settings.path(string(id)), Idempotent: true})
}

func (c *Client) put(name string, id ID, verb string) rest.Request {
	return rest.Request{Name: name, Method: http.MethodPut, Path: c.settings.path(string(id), verb), Idempotent: true}
}

// change is a call that changes something. Its answer may carry a token's value
// in clear (§3.4), so Send gives it masked.
func (c *Client) change(r rest.Request) rest.Call[Answer] {
	return rest.NewCall(c.rest, r, c.answer).Masked(Mask)
}

// Answer is what the service said to a change. What it says is not public
// (§3.4): a token, another JSON document, a text or nothing.
type Answer struct {
	ID    ID          // of the token that the answer is; "" when it is none
	Value rest.Secret // the token's value, when the answer has it unmasked
}

// answer accepts every body but two: a web page is no consent, and neither is a
// success that reports an error.
func (c *Client) answer(r *rest.Response) (a Answer, err error) {
	c.conceal(r.Body)
	if isHTML(r.Body) {
		return a, c.misread(r, errWebPage)
	}
	if err := reported(r.Body, nil); err != nil {
		return a, c.misread(r, err)
	}
	if value, masked := Value(r.Body); !masked {
		a.Value = rest.NewSecret(value)
	}
	// An id without a name might be that of the request.
	if item, err := readToken(r.Body); err == nil && len(item.Odd) == 0 && item.Value.Name != "" {
		a.ID = item.Value.ID
	}
	return a, nil
}

func readToken(raw json.RawMessage) (rest.Item[Token], error) {
	if first(raw) != '{' {
		return rest.Item[Token]{}, errNotObject
	}
	item, err := rest.DecodeItem[Token](raw)
	if err == nil && item.Value.ID == "" {
		id, sent := rest.Member(raw, "id")
		if !sent || item.Value.Name == "" {
			return item, reported(raw, errNoID)
		}
		if item.Odd == nil {
			item.Odd = rest.Odd{}
		}
		item.Odd["id"] = id // null: it is shown, and nothing can be done to it
	}
	return item, err
}

// misread is the error for a 2xx answer that is not what it should be, with the
// service's id of the request.
func (c *Client) misread(r *rest.Response, cause error) error {
	c.conceal(r.Body)
	return r.Misread(cause)
}

// encode marshals a body of this package. None of their types can fail.
func encode(v any) []byte {
	body, err := rest.Body(v)
	if err != nil {
		panic("devotokens: " + err.Error())
	}
	return body
}

const hintNameless = "Devo would answer OK and leave the name as it is"

// CheckName says what is wrong with the name of a token. Devo answers OK to an
// empty one and changes nothing (§3.2). The error is a *rest.Error of kind
// BadInput.
func CheckName(s string) error {
	if strings.TrimSpace(s) != "" {
		return nil
	}
	return badInput("the name of a token must not be empty or blank", hintNameless)
}

// CheckScope says what is wrong with one scope: kind://pattern, and no blanks,
// since a blank would make two of it (§2.4). The error is a *rest.Error of kind
// BadInput.
func CheckScope(s string) error {
	kind, pattern, ok := strings.Cut(s, "://")
	if ok && kind != "" && pattern != "" && !strings.ContainsFunc(s, unicode.IsSpace) {
		return nil
	}
	return badInput("a scope must have the form kind://pattern, without blanks", "it looks like table://my.app.web.access or level://admin")
}
