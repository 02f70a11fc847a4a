package iot

import (
	"net/http"
)

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
	return op.serve(c)
}

func (c *call) find() *operation {
	method := c.r.Method
	if method == http.MethodHead && c.facts.Dialect == DialectK {
		method = http.MethodGet
	}
	for i := range c.s.routes {
		op := &c.s.routes[i]
		if vars, ok := op.match(method, c.segments); ok && op.needs(c.facts.Dialect) != absent {
			c.vars = vars
			return op
		}
	}
	return nil
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
