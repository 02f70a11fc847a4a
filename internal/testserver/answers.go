package testserver

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// answer is one prepared answer: it serves requests of its method and path
// whose query has at least these parameters.
type answer struct {
	method, path string
	query        url.Values
	status       int
	header       http.Header
	body, media  string
	once         bool
	used         bool
}

// answers reads a file of prepared answers, one a line:
//
//	METHOD PATH[?QUERY] STATUS [NAME:VALUE …] [BODY]
//
// A blank in a VALUE is %20. BODY is JSON (an object or a list), HTML, or a "quoted text". The first answer
// that fits is given; a * after METHOD serves one call only, and the PATH * is any. The status 0 is no
// answer at all: the call waits. Lines beginning with # are comments. What
// nothing fits is a 404 that says so.
func answers(args []string) (http.HandlerFunc, error) {
	text, err := os.ReadFile(args[0])
	if err != nil {
		return nil, err
	}
	var all []*answer
	for i, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		a, err := parseAnswer(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", args[0], i+1, err)
		}
		all = append(all, a)
	}
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		at := slices.IndexFunc(all, func(a *answer) bool { return a.fits(r) })
		mu.Unlock()
		switch {
		case at < 0:
			sendJSON(w, http.StatusNotFound, problem("no answer is prepared for "+r.Method+" "+r.URL.RequestURI(), "null"))
		case all[at].status == 0:
			silent(w, r)
		default:
			all[at].send(w)
		}
	}, nil
}

func parseAnswer(line string) (*answer, error) {
	head, body, media, err := cutBody(line)
	if err != nil {
		return nil, err
	}
	words := strings.Fields(head)
	if len(words) < 3 {
		return nil, fmt.Errorf("%q is not METHOD PATH STATUS …", line)
	}
	a := &answer{header: http.Header{}, body: body, media: media}
	a.method, a.once = strings.CutSuffix(words[0], "*")
	path, query, _ := strings.Cut(words[1], "?")
	a.path = path
	if a.query, err = url.ParseQuery(query); err != nil {
		return nil, err
	}
	if a.status, err = strconv.Atoi(words[2]); err != nil {
		return nil, err
	}
	for _, word := range words[3:] {
		name, value, _ := strings.Cut(word, ":")
		if value, err = url.PathUnescape(value); err != nil {
			return nil, fmt.Errorf("%s: %w", word, err)
		}
		a.header.Add(name, value)
	}
	return a, nil
}

// cutBody takes the body from the end of a line: it begins at the first {, [, <
// or " after a blank.
func cutBody(line string) (head, body, media string, err error) {
	at := len(line)
	for _, start := range []string{" {", " [", " <", ` "`} {
		if i := strings.Index(line, start); i >= 0 {
			at = min(at, i)
		}
	}
	head, body, media = line[:at], strings.TrimSpace(line[at:]), "application/json"
	switch {
	case strings.HasPrefix(body, "<"):
		media = "text/html"
	case strings.HasPrefix(body, `"`):
		media = "text/plain"
		if body, err = strconv.Unquote(body); err != nil {
			return "", "", "", fmt.Errorf("the text of %q: %w", line, err)
		}
	}
	return head, body, media, nil
}

func (a *answer) fits(r *http.Request) bool {
	if a.used || a.method != r.Method || a.path != "*" && a.path != r.URL.Path {
		return false
	}
	given := r.URL.Query()
	for name, values := range a.query {
		if given.Get(name) != values[0] {
			return false
		}
	}
	a.used = a.once
	return true
}

func (a *answer) send(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	send(w, a.status, a.media, a.body)
}
