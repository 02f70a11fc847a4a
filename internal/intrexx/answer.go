package intrexx

import (
	"encoding/json"
	"net/url"
	"strings"

	"unictl/internal/rest"
)

// Answer is what the server said to a change. What it says is not public but
// for the Location of a new user (§2.7): the body may be anything, or nothing.
type Answer struct {
	Location string          // as received, "" = none; it is never asked for
	ID       string          // of what was made: from the Location, else from the body; "" = neither says
	Raw      json.RawMessage // a text as a JSON string, nothing as null
}

// answer accepts every body but a web page and broken JSON.
func answer(r *rest.Response) (Answer, error) {
	raw, err := received(r)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Location: rest.Line(r.Header.Get("Location")), Raw: raw}
	a.ID = lastSegment(r.Header.Get("Location"))
	if a.ID == lastSegment(r.URL) { // the collection, or the object that was changed
		a.ID = ""
	}
	if a.ID == "" {
		a.ID = Object{raw}.ID()
	}
	return a, nil
}

// lastSegment is the id that an address ends with, unescaped; "" when there is
// none that could be one. The address is absolute, begins with a slash, or, as
// the server's own Locations do, begins with the portal; it is not resolved
// against anything (§2.7).
func lastSegment(address string) string {
	if end := strings.IndexAny(address, "?#"); end >= 0 {
		address = address[:end]
	}
	if scheme, after, ok := strings.Cut(address, "//"); ok && (scheme == "" || strings.HasSuffix(scheme, ":")) {
		_, address, _ = strings.Cut(after, "/")
	}
	address = strings.TrimRight(address, "/")
	segment := address[strings.LastIndexByte(address, '/')+1:]
	plain, err := url.PathUnescape(segment)
	if err != nil || CheckID(plain) != nil {
		return ""
	}
	return plain
}
