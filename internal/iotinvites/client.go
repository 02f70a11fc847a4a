package iotinvites

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"unictl/internal/rest"
)

const (
	providerName = "iot"
	apiPath      = "/v1/api" // where the API is found on its host (§1)
)

// Client talks to one account at one platform. It is safe for many workers.
type Client struct {
	rest       *rest.Client
	account    string
	secrets    *rest.Secrets
	credential *credential // nil = none
}

// New connects; nothing is sent. A conn.BaseURL without a path, such as
// https://host:443, gets /v1/api; one with a path is used as it is, for a proxy
// that puts the API elsewhere. account is a UUID in lower case, or "": signing
// in, health and one's own invitations need none, and a call that does is
// refused before it is sent. Errors are a *rest.Error of kind BadInput.
func New(conn rest.Conn, account string) (*Client, error) {
	if account != "" {
		if err := CheckAccount(account); err != nil {
			return nil, err
		}
	}
	conn.BaseURL = BaseURL(conn.BaseURL)
	if conn.Secrets == nil {
		conn.Secrets = &rest.Secrets{}
	}
	c := &Client{account: account, secrets: conn.Secrets}
	if conn.Auth != nil {
		c.credential = &credential{Auth: conn.Auth}
		conn.Auth = c.credential
	}
	var err error
	if c.rest, err = rest.New(provider(dashboardOf(conn.BaseURL)), conn); err != nil {
		return nil, err
	}
	return c, nil
}

// AccountID is the account that the client works on, "" when none is set.
func (c *Client) AccountID() string { return c.account }

// Base is the base URL of the API, ending with a slash.
func (c *Client) Base() string { return c.rest.Base() }

// BaseURL completes a base URL that has no path (§1). One that cannot be read is
// left for the HTTP layer to refuse.
func BaseURL(base string) string {
	u, err := url.Parse(base)
	if err != nil || strings.Trim(u.Path, "/") != "" {
		return base
	}
	u.Path = apiPath
	return u.String()
}

// dashboardOf is the address of the web pages, where people register and
// administrators invite when captcha is on (§4.3): the base URL without the
// API's path.
func dashboardOf(base string) string {
	return strings.TrimSuffix(strings.TrimRight(base, "/"), apiPath)
}

// provider describes the service to the HTTP layer; dashboard is the address of
// its web pages.
//
// The usual limit of §1 is 25000 calls an hour per account or user, route and
// method. A bucket of 30 refilled at 6 a second sends at most 30+6·3600 = 21630.
// The lower limits of single routes (DELETE of invitations 1800, tokenInfo 600)
// are met by nobody but mass runs, and the 429 then says how long they last.
func provider(dashboard string) rest.Provider {
	p := rest.Provider{
		Name:      providerName,
		Redirects: rest.NoRedirects, // a path in the wrong case is answered with 302 to "/" (§1)
		Rate:      rest.Rate{PerSecond: 6, Burst: 30},
		Blocked:   "the service counts calls by the hour and did not say when the hour is over: try again later, with a lower --rate",
		Reset:     func(h http.Header) time.Duration { return seconds(h.Get(headerReset)) },
		Limit:     limit,
		Foreign:   signsIn,
		Failure:   errorRules{dashboard: strings.TrimSuffix(dashboard, "/")}.refine,
		Show:      shown(),
	}
	p.Unsigned.Message, p.Unsigned.Hint = "no token is set", "set a token, or user and password to sign in with"
	return p
}

// limit: calls are counted per account, or per user where the path names none,
// and per route and method (§1). The name of a call stands for the last two.
func limit(r *rest.Request) rest.Limit {
	l := rest.Limit{Name: "calls of " + r.Name, User: true}
	if path, ok := strings.CutPrefix(r.Path, "accounts/"); ok {
		l.Of, _, _ = strings.Cut(path, "/")
		l.User = false
	}
	return l
}

// shown lists what traces may show. Tokens, refresh tokens, activation codes and
// whatever the service adds later stay hidden: only names known to be harmless
// are here.
func shown() rest.Allow {
	return rest.Allow{
		Headers: []string{"X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset"},
		JSON: []string{
			"_id", "accountId", "accountName", "domainId", "email",
			"id", "name", "role", "sub", "type", "iss", "typ", "alg", "exp", "created", "updated",
			"code", "status", "message", "errors", "error",
			"kind", "currentSetting", "build", "actualTime",
		},
	}
}
