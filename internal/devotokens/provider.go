package devotokens

import "unictl/internal/rest"

const (
	providerName = "devo"
	headerCID    = "X-Devo-Cid" // correlation id, on every answer (§3.5)
)

// provider describes the service to the HTTP layer. No rate limit is documented
// (§4), so none is kept.
func provider(s Settings, signed bool) rest.Provider {
	return rest.Provider{
		Name:      providerName,
		Redirects: rest.NoRedirects,
		Blocked:   "Devo documents no limit and named no end: wait some minutes, then go on with a lower --rate",
		Failure:   verdict{settings: s, signed: signed}.failure,
		Show:      shown(),
	}
}

// shown lists what traces may show: the documented fields of a token and of an
// error. The key of a token's value is not public (§3.4), so whatever is not
// listed stays hidden.
func shown() rest.Allow {
	return rest.Allow{
		Headers: []string{headerCID},
		JSON:    append(tokenFields(), "error", "code", "message", "msg", "status", "cid"),
	}
}

// tokenFields are the documented fields of a token: none of them is its value.
func tokenFields() []string {
	return []string{
		"id", "name", "scope", "scopes", "owner", "user", "audience", "token_type", "active", "expiration",
		"account", "created", "updated", "expires_in_seconds",
	}
}
