package ixon

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"slices"
)

// form is one item of a request body. It is strict: what the contract does
// not name is refused. Faults are gathered, so that one answer tells them all.
type form struct {
	c     *call
	props map[string]json.RawMessage
	index *int // position in a bulk body, nil for a single item
	used  map[string]bool
	bad   bool
}

// items reads a body of one item or a list of items (contract §5).
func (c *call) items() (forms []*form, single bool, err error) {
	body := bytes.TrimSpace(c.body)
	if err := c.checkMedia(body); err != nil {
		return nil, false, err
	}
	if len(body) > 0 && body[0] == '{' {
		var props map[string]json.RawMessage
		if json.Unmarshal(body, &props) != nil {
			return nil, false, badBody()
		}
		return []*form{c.form(props, nil)}, true, nil
	}
	var list []map[string]json.RawMessage
	if json.Unmarshal(body, &list) != nil || string(body) == "null" {
		return nil, false, badBody()
	}
	for i, props := range list {
		forms = append(forms, c.form(props, &i))
	}
	return forms, false, nil
}

func badBody() *problem { return refuse(http.StatusBadRequest, "Invalid JSON body", "") }

// checkMedia wants bodies declared as JSON (contract §1).
func (c *call) checkMedia(body []byte) error {
	if len(body) == 0 {
		return badBody()
	}
	declared := c.r.Header.Get("Content-Type")
	if declared == "" {
		return refuse(http.StatusBadRequest, msgRequiredHeader, "Content-Type")
	}
	if media, _, err := mime.ParseMediaType(declared); err != nil || media != "application/json" {
		return refuse(http.StatusBadRequest, msgInvalidValue, "Content-Type")
	}
	return nil
}

func (c *call) form(props map[string]json.RawMessage, index *int) *form {
	return &form{c: c, props: props, index: index, used: map[string]bool{}}
}

// each applies a change to every item; one fault and none is kept.
func (c *call) each(apply func(*form)) (single bool, err error) {
	forms, single, err := c.items()
	if err != nil {
		return single, err
	}
	for _, f := range forms {
		apply(f)
		f.close()
	}
	return single, c.faults.found()
}

// one applies a change to a body that must be a single item.
func (c *call) one(apply func(*form)) error {
	forms, single, err := c.items()
	if err != nil {
		return err
	}
	if !single {
		return badBody()
	}
	apply(forms[0])
	forms[0].close()
	return c.faults.found()
}

// close refuses the properties that nobody asked for.
func (f *form) close() {
	var unknown []string
	for name := range f.props {
		if !f.used[name] {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		f.fault(http.StatusBadRequest, "Unknown property", name)
	}
}

func (f *form) fault(status int, message, property string) {
	f.bad = true
	f.c.faults.add(status, message, property, f.index)
}

func (f *form) invalid(property string) {
	f.fault(http.StatusBadRequest, msgInvalidValue, property)
}
