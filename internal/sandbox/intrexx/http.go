package intrexx

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"
)

const maxBody = 1 << 20 // of JSON

// Handler answers the API below prefix, e.g. "/intrexx", and the same once more
// where Move sends calls.
func (s *Service) Handler(prefix string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := unmoved(strings.TrimPrefix(r.URL.EscapedPath(), prefix))
		c := &call{r: r, segments: segmentsOf(path)}
		c.op, c.vars, c.others = s.find(r.Method, c.segments)
		s.answer(c, w).send(w)
		_, _ = io.Copy(io.Discard, r.Body) // a refusal is lost on a client that is still sending
	})
}

// answer reads the body first, so that a slow sender does not keep everyone
// else from writing, and then runs the call in a transaction.
func (s *Service) answer(c *call, w http.ResponseWriter) answer {
	defer c.discard()
	err := s.receive(c, w)
	if err == nil {
		var ans answer
		if ans, err = s.run(c); err == nil {
			return ans
		}
	}
	ans := asText(http.StatusInternalServerError, "Internal Server Error")
	if p := new(problem); errors.As(err, &p) {
		_ = s.look(func(v *view) error { ans = v.refused(p); return nil })
	}
	return ans
}

// receive reads what the operation takes. Uploads of strangers are not kept.
func (s *Service) receive(c *call, w http.ResponseWriter) error {
	if c.op != nil && c.op.takes == packets {
		if err := s.look(func(v *view) error { c.view = v; return c.admit() }); err != nil {
			return err
		}
		return s.spool(c)
	}
	var err error
	c.body, err = io.ReadAll(http.MaxBytesReader(w, c.r.Body, maxBody))
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		return refuse(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", maxBody)
	}
	if err != nil {
		return refuse(http.StatusBadRequest, "the body ended early")
	}
	return nil
}

// run answers in a transaction of its own, one that may write for all methods
// but GET. Nothing is kept of a call that ends with an error.
func (s *Service) run(c *call) (answer, error) {
	transaction := s.db.Update
	if c.r.Method == http.MethodGet {
		transaction = s.db.View
	}
	var ans answer
	err := transaction(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
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
		return err
	})
	return ans, err
}

// admit holds a call against what stands before all operations.
func (c *call) admit() error {
	switch first := c.segments[0]; {
	case c.s.docker && (first == "portals" || first == "templates"):
		return noSuchPage(c.r)
	case (c.op == nil || c.op.path != "auth") && !c.signedIn():
		return refuse(http.StatusUnauthorized, msgNoToken)
	case c.op == nil && len(c.others) > 0:
		p := refuse(http.StatusMethodNotAllowed, "method %s not allowed here", c.r.Method)
		slices.Sort(c.others)
		p.allow = strings.Join(c.others, ", ")
		return p
	case c.op == nil:
		return refuse(http.StatusNotFound, "no such endpoint")
	}
	return c.enter()
}
