package intrexx

import (
	"errors"
	"net/http"
	"time"

	"unictl/internal/rest"
)

const pathAuth = "auth"

// The documented defaults of a Docker deployment (§1.2).
const (
	DefaultUser     = "iaa-admin"
	DefaultPassword = "P4$$w0rD"
)

// IsDefaultPassword reports the password that every Docker deployment begins
// with: whoever has read the vendor's README knows it.
func IsDefaultPassword(password string) bool { return password == DefaultPassword }

// TokenLife is how long a token is good for (§1.2).
const TokenLife = time.Hour

// Token is what signing in gives.
type Token struct {
	Value   rest.Secret `json:"token"`
	Expires time.Time   `json:"expires"` // UTC: as the token says of itself, else TokenLife from now
}

// SignIn makes a token: POST /auth (§1.2). The answer is the bare token. A
// wrong name or password is of kind Credential; too many sign-ins from one
// address are Temporary, and the server counts failed ones too: never repeat
// one in a loop. An answer without a token is of kind Failed.
func (c *Client) SignIn(name, password string) rest.Call[Token] {
	c.secrets.Add(password)
	r := c.change("SignIn", http.MethodPost, pathAuth, encode(struct {
		Name     string `json:"name"`
		Password string `json:"password"`
	}{name, password}))
	r.NoAuth, r.Sensitive = true, true
	r.Header = http.Header{"Accept": {anything}}
	return rest.NewCall(c.rest, r, c.signedIn)
}

// signedIn reads the answer. No later reader of it finds the token, and neither
// does an error about it.
func (c *Client) signedIn(r *rest.Response) (Token, error) {
	value, err := readToken(r.Body)
	if err != nil {
		return Token{}, noToken(r, err)
	}
	c.secrets.Add(value)
	t := Token{Value: rest.NewSecret(value), Expires: expiry(value, time.Now())}
	r.Body = encode(t)
	return t, nil
}

// noToken is the error for an answer without a token: unlike after other
// writes, nothing was changed that somebody would have to look after.
func noToken(r *rest.Response, cause error) error {
	if !isHTML(r.Body) {
		r.Body = encode("not shown")
	}
	err := r.Misread(cause)
	if e, ok := errors.AsType[*rest.Error](err); ok {
		e.Kind = rest.Failed
		e.Message = "signing in gave no token: " + cause.Error()
		e.Hint = "is this the Administration API? It listens on port 4242 unless set otherwise; " +
			"another port, a wrong path, a proxy or a login page in between answers like this"
	}
	return err
}
