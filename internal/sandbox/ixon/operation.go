package ixon

import (
	"net/http"
	"slices"

	"unictl/internal/sandbox/service"
)

// authKind is how a caller proves who it is.
type authKind int

const (
	authBearer      authKind = iota
	authNone                 // no Authorization and no Api-Application either
	authBasic                // email:otp:password, only to make a token
	authApplication          // Api-Application alone
)

// right is what the caller must be allowed in the company.
type right int

const (
	rightNone right = iota
	rightUsers
	rightGroups
	rightCompany
	rightAudit
)

// operation is one method of one path (contract §6); discovery and token
// scopes know it by rel.
type operation struct {
	rel, method, path string
	auth              authKind
	company           bool
	branding          bool
	right             right
	noFields          bool
	noFilters         bool
	serve             func(*call) (answer, error)
}

// member marks operations that need Api-Company.
func member(ops ...operation) []operation {
	for i := range ops {
		ops[i].company = true
	}
	return ops
}

// operations is everything this service answers.
func operations() []operation {
	var all []operation
	for _, part := range [][]operation{
		discoveryOperations(), tokenOperations(), deviceOperations(), companyOperations(), meOperations(),
		userOperations(), serviceAccountOperations(), inviteOperations(),
		roleOperations(), roleListOperations(), groupOperations(), groupTypeOperations(),
		membershipOperations(), audienceOperations(), agentOperations(), auditOperations(),
		accessRequestOperations(), zoneGrantOperations(), supportOperations(),
	} {
		all = append(all, part...)
	}
	return all
}

// call is one request inside its transaction.
type call struct {
	*view
	s    *Service
	op   *operation
	r    *http.Request
	body []byte
	vars map[string]string

	caller *user
	token  *token
	app    *application
	base   string  // where the caller reached the API
	faults problem // what forms found wrong
}

func (c *call) param(name string) string { return c.vars[name] }

// run does the part of a call that answers it, in a transaction. Nothing is
// kept of a refused call.
func (c *call) run() (ans answer, err error) {
	err = c.s.Serve(c.op.method, func(v *view) (err error) {
		c.view = v
		if err = c.admit(); err != nil {
			return err
		}
		ans, err = c.op.serve(c)
		if err == nil && ans.typ == "" {
			ans.typ = v.credentials().typeOf(c.op)
		}
		return err
	})
	return ans, err
}

// resume renders the next segment of a list.
func (c *call) resume(w *walk) error {
	return c.s.Look(func(v *view) error {
		if c.coID != "" && !v.enter(c.coID) {
			return errNoState
		}
		c.view = v
		w.step(c)
		return nil
	})
}

// query binds the fields and filters of a request to a shape, refusing them
// where the operation has none (contract §4).
func (c *call) query(shape *schema) (*selection, []filter, error) {
	q := c.r.URL.Query()
	if c.op.noFields && q.Has("fields") {
		return nil, nil, refuse(http.StatusBadRequest, msgInvalidValue, "fields")
	}
	if c.op.noFilters && q.Has("filters") {
		return nil, nil, refuse(http.StatusBadRequest, msgInvalidValue, "filters")
	}
	sel, filters, err := shape.query(q["fields"], q["filters"])
	if err != nil { // perhaps of what is published, and not kept here
		sel, filters, err = c.completed(shape).query(q["fields"], q["filters"])
	}
	return sel, filters, err
}

func (s *schema) query(fields, filters []string) (*selection, []filter, error) {
	sel, err := s.selectFields(fields)
	if err != nil {
		return nil, nil, refuse(http.StatusBadRequest, msgInvalidValue, "fields")
	}
	bound, err := s.bindFilters(filters)
	if err != nil {
		return nil, nil, refuse(http.StatusBadRequest, msgInvalidValue, "filters")
	}
	return sel, bound, nil
}

// discoveryOperations are what anyone may ask, with Api-Version alone
// (contract §3.5, §6.4).
func discoveryOperations() []operation {
	permissions := rows[permission](func(sh *shapes) *schema { return sh.permission }, sharedBucket(bPermissions))
	return []operation{
		{rel: "Discovery", method: "GET", path: "/", auth: authNone, noFields: true, noFilters: true, serve: discover},
		{rel: "ServerTime", method: "GET", path: "/server-time", auth: authNone, noFields: true, noFilters: true, serve: serverTime},
		{rel: "PermissionList", method: "GET", path: "/permissions", auth: authNone, serve: permissions.list},
	}
}

type discovered struct {
	Rel     string   `json:"rel"`
	Href    string   `json:"href"`
	Methods []string `json:"methods"`
}

func discover(c *call) (answer, error) {
	if _, _, err := c.query(&schema{bare: true}); err != nil {
		return answer{}, err
	}
	var all []*discovered
	byPath := map[string]*discovered{}
	for _, op := range c.s.operations {
		d := byPath[op.path]
		if d == nil {
			d = &discovered{Rel: op.rel, Href: c.base + op.path}
			byPath[op.path] = d
			all = append(all, d)
		}
		d.Methods = append(d.Methods, op.method)
		slices.Sort(d.Methods)
	}
	return answer{typ: "Discovery", data: service.Encode(all)}, nil
}

func serverTime(c *call) (answer, error) {
	b := c.now.append([]byte(`{"datetime":`))
	return answer{data: append(b, '}')}, nil
}

// baseOf is where a request reached the API.
func baseOf(r *http.Request, prefix string) string { return "http://" + r.Host + prefix }
