package iotinvites

import (
	"net/http"
	"strings"
	"time"

	"unictl/internal/rest"
)

const providerName = "iot"

// provider describes the service to the HTTP layer; dashboard is the address of
// its web pages.
//
// The usual limit of §1 is 25000 calls an hour per account or user, route and
// method. A bucket of 30 refilled at 6 a second sends at most 30+6·3600 = 21630.
// The lower limits of single routes (DELETE of invitations 1800, tokenInfo 600)
// are met by nobody but mass runs, and the 429 then says how long they last.
func provider(dashboard string) rest.Provider {
	return rest.Provider{
		Name:      providerName,
		Redirects: rest.NoRedirects, // a path in the wrong case is answered with 302 to "/" (§1)
		Rate:      rest.Rate{PerSecond: 6, Burst: 30},
		Blocked:   "the service counts calls by the hour and did not say when the hour is over: try again later, with a lower --rate",
		Reset:     func(h http.Header) time.Duration { return seconds(h.Get(headerReset)) },
		Failure:   failures{dashboard: strings.TrimSuffix(dashboard, "/")}.refine,
		Show:      shown(),
	}
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
