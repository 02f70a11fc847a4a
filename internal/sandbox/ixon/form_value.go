package ixon

import (
	"encoding/json"
	"net/http"
	"unicode/utf8"
)

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
