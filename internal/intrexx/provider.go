package intrexx

import (
	"net/http"
	"net/url"

	"unictl/internal/rest"
)

const providerName = "intrexx"

// anything is how the vendor's samples ask: a server that answers /auth with
// plain text must not be told that only JSON is welcome (§2.4).
const anything = "*/*"

// provider describes the service to the HTTP layer. 301 must be followed
// (§1.4); no rate is documented but that of signing in (§1.2).
func provider(f *failures) rest.Provider {
	return rest.Provider{
		Name:      providerName,
		Headers:   http.Header{"Accept": {"application/json, " + anything + ";q=0.5"}},
		Redirects: rest.SameOriginRepeat,
		Blocked:   "the server named no end: wait some minutes, and let runs share one cached token instead of signing in each time",
		Failure:   f.refine,
		Elsewhere: elsewhere,
		Show:      shown(),
	}
}

// elsewhere knows the two other ports of an Intrexx installation (§1.1).
func elsewhere(base *url.URL) string {
	switch base.Port() {
	case "1337":
		return "port 1337 is a portal's web server: the Administration API listens on 4242"
	case "8101":
		return "port 8101 is a portal's REST connector: the Administration API listens on 4242"
	}
	return ""
}

// shown lists what traces may show: the names that the vendor's samples send
// and that say nothing secret, and those of usual error bodies. The names of
// most answers are not public, so whatever is not listed stays hidden.
func shown() rest.Allow {
	return rest.Allow{
		Headers: []string{"Location", "Content-Disposition"},
		JSON: []string{
			"id", "guid", "name", "display_name", "title", "status", "type",
			"message", "error", "detail", "errorMessage", "code",
			"jvm_minimal_memory_mb", "jvm_maximal_memory_mb", "session_timeout_sek", "anonymous_session_timeout_sek",
			"base_url", "template_path", "portal_path", "default_language", "web_server_host_name", "web_default_base_url",
			"web_connector_host", "web_connector_port", "rest_connector_port", "base_directory", "host", "port", "database_name",
			"first_name", "last_name", "object_name", "work", "login_username", "count",
		},
	}
}
