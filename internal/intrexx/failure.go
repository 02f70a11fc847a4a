package intrexx

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"unictl/internal/rest"
)

const (
	hintSignIn    = "check the user name and the password: they are the ones in the server's admin-api.yaml, no portal's account"
	hintToken     = "the token was refused: sign in again; a server whose secret was changed no longer knows its tokens"
	hintLicense   = "from version 11.0.0 on the Administration API needs a licence of its own: `unictl intrexx licenses activate-api`"
	hintNoAPI     = "there is no Administration API at this URL: it looks like https://host:4242, or https://host/prefix behind a proxy"
	hintDocker    = "deployments in Docker have no /portals and /templates: one container is one portal there"
	hintPortal    = "the portal or the object is unknown: the portal must stand in the server's admin-api.yaml, and ids are the server's own"
	hintTooLarge  = "a proxy in front of the Administration API limits the size of uploads: have its limit raised, or go past it"
	hintPortalOff = "the portal may be down, or its password in the server's admin-api.yaml outdated"
	hintProxy     = "a proxy answered in place of the Administration API: is that one running, and does the proxy wait long enough?"
)

// failures refines errors from the server's own words.
type failures struct {
	base string // path of the base URL, with its slash
}

// refine is the provider's Failure. The shape of an error body is not public
// (§1.5), and statuses are known by class alone (§1.4): single ones only get a
// hint.
func (f *failures) refine(r *rest.Response, e *rest.Error) {
	page := isHTML(r.Body)
	if words := said(r.Body); words != "" {
		e.Message = words
	} else if page {
		e.Message = pageWords(r)
	}
	place := f.place(r.URL)
	switch {
	case r.Status == http.StatusNotFound && (page || place == inAuth):
		e.Kind = rest.Failed // the path is missing, not the target
	case r.Status == http.StatusTooManyRequests && place == inAuth:
		e.Message = "too many sign-ins from this address: the server allows 50 unless set otherwise"
	}
	if hint := hintOf(r.Status, place, page); hint != "" && e.Kind != rest.Unknown {
		e.Hint = hint
	}
}

// place is which part of the API a call is for.
type place int

const (
	inPortal place = iota // below /{portal}
	inAuth                // /auth
	inHost                // /portals and /templates, which Docker deployments lack (§3)
	inAPI                 // /admin-api/license
)

// place tells by the address; a redirect may have led out of the base path.
func (f *failures) place(address string) place {
	u, err := url.Parse(address)
	if err != nil {
		return inPortal
	}
	path := strings.Trim(strings.TrimPrefix(u.EscapedPath(), f.base), "/")
	first, _, _ := strings.Cut(path, "/")
	switch first {
	case pathAuth:
		return inAuth
	case pathPortals, pathTemplates:
		return inHost
	case pathAPI:
		return inAPI
	}
	return inPortal
}

func hintOf(status int, where place, page bool) string {
	switch {
	case status == http.StatusUnauthorized && where == inAuth, status == http.StatusForbidden && where == inAuth:
		return hintSignIn
	case status == http.StatusUnauthorized:
		return hintToken
	case status == http.StatusForbidden, status == http.StatusPaymentRequired:
		return hintLicense
	case status == http.StatusRequestEntityTooLarge:
		return hintTooLarge
	case status == http.StatusNotFound && where == inAuth:
		return hintNoAPI
	case status == http.StatusNotFound && where == inHost:
		return hintDocker
	case status == http.StatusNotFound && where == inPortal && !page:
		return hintPortal
	case status >= http.StatusInternalServerError && page:
		return hintProxy
	case status >= http.StatusInternalServerError && where == inPortal:
		return hintPortalOff
	}
	return ""
}

func isHTML(body []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) }

// pageWords is the status, and the title of the page that came with it: a proxy
// names itself there.
func pageWords(r *rest.Response) string {
	words := http.StatusText(r.Status)
	if words == "" {
		words = "the server refused"
	}
	if title := pageTitle(r.Body); title != "" {
		words += ": a web page answered, " + title
	}
	return words
}
