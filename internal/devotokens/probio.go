package devotokens

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// Object is an answer whose members are not public: it is shown as it came.
type Object = json.RawMessage

// probioPath is where something of the Provisioning API stands (§6).
func probioPath(segments ...string) string {
	return rest.Path(append([]string{"probio"}, segments...)...)
}

// probioProvider describes the Provisioning API to the HTTP layer.
func probioProvider(rule errorRule) rest.Provider {
	p := provider(rule)
	p.Show.JSON = append(userFields(), "error", "code", "message", "msg", "status", "cid")
	p.Show.Query = []string{"skipMailValidation"}
	p.Unsigned.Message = "neither a token nor an API key is set"
	p.Unsigned.Hint = hintProbioAuth
	return p
}

// forProbio is a credential as the Provisioning API documents it: a token goes
// into the header standAloneToken, signed calls are as they are (§6).
func forProbio(auth rest.Auth) rest.Auth {
	if auth.Header() != "Authorization" {
		return auth
	}
	return bearerAsStandAlone{auth}
}

type bearerAsStandAlone struct{ rest.Auth }

// Who tells one token from another, where the credential itself does.
func (b bearerAsStandAlone) Who() string {
	if own, ok := b.Auth.(interface{ Who() string }); ok {
		return own.Who()
	}
	return ""
}

func (bearerAsStandAlone) Header() string { return headerStandAlone }

func (b bearerAsStandAlone) Apply(ctx context.Context, r *http.Request) error {
	if err := b.Auth.Apply(ctx, r); err != nil {
		return err
	}
	r.Header.Set(headerStandAlone, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	r.Header.Del("Authorization")
	return nil
}

const (
	hintProbioAuth  = "set a token, or for a domain of a multitenant an API key and its secret with --auth hmac"
	hintProbioKey   = "check the API key and its secret, that they are of this domain or its multitenant, and this machine's clock"
	hintProbioToken = "a token acts with the rights of its user; for domains of a multitenant Devo documents signed calls: --auth hmac"
	hintProbioUser  = "check the address, and that the domain is the right one"
)

// hintProbio is the way out of a refusal of the Provisioning API. Which status
// it has for what is public in part only: a wrong signature was seen to be
// answered 404 (§2.2).
func (rule errorRule) hintProbio(status int, said errorBody, known bool) string {
	var parts []string
	_, tail, _ := strings.Cut(rule.settings.Account, "@")
	switch {
	case said.code == codeOwner:
		parts = append(parts, "every domain has one owner, whom Devo lets nobody delete")
	case said.code == codeNotActive:
		parts = append(parts, "only a user who is active can be disabled")
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		switch {
		case rule.signed:
			parts = append(parts, hintProbioKey)
		case tail != "":
			parts = append(parts, hintProbioToken)
		default:
			parts = append(parts, hintExpired+"; it acts with the rights of its user")
		}
	case status == http.StatusNotFound && !known:
		parts = append(parts, "check the region or URL: the Provisioning API stands below it under /probio")
	case status == http.StatusNotFound:
		parts = append(parts, hintProbioUser)
		if !rule.signed && tail != "" {
			parts = append(parts, hintProbioToken)
		}
	}
	if status == http.StatusNotFound || status == http.StatusBadRequest && said.code == "" {
		if tail == "" {
			parts = append(parts, hintTail)
		}
		if rule.signed {
			parts = append(parts, "a wrong signature may be answered like this: "+hintProbioKey)
		}
	}
	return strings.Join(parts, "; ")
}

// Codes of the application in refusals (§3.5, §6).
const (
	codeOwner     = "112"
	codeNotActive = "116"
)

// probioList reads a list of the Provisioning API.
func probioList[T any](ctx context.Context, c *Client, name, path string, read func(json.RawMessage) (rest.Item[T], error)) iter.Seq2[rest.Item[T], error] {
	return listed(ctx, c.probio, rest.Get(name, path), errNoList, (*rest.Response).Misread, read)
}

var errNoList = errors.New("the answer is not a list")

// object prepares the read of one object.
func object[T any](c *Client, name, path string, read func(json.RawMessage) (rest.Item[T], error)) rest.Call[rest.Item[T]] {
	return rest.NewCall(c.probio, rest.Get(name, path), func(r *rest.Response) (rest.Item[T], error) {
		if first(r.Body) != '{' {
			return rest.Item[T]{}, r.Misread(reported(r.Body, errNoObject))
		}
		rest.Expect[T](r, r.Body)
		item, err := read(json.RawMessage(r.Body))
		if err != nil {
			err = r.Misread(reported(r.Body, err))
		}
		return item, err
	})
}

var errNoObject = errors.New("the answer is not an object")

// provision is a call that changes something. What it answers is public in part
// only: everything is taken but a web page, and a success that reports an error.
func (c *Client) provision(r rest.Request) rest.Call[Object] {
	return rest.NewCall(c.probio, r, func(r *rest.Response) (Object, error) {
		if isHTML(r.Body) {
			return nil, r.Misread(errWebPage)
		}
		if err := reported(r.Body, nil); err != nil {
			return nil, r.Misread(err)
		}
		return r.Body, nil
	})
}
