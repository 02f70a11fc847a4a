package service

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Router finds the operation of a path, "users/{id}/groups".
type Router[T any] struct{ routes []route[T] }

type route[T any] struct {
	method string
	names  []string
	op     *T
}

// NewRouter asks each operation for its method and path.
func NewRouter[T any](operations []T, of func(*T) (method, path string)) *Router[T] {
	r := &Router[T]{}
	for i := range operations {
		method, path := of(&operations[i])
		r.routes = append(r.routes, route[T]{method, strings.Split(strings.Trim(path, "/"), "/"), &operations[i]})
	}
	// A word goes before a {name}, so that users/me is never the user called "me".
	slices.SortStableFunc(r.routes, func(a, b route[T]) int {
		return slices.CompareFunc(a.names, b.names, func(a, b string) int {
			return cmp.Compare(strings.Index(a, "{"), strings.Index(b, "{"))
		})
	})
	return r
}

// Find is the operation of a method and path, with the values of its {names}.
// Without one, others are the methods that the path does have.
func (r *Router[T]) Find(method string, segments []string) (op *T, values map[string]string, others []string) {
	for _, one := range r.routes {
		if values := one.match(segments); values != nil {
			if one.method == method {
				return one.op, values, nil
			}
			others = append(others, one.method)
		}
	}
	return nil, nil, others
}

// match is nil for another path.
func (r *route[T]) match(segments []string) map[string]string {
	if len(r.names) != len(segments) {
		return nil
	}
	for i, name := range r.names {
		if name != segments[i] && !strings.HasPrefix(name, "{") {
			return nil
		}
	}
	values := map[string]string{}
	for i, name := range r.names {
		if strings.HasPrefix(name, "{") {
			values[strings.Trim(name, "{}")] = segments[i]
		}
	}
	return values
}

// Segments takes a path apart and decodes each segment, once.
func Segments(path string) []string {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		segments[i] = Unescaped(s)
	}
	return segments
}

// Unescaped is a segment decoded, or as it is where that cannot be done.
func Unescaped(segment string) string {
	if plain, err := url.PathUnescape(segment); err == nil {
		return plain
	}
	return segment
}

// Bearer is the token of a request.
func Bearer(h http.Header) (token string, found bool) {
	return strings.CutPrefix(h.Get("Authorization"), "Bearer ")
}

// Body reads a request's body before any transaction begins, so that a slow
// sender does not keep everyone else from writing.
func Body(w http.ResponseWriter, r *http.Request, limit int64) (body []byte, tooLong bool, err error) {
	body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	return body, errors.As(err, new(*http.MaxBytesError)), err
}

// Answer is what goes back.
type Answer struct {
	Status int    // 0 is 200
	Kind   string // of the body, "" when there is none
	Body   []byte
	Header map[string]string // empty values are left out
	// Stream writes a body whose length is not known before its end.
	Stream func(io.Writer) error
	// After is how long the work took: it is done, but not yet answered.
	After time.Duration
}

// JSON answers with a value.
func JSON(status int, kind string, value any) Answer {
	return Answer{Status: status, Kind: kind, Body: Encode(value)}
}

// Encode renders a value without the escapes meant for HTML. What it is given
// can be rendered.
func Encode(value any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		panic("sandbox: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Send writes an answer. A client that has gone away is no concern of the
// service.
func (a Answer) Send(w http.ResponseWriter) {
	time.Sleep(a.After)
	h := w.Header()
	for name, value := range a.Header {
		if value != "" {
			h.Set(name, value)
		}
	}
	if a.Kind != "" {
		h.Set("Content-Type", a.Kind)
	}
	if a.Stream == nil {
		h.Set("Content-Length", strconv.Itoa(len(a.Body)))
	}
	w.WriteHeader(max(a.Status, http.StatusOK))
	if a.Stream == nil {
		_, _ = w.Write(a.Body)
	} else if a.Stream(w) != nil {
		panic(http.ErrAbortHandler) // the status has been sent: only an end shows that it is cut short
	}
}
