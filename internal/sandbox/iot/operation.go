package iot

import (
	"net/http"
	"net/url"
	"strings"
)

// right is what a caller needs to get past the guard.
type right int

const (
	absent right = iota // the dialect has no such route
	anyone
	person // with a good token
	member // of the path's account
	admin  // of the path's account
)

// operation is one method of one path below /v1, and who may use it in each
// dialect (contract §2, §4, §5).
type operation struct {
	method, path string
	j, k         right
	limit        int // requests an hour; 0 is the default
	serve        func(*call) answer
}

// operations are in the order in which they are tried.
func operations() []operation {
	const get, post, put, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete
	return []operation{
		{get, "api/health", anyone, anyone, 0, (*call).health},
		{get, "api/time", anyone, anyone, 0, (*call).time},

		{post, "api/auth/token", anyone, anyone, 0, (*call).signIn},
		{get, "api/auth/tokenInfo", person, anyone, tokenInfoLimit, (*call).tokenInfo},
		{get, "api/auth/me", person, anyone, 0, (*call).me},
		{get, "auth/me", person, anyone, 0, (*call).me},
		{put, "auth/me", person, absent, 0, (*call).renew},
		{post, "api/auth/refresh", person, absent, 0, (*call).makeRefresh},
		{put, "api/auth/refresh", anyone, anyone, 0, (*call).refresh},
		{del, "api/auth/refresh/revoke", person, absent, 0, (*call).revokeRefresh},

		{post, "api/users", anyone, anyone, 0, (*call).register},
		{post, "api/users/activate", anyone, anyone, 0, (*call).activate},
		{get, "api/users/{user}", person, person, 0, (*call).getUser},

		{post, "api/accounts", person, person, foundLimit, (*call).found},
		{get, "api/accounts/{account}", member, member, 0, (*call).getAccount},
		{del, "api/accounts/{account}", admin, admin, changeLimit, (*call).dissolve},
		{get, "api/accounts/{account}/users", admin, member, 0, (*call).members},
		{put, "api/accounts/{account}/users/{user}", admin, admin, changeLimit, (*call).promote},

		{get, "api/accounts/{account}/invites", member, admin, 0, (*call).invited},
		{post, "api/accounts/{account}/invites", admin, admin, 0, (*call).create},
		{del, "api/accounts/{account}/invites/me", member, admin, changeLimit, (*call).leave},
		{del, "api/accounts/{account}/invites/{email}", admin, admin, changeLimit, (*call).remove},
		{get, "api/invites/{email}", person, person, 0, (*call).invitations},
		{put, "api/invites/{invite}/status", person, person, 0, (*call).respond},
	}
}

func (op *operation) needs(d Dialect) right {
	if d == DialectJ {
		return op.j
	}
	return op.k
}

// match reads the values of the {names} from the segments of a path.
func (op *operation) match(method string, segments []string) (map[string]string, bool) {
	names := strings.Split(op.path, "/")
	if op.method != method || len(names) != len(segments) {
		return nil, false
	}
	values := map[string]string{}
	for i, name := range names {
		if strings.HasPrefix(name, "{") && segments[i] != "" {
			values[strings.Trim(name, "{}")] = segments[i]
		} else if name != segments[i] {
			return nil, false
		}
	}
	return values, true
}

// segmentsOf takes a path apart and decodes it, once (contract §4.7).
func segmentsOf(path string) []string {
	segments := strings.Split(strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/"), "/")
	for i, s := range segments {
		if plain, err := url.PathUnescape(s); err == nil {
			segments[i] = plain
		}
	}
	return segments
}
