// Package ixon is the client for IXON Cloud APIv2: one method per operation,
// each returning a prepared call (rest.Call) or, for lists, a sequence that
// follows every page. It prints nothing, asks nothing and knows no settings but
// those given to New.
//
// Section numbers in this package's comments are those of docs/contracts/ixon.md.
package ixon

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"unictl/internal/rest"
)

const providerName = "ixon"

// DefaultURL is the base URL of IXON's own portal (§1); white-label portals
// have another host.
const DefaultURL = "https://portal.ixon.cloud:443/api/"

// DefaultBranding is the portal whose name and look the mails carry unless the
// settings say otherwise (§1).
const DefaultBranding = "portal.ixon.cloud"

// Settings are the values that go into the headers of §1. Application and
// Company may be empty: discovery needs neither, and a call that does need one
// is refused before it is sent.
type Settings struct {
	Application string // Application ID, 12 letters and digits
	Company     string // company's publicId, dddd-dddd-dddd-dddd-dddd
	Branding    string // host of the portal named in mails; "" = DefaultBranding
}

// Client talks to one company at one portal. It is safe for many workers.
type Client struct {
	rest     *rest.Client
	settings Settings
	secrets  *rest.Secrets
	pageSize int // 0 = pageSize of lists
}

// New connects; nothing is sent. An empty conn.BaseURL means DefaultURL.
// Settings of a wrong form and a bad connection are a *rest.Error of kind
// BadInput.
func New(conn rest.Conn, s Settings) (*Client, error) {
	s.Branding = cmp.Or(s.Branding, DefaultBranding)
	if err := s.check(); err != nil {
		return nil, err
	}
	conn.BaseURL = cmp.Or(conn.BaseURL, DefaultURL)
	if conn.Secrets == nil {
		conn.Secrets = &rest.Secrets{}
	}
	client, err := rest.New(provider(), conn)
	if err != nil {
		return nil, err
	}
	return &Client{rest: client, settings: s, secrets: conn.Secrets, pageSize: conn.PageSize}, nil
}

// check looks at the form of what is set; empty values are judged by the calls
// that need them.
func (s Settings) check() error {
	if s.Application != "" {
		if err := CheckApplication(s.Application); err != nil {
			return err
		}
	}
	if s.Company != "" {
		if err := CheckCompany(s.Company); err != nil {
			return err
		}
	}
	return CheckBranding(s.Branding)
}

// Base is the base URL, ending with a slash.
func (c *Client) Base() string { return c.rest.Base() }

// provider describes the service to the HTTP layer.
//
// The limits of §4 are a burst of 50 requests a second measured over 5 s, so
// 250 in 5 s, and 40 a second on average over 2 min, so 4800. A bucket of 50
// refilled at 39 a second sends at most 50+5·39 = 245 and 50+120·39 = 4730.
func provider() rest.Provider {
	p := rest.Provider{
		Name:      providerName,
		Headers:   http.Header{"Api-Version": {"2"}},
		Redirects: rest.NoRedirects,
		Rate:      rest.Rate{PerSecond: 39, Burst: 50},
		Blocked: "IXON blocks this address (everyone behind the same IP) for ten minutes once its rate limit is hit: " +
			"try again then, with fewer workers or a lower --rate",
		Limit:   limit,
		Failure: failure,
		Foreign: foreign,
		Show:    shown(),
	}
	p.Unsigned.Message, p.Unsigned.Hint = "no token is set", "set the token of a service account, or sign in"
	return p
}

// limit: the service counts all calls from an address together, and signing in
// by itself (§4).
func limit(r *rest.Request) rest.Limit {
	if r.SignIn {
		return rest.Limit{Name: "sign-ins"}
	}
	return rest.Limit{}
}

// shown lists what traces may show. Custom properties, tokens and whatever the
// service adds later stay hidden: only names known to be harmless are here.
func shown() rest.Allow {
	return rest.Allow{
		Headers: []string{"Api-Version", headerApplication, headerCompany, headerBranding},
		Query:   []string{"fields", "filters", "page-size", "page-after"},
		JSON: []string{
			"status", "type", "moreAfter", "message", "propertyName", "listIndex",
			"publicId", "name", "description", "emailAddress", "language", "datetime", "time", "action",
			"expiresOn", "expiresIn", "lastSeenOn", "registeredOn", "createdOn", "on",
			"rel", "href", "methods", "scope", "rels", "get", "trustedDeviceName",
		},
	}
}

// IsPublicID reports whether s has the form of the id of a user, invite, role,
// group, membership or token: 12 letters and digits (§7). Companies have a
// longer one, see CheckCompany.
func IsPublicID(s string) bool {
	return len(s) == 12 && !strings.ContainsFunc(s, func(r rune) bool {
		return notDigit(r) && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

// CheckPublicID says what is wrong with an id of 12 letters and digits (§7). The
// error is a *rest.Error of kind BadInput, as for every Check.
func CheckPublicID(s string) error {
	if IsPublicID(s) {
		return nil
	}
	return badInput("a publicId is 12 letters and digits", "it looks like RPHHg5LaTtQg; lists show it")
}

// CheckApplication says what is wrong with an Application ID (§7). The value
// itself is not repeated: a token pasted in its place must not be shown.
func CheckApplication(s string) error {
	if IsPublicID(s) {
		return nil
	}
	return badInput(fmt.Sprintf("the Application ID must be 12 letters and digits, not %d characters of this form", len(s)),
		"it looks like RPHHg5LaTtQg; IXON's support gives it out, and each service account has its own")
}

// CheckCompany says what is wrong with a company's publicId (§7): five groups
// of four digits.
func CheckCompany(s string) error {
	groups := strings.Split(s, "-")
	ok := len(groups) == 5
	for _, group := range groups {
		ok = ok && len(group) == 4 && !strings.ContainsFunc(group, notDigit)
	}
	if ok {
		return nil
	}
	return badInput("the company must be five groups of four digits joined by hyphens", "it looks like 1234-5678-9012-3456-7890")
}

// CheckBranding says what is wrong with a branding host (§1): a host name with
// a dot, no scheme and no path.
func CheckBranding(s string) error {
	dot := strings.LastIndexByte(s, '.')
	odd := strings.ContainsFunc(s, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsPrint(r) || strings.ContainsRune(" /:@?#\\", r)
	})
	if dot > 0 && len(s)-dot > 2 && !odd {
		return nil
	}
	return badInput("the branding must be the host name of a portal, without https:// and path", "it looks like "+DefaultBranding)
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

func badInput(message, hint string) *rest.Error {
	return &rest.Error{Kind: rest.BadInput, Provider: providerName, Message: message, Hint: hint}
}
