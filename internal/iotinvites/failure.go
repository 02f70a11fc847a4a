package iotinvites

import (
	"bytes"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// failures refines errors from the service's own words.
type failures struct {
	dashboard string // address of the web pages, for what only they can do
}

// refine is the provider's Failure.
func (f failures) refine(r *rest.Response, e *rest.Error) {
	if e.Kind == rest.Unknown { // a gateway answered in the service's place
		return
	}
	p, ok := readProblem(r.Body)
	e.Code = p.code
	if p.message != "" {
		e.Message = p.sentence()
	}
	for _, detail := range p.details {
		e.Fields = append(e.Fields, rest.Field{Name: property(detail), Message: detail})
	}
	switch {
	case r.Status == http.StatusTooManyRequests:
		limited(r, e)
		return
	case ok:
		f.verdict(p.code).apply(e)
	default:
		plain(r, e)
	}
	if r.Status == http.StatusUnauthorized && e.Hint == "" {
		e.Hint = hintRefused
		if isSignIn(r.URL) {
			e.Hint = hintSignIn
		}
	}
}

// plain judges a body that is no JSON: text, or a page of HTML (§1).
func plain(r *rest.Response, e *rest.Error) {
	text := rest.Line(string(r.Body[:min(len(r.Body), 4<<10)]))
	if v, known := textVerdict(text); known {
		e.Message = text
		v.apply(e)
		return
	}
	if r.Status == http.StatusNotFound && isHTML(r.Body) { // a route that is not there, not a target
		e.Kind = rest.Failed
		e.Hint = "the API is not at this URL, or the server is too new: invitations were taken out in 2023; it is usually found at https://host/v1/api"
	}
}

func isHTML(body []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) }

// isSignIn tells POST /auth/token by its address: wrong passwords and missing
// rights are answered alike.
func isSignIn(address string) bool { return strings.HasSuffix(address, "/"+pathToken) }
