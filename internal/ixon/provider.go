package ixon

import (
	"net/http"

	"unictl/internal/rest"
)

const providerName = "ixon"

// provider describes the service to the HTTP layer.
//
// The limits of §4 are a burst of 50 requests a second measured over 5 s, so
// 250 in 5 s, and 40 a second on average over 2 min, so 4800. A bucket of 50
// refilled at 39 a second sends at most 50+5·39 = 245 and 50+120·39 = 4730.
func provider() rest.Provider {
	return rest.Provider{
		Name:      providerName,
		Headers:   http.Header{"Api-Version": {"2"}},
		Redirects: rest.NoRedirects,
		Rate:      rest.Rate{PerSecond: 39, Burst: 50},
		Blocked: "IXON blocks this address (everyone behind the same IP) for ten minutes once its rate limit is hit: " +
			"try again then, with fewer workers or a lower --rate",
		Failure: failure,
		Show:    shown(),
	}
}

// shown lists what traces may show. Custom properties, tokens and whatever the
// service adds later stay hidden: only names known to be harmless are here.
func shown() rest.Allow {
	return rest.Allow{
		Headers: []string{"Api-Version", "Api-Application", "Api-Company", "Api-Branding"},
		Query:   []string{"fields", "filters", "page-size", "page-after"},
		JSON: []string{
			"status", "type", "moreAfter", "message", "propertyName", "listIndex",
			"publicId", "name", "description", "emailAddress", "language", "datetime", "time", "action",
			"expiresOn", "expiresIn", "lastSeenOn", "registeredOn", "createdOn", "on",
			"rel", "href", "methods", "scope", "rels", "get", "trustedDeviceName",
		},
	}
}
