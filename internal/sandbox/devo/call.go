package devo

import (
	"net/http"

	bolt "go.etcd.io/bbolt"
)

// call is one request inside its transaction.
type call struct {
	*view
	place
	s      *Service
	op     *operation
	r      *http.Request
	body   []byte
	caller *person
}

// run answers a call in a transaction of its own: one that may write for
// everything but GET. Nothing is kept of a refused call.
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
		return err
	}
	transaction := c.s.db.Update
	if c.op.method == http.MethodGet {
		transaction = c.s.db.View
	}
	err := transaction(inside)
	return ans, err
}

// target finds the token of the path; one of another account does not exist
// here.
func (c *call) target() (*token, error) {
	t := c.token(c.id)
	if t == nil || t.Account != c.account {
		return nil, noToken(c.id)
	}
	return t, nil
}

// told answers a change in the form that this state has for it.
func (c *call) told(how form, t *token) answer {
	switch how {
	case formToken:
		return answer{media: mediaJSON, body: encodeObject(c.fields(t))}
	case formText:
		return answer{media: mediaText, body: []byte("OK")}
	case formBlank:
		return answer{media: mediaJSON, body: []byte("{}")}
	}
	return answer{}
}
