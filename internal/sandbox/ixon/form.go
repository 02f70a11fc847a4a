package ixon

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"unicode/utf8"

	"unictl/internal/sandbox/service"
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

// take reads a property into a Go value. given is false when it is absent;
// null leaves the value as it was.
func (f *form) take(name string, required, nullable bool, into any) (given, null bool) {
	f.used[name] = true
	data, present := f.props[name]
	if !present {
		if required {
			f.fault(http.StatusBadRequest, msgRequiredProperty, name)
		}
		return false, false
	}
	if string(data) == "null" {
		if !nullable {
			f.invalid(name)
		}
		return nullable, true
	}
	if json.Unmarshal(data, into) != nil {
		f.invalid(name)
		return false, false
	}
	return true, false
}

// text reads a string of min to max characters.
func (f *form) text(name string, min, max int, required bool) (value string, given bool) {
	given, _ = f.take(name, required, false, &value)
	return f.sized(name, value, given, min, max)
}

// nullText reads a string that null clears.
func (f *form) nullText(name string, min, max int) (value string, given bool) {
	given, null := f.take(name, false, true, &value)
	if null {
		return "", given
	}
	return f.sized(name, value, given, min, max)
}

func (f *form) sized(name, value string, given bool, min, max int) (string, bool) {
	if n := utf8.RuneCountInString(value); given && (n < min || n > max) {
		f.invalid(name)
		return "", false
	}
	return value, given
}

func (f *form) flag(name string) (value, given bool) {
	given, _ = f.take(name, false, false, &value)
	return value, given
}

// custom reads a free object.
func (f *form) custom() (json.RawMessage, bool) {
	var object map[string]any
	given, _ := f.take("custom", false, false, &object)
	return f.props["custom"], given
}

// reference is the way answers point to a resource: {"publicId": "..."}.
type reference struct {
	PublicID string `json:"publicId"`
}

// idOf reads a reference from a body: publicId, spelt so, and nothing else.
func idOf(props map[string]string) string {
	if len(props) != 1 {
		return ""
	}
	return props["publicId"]
}

// ref reads a reference; null gives "".
func (f *form) ref(name string, required, nullable bool) (id string, given bool) {
	var r map[string]string
	given, null := f.take(name, required, nullable, &r)
	if id = idOf(r); given && !null && id == "" {
		f.invalid(name)
		return "", false
	}
	return id, given
}

// refs reads a list of references.
func (f *form) refs(name string) (ids []string, given bool) {
	var list []map[string]string
	given, _ = f.take(name, false, false, &list)
	for _, r := range list {
		ids = append(ids, idOf(r))
	}
	return ids, given
}

// future reads a moment still to come; null gives none.
func (f *form) future(name string) (when instant, given bool) {
	var value string
	given, null := f.take(name, false, true, &value)
	if !given || null {
		return 0, given
	}
	when, ok := parseInstant(value)
	if !ok || when <= f.c.now {
		f.invalid(name)
		return 0, false
	}
	return when, true
}

// target is the resource an item changes: the path's, or its own publicId.
func (f *form) target() string {
	if id := f.c.param("publicId"); id != "" {
		return id
	}
	id, _ := f.text("publicId", 1, 255, true)
	return id
}

// missing says that the target does not exist.
func (f *form) missing() {
	if f.c.param("publicId") != "" {
		f.fault(http.StatusNotFound, msgNotFound, "")
		return
	}
	f.fault(http.StatusNotFound, msgNotFound, "publicId")
}

// created answers a create: a list for a list, one object for one (contract §5).
func created(single bool, ids []string) answer {
	rendered := make([]json.RawMessage, len(ids))
	for i, id := range ids {
		rendered[i] = service.Encode(reference{PublicID: id})
	}
	if single && len(ids) == 1 {
		return answer{data: rendered[0]}
	}
	return answer{data: service.Encode(rendered)}
}

// create answers a POST whose items each make one resource; apply returns its
// id, or "" after noting a fault.
func (c *call) create(apply func(*form) string) (answer, error) {
	ids := []string{}
	single, err := c.each(func(f *form) {
		if id := apply(f); id != "" {
			ids = append(ids, id)
		}
	})
	return created(single, ids), err
}

// change answers a PATCH: of the path's resource, or of a list by publicId.
func (c *call) change(apply func(f *form, id string)) (answer, error) {
	item := func(f *form) {
		if id := f.target(); id != "" {
			apply(f, id)
		}
	}
	if c.param("publicId") != "" {
		return nothing(), c.one(item)
	}
	_, err := c.each(item)
	return nothing(), err
}

// remove answers a DELETE in both its forms.
func (c *call) remove(apply func(f *form, id string)) (answer, error) {
	if id := c.param("publicId"); id != "" {
		apply(c.form(nil, nil), id)
		return nothing(), c.faults.found()
	}
	return c.change(apply)
}
