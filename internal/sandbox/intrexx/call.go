package intrexx

import (
	"net/http"
	"strings"
)

// call is one request, and inside its transaction also the view of the state.
type call struct {
	*view
	r        *http.Request
	segments []string
	op       *operation // nil where none stands
	others   []string   // the methods that stand there instead
	vars     map[string]string
	body     []byte
	zips     []*packet // what was uploaded
	portal   *portal   // of the path, nil where it names none
}

func (c *call) param(name string) string { return c.vars[name] }

// enter finds the portal of the path. One that is not in admin-api.yaml cannot
// be reached (contract §2.2).
func (c *call) enter() error {
	name := c.param("portal")
	if name == "" {
		return nil
	}
	switch c.portal = c.portalByName(name); {
	case c.portal == nil:
		return refuse(http.StatusNotFound, "portal %s not found", name)
	case c.portal.Unconfigured:
		return refuse(http.StatusNotFound, "portal %s is not configured in admin-api.yaml", name)
	}
	return nil
}

// at is the key of something that belongs to the call's portal.
func (c *call) at(parts ...string) string { return c.portal.at(parts...) }

// place is the Location of something below the portal: relative, without a
// leading slash, from the API's root (contract §2.7).
func (c *call) place(parts ...string) string {
	return c.portal.Name + "/" + strings.Join(parts, "/")
}

// discard removes what an upload left on disk.
func (c *call) discard() {
	for _, z := range c.zips {
		z.discard()
	}
}
