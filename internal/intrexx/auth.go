package intrexx

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode"

	"unictl/internal/rest"
)

// tokenLife is how long a token is good for that does not say so itself (§1.2).
const tokenLife = time.Hour

// Token is what signing in gives.
type Token struct {
	Value   rest.Secret `json:"token"`
	Expires time.Time   `json:"expires"` // UTC: as the token says of itself, else an hour from now
}

// SignIn makes a token: POST /auth (§1.2). The answer is the bare token. A
// wrong name or password is of kind Credential. Too many sign-ins from one
// address are Temporary, and the server counts failed ones too: never repeat
// one in a loop. An answer without a token is of kind Failed.
func (c *Client) SignIn(name, password string) rest.Call[Token] {
	c.secrets.Add(password)
	r := call("SignIn", http.MethodPost, "auth")
	r.Body = encode(struct {
		Name     string `json:"name"`
		Password string `json:"password"`
	}{name, password})
	r.NoAuth, r.SignIn, r.Sensitive = true, true, true
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

// readToken finds the token in the answer of /auth: the whole body as the
// vendor's samples take it, or, in case a later version wraps it, a JSON string
// or an object with token or access_token (§1.2). Errors say nothing of the
// body.
func readToken(body []byte) (string, error) {
	text := bytes.TrimSpace(body)
	switch {
	case len(text) == 0:
		return "", errEmpty
	case text[0] == '<':
		return "", errWebPage
	case text[0] != '{' && text[0] != '[' && text[0] != '"':
		return bare(string(text))
	case !json.Valid(text):
		return "", errNotJSON
	case text[0] == '"':
		return bare(stringIn(text))
	}
	for _, name := range []string{"token", "access_token"} {
		for _, m := range membersOf(text) {
			if value := stringIn(m.value); m.key == name && value != "" {
				return bare(value)
			}
		}
	}
	return "", errors.New("it names none")
}

// bare refuses what cannot stand in a header.
func bare(text string) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", errEmpty
	case strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII || r <= ' ' || r == 0x7f }):
		return "", errors.New("it has blanks, several lines or other than ASCII characters where a token was due")
	}
	return text, nil
}

// expiry is when a token ends. A JWT says so, and is not verified here: the
// server does that. A time that has passed is this machine's clock or the
// server's going wrong, and one far ahead is no time at all: then, and for any
// other token, the documented hour is taken.
func expiry(token string, now time.Time) time.Time {
	const farthest = 366 * 24 * time.Hour
	if end := expiryOf(token); end.After(now) && end.Before(now.Add(farthest)) {
		return end
	}
	return now.Add(tokenLife).UTC().Truncate(time.Second)
}

// expiryOf is what a JWT says of its end; the zero time for any other token.
func expiryOf(token string) (end time.Time) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return end
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return end
	}
	var claims struct {
		Expires float64 `json:"exp"` // seconds since 1970
	}
	const most = 1 << 40
	if json.Unmarshal(payload, &claims) != nil || claims.Expires <= 0 || claims.Expires > most {
		return end
	}
	return time.Unix(int64(claims.Expires), 0).UTC()
}
