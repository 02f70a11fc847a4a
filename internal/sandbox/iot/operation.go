package iot

import (
	"net/http"
	"slices"

	"unictl/internal/sandbox/service"
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

// routerOf has what a dialect knows.
func routerOf(d Dialect) *service.Router[operation] {
	known := slices.DeleteFunc(operations(), func(op operation) bool { return op.needs(d) == absent })
	return service.NewRouter(known, func(op *operation) (string, string) { return op.method, op.path })
}

// call is one request inside its transaction.
type call struct {
	*view
	r        *http.Request
	segments []string
	body     any // as parsed; nil without one
	vars     map[string]string

	token  *claims // nil without a good one
	caller *user   // who the token belongs to
	quota  quota

	noDB bool // the database is lost
	dies bool // no answer comes: the server process has ended
}

func (c *call) param(name string) string { return c.vars[name] }

// run finds the operation, holds it against the guard and the limits, and
// serves it.
func (c *call) run() answer {
	c.token = c.identify()
	if c.token != nil {
		if c.caller = c.user(c.token.Subject); c.caller == nil {
			c.token = nil
		}
	}
	op := c.find()
	if op == nil {
		return c.stray()
	}
	if !c.admitted(op.needs(c.facts.Dialect)) {
		return guarded(c.facts.Dialect)
	}
	if !c.within(op) {
		return limited(c.quota.reset)
	}
	if c.noDB {
		return c.withoutDatabase(op)
	}
	return op.serve(c)
}

func (c *call) find() (op *operation) {
	method := c.r.Method
	if method == http.MethodHead && c.facts.Dialect == DialectK {
		method = http.MethodGet
	}
	if !slices.Contains(c.segments, "") {
		op, c.vars, _ = c.s.routes[c.facts.Dialect].Find(method, c.segments)
	}
	return op
}

// within counts the call against its limit. Whoever is not known is not
// limited, and told nothing.
func (c *call) within(op *operation) bool {
	if c.token == nil {
		return true
	}
	whose := c.param("account")
	if whose == "" {
		whose = c.caller.ID
	}
	limit := op.limit
	if limit == 0 {
		limit = defaultLimit
	}
	c.quota = c.s.limits.take(whose+" "+op.method+" "+op.path, limit)
	return c.quota.remaining >= 0
}

// roleIn is the caller's role in an account, "" for none. Ids are compared as
// text. J looks roles up, and keeps to those of the token where somebody was
// removed since; K knows nothing but the token (contract §2).
func (c *call) roleIn(account string) string {
	if c.token == nil {
		return ""
	}
	if c.facts.Dialect == DialectJ {
		if role := c.caller.Accounts[account]; role != "" {
			return role
		}
	}
	return c.token.Roles[account]
}

func (c *call) admitted(need right) bool {
	switch need {
	case anyone:
		return true
	case person:
		return c.token != nil
	case member:
		return c.roleIn(c.param("account")) != ""
	case admin:
		return c.roleIn(c.param("account")) == roleAdmin
	}
	return false
}

// stray answers where no operation stands. K says so; the guard of J refuses
// all that its table does not know, and the table knows some paths by their
// beginning only (contract §6, §4.2, §4.5).
func (c *call) stray() answer {
	if c.facts.Dialect == DialectK || c.passesTable() {
		return noRoute(c.r)
	}
	return guarded(c.facts.Dialect)
}

func (c *call) passesTable() bool {
	if c.token == nil || len(c.segments) < 3 || c.segments[0] != "api" || c.segments[2] == "" {
		return false
	}
	switch method := c.r.Method; c.segments[1] {
	case "accounts":
		role := c.roleIn(c.segments[2])
		return role != "" && method == http.MethodGet ||
			role == roleAdmin && (method == http.MethodPut || method == http.MethodDelete)
	case "users":
		return method == http.MethodGet || method == http.MethodPut || method == http.MethodDelete
	case "invites":
		return method == http.MethodGet
	}
	return false
}
