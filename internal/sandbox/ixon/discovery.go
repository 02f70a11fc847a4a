package ixon

import (
	"net/http"
	"slices"
)

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
	return answer{typ: "Discovery", data: encode(all)}, nil
}

func serverTime(c *call) (answer, error) {
	b := c.now.append([]byte(`{"datetime":`))
	return answer{data: append(b, '}')}, nil
}

// baseOf is where a request reached the API.
func baseOf(r *http.Request, prefix string) string { return "http://" + r.Host + prefix }
