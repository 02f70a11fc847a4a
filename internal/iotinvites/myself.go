package iotinvites

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// Myself is the user that the token belongs to, on servers of either kind and
// any age: tokenInfo says whether the token is valid at all, then the user is
// read. A token that is not valid is an error of kind Credential.
func (c *Client) Myself(ctx context.Context) (rest.Item[User], error) {
	info, err := c.validToken(ctx)
	if err != nil {
		return rest.Item[User]{}, err
	}
	return c.self(ctx, info)
}

func (c *Client) self(ctx context.Context, info TokenInfo) (rest.Item[User], error) {
	me, err := c.Me().Do(ctx)
	if err != nil && absent(err) && info.UserID != "" {
		return c.MyUser(info.UserID).Do(ctx)
	}
	return me, err
}

// absent reports the answer of a server that does not know the route: 401 on
// servers of kind J, a page with 404 on those of kind K (§6).
func absent(err error) bool {
	return rest.Is(err, rest.Credential) || rest.Is(err, rest.NotFound) || rest.Is(err, rest.Failed)
}

// validToken is tokenInfo of a token that is valid. Servers of kind K answer it
// to others as well, so one that they no longer know is renewed here.
func (c *Client) validToken(ctx context.Context) (TokenInfo, error) {
	info, err := c.TokenInfo().Do(ctx)
	if err == nil && !info.Value.Valid {
		switch renewed, renewErr := c.guard.renewUnasked(ctx, c.rest.Base()+pathTokenInfo); {
		case renewErr != nil:
			return TokenInfo{}, renewErr
		case renewed:
			info, err = c.TokenInfo().Do(ctx)
		}
	}
	if e, refused := refusedToken(err); refused {
		named := *e
		named.Message, named.Hint = "the service refuses the token", hintToken
		return TokenInfo{}, &named
	}
	if err == nil && !info.Value.Valid {
		err = newError(rest.Credential, reasonToken, hintToken)
	}
	return info.Value, err
}

// refusedToken is the 401 of tokenInfo, which there means the token and nothing
// else (§6). That of a sign-in, made for want of a token, is about the password.
func refusedToken(err error) (*rest.Error, bool) {
	e, ok := errors.AsType[*rest.Error](err)
	return e, ok && e.Status == http.StatusUnauthorized && !isSignIn(e.URL)
}

// Accounts lists the accounts that the token's user belongs to; the service has
// no list of them (§5). They are those of the user object, which has names; the
// token's own stand in where the server does not give one out. The JSON of a
// row is {"id","name","role"}. On servers of kind K an account of which the
// token does not know yet needs a new token before anything can be done in it.
func (c *Client) Accounts(ctx context.Context) iter.Seq2[rest.Item[TokenAccount], error] {
	return func(yield func(rest.Item[TokenAccount], error) bool) {
		accounts, err := c.accounts(ctx)
		if err != nil {
			yield(rest.Item[TokenAccount]{}, err)
			return
		}
		for _, a := range accounts {
			if !yield(rest.Item[TokenAccount]{Value: a, Raw: json.RawMessage(encode(a))}, nil) {
				return
			}
		}
	}
}

func (c *Client) accounts(ctx context.Context) ([]TokenAccount, error) {
	info, err := c.validToken(ctx)
	if err != nil {
		return nil, err
	}
	me, err := c.self(ctx, info)
	switch {
	case err != nil && absent(err):
		return info.Accounts, nil
	case err != nil:
		return nil, err
	}
	return accountsOf(me.Value.Accounts), nil
}
