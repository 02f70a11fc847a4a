package ixon

import (
	"net/http"

	bolt "go.etcd.io/bbolt"
)

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

// run does the part of a call that answers it, in its own transaction: one
// that may write for everything but GET. Nothing is kept of a refused call.
func (c *call) run() (answer, error) {
	var ans answer
	inside := func(tx *bolt.Tx) error {
		v, err := c.s.view(tx)
		if err != nil {
			return err
		}
		c.view = v
		if err := c.admit(); err != nil {
			return err
		}
		ans, err = c.op.serve(c)
		if v.err != nil {
			return v.err // before err, which may be the consequence
		}
		if err == nil && ans.typ == "" {
			ans.typ = inventType(v.credentials().Salt, c.op.rel, c.op.method)
		}
		return err
	}
	transaction := c.s.db.Update
	if c.op.method == http.MethodGet {
		transaction = c.s.db.View
	}
	err := transaction(inside)
	return ans, err
}

// resume renders the next segment of a list.
func (c *call) resume(w *walk) error {
	return c.s.db.View(func(tx *bolt.Tx) error {
		v, err := c.s.view(tx)
		if err != nil {
			return err
		}
		if c.coID != "" && !v.enter(c.coID) {
			return errNoState
		}
		c.view = v
		w.step(c)
		return v.err
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
	sel, err := shape.selectFields(q["fields"])
	if err != nil {
		return nil, nil, refuse(http.StatusBadRequest, msgInvalidValue, "fields")
	}
	filters, err := shape.bindFilters(q["filters"])
	if err != nil {
		return nil, nil, refuse(http.StatusBadRequest, msgInvalidValue, "filters")
	}
	return sel, filters, nil
}
