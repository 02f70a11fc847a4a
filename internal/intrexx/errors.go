package intrexx

import (
	"bytes"
	"html"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

const (
	hintSignIn    = "check the user name and the password: they are the ones in the server's admin-api.yaml, no portal's account"
	hintToken     = "the token was refused: sign in again; a server whose secret was changed no longer knows its tokens"
	hintLicense   = "from version 11.0.0 on the Administration API needs a licence of its own"
	hintNoAPI     = "there is no Administration API at this URL: it looks like https://host:4242, or https://host/prefix behind a proxy"
	hintDocker    = "deployments in Docker have no /portals and /templates: one container is one portal there"
	hintPortal    = "the portal or the object is unknown: the portal must be in the server's admin-api.yaml, and ids are the server's own"
	hintTooLarge  = "a proxy in front of the Administration API limits the size of uploads: have its limit raised, or go past it"
	hintPortalOff = "the portal may be down, or its password in the server's admin-api.yaml outdated"
	hintProxy     = "a proxy answered in place of the Administration API: is that one running, and does the proxy wait long enough?"
)

// failure refines an error from the server's own words. The shape of an error
// body is not public (§1.5), and statuses are known by class alone (§1.4):
// single ones only get a hint.
func failure(r *rest.Response, e *rest.Error) {
	page := isHTML(r.Body)
	if words := said(r.Body, true); words != "" {
		e.Message = words
		for _, m := range membersOf(r.Body) {
			if m.key == "errors" || m.key == "details" || m.key == "violations" {
				e.Message = rest.Sentence(e.Message, rest.Reasons(m.value))
			}
		}
	} else if page {
		e.Message = pageWords(r)
	}
	where := placeOf(e.Call)
	switch {
	case r.Status == http.StatusNotFound && (page || where == inAuth):
		e.Kind = rest.Failed // the path is missing, not the target
	case r.Status == http.StatusTooManyRequests && where == inAuth:
		e.Message = "too many sign-ins from this address: the server allows 50 unless set otherwise"
	}
	if hint := hintOf(r.Status, where, page); hint != "" {
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

// placeOf tells by the operation's name: a redirect may lead anywhere.
func placeOf(call string) place {
	switch call {
	case "SignIn":
		return inAuth
	case "PortalList", "PortalCreate", "PortalDelete", "TemplateList", "TemplateUpload":
		return inHost
	case "APILicense":
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

// said is what an error body in JSON says: the first of message, error, detail,
// title and errorMessage that has words, also one object deep, as in
// {"error":{"message":…}} (§1.5). "" = nothing; a text that is no JSON is the
// HTTP layer's to show.
func said(body []byte, deep bool) string {
	members := membersOf(body)
	for _, name := range []string{"message", "error", "detail", "title", "errorMessage"} {
		for _, m := range members {
			if m.key != name {
				continue
			}
			text := rest.Line(stringIn(m.value))
			if text == "" && deep {
				text = said(m.value, false)
			}
			if text != "" {
				return text
			}
		}
	}
	return ""
}

// isHTML reports a web page; other XML may be the server's own refusal.
func isHTML(body []byte) bool {
	start := strings.ToLower(string(bytes.TrimSpace(body[:min(len(body), 512)])))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<title", "<body"} {
		if strings.HasPrefix(start, tag) {
			return true
		}
	}
	return false
}

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

// pageTitle is the title of a web page in one line, "" when it has none.
func pageTitle(page []byte) string {
	start := string(page[:min(len(page), 4<<10)])
	for _, tag := range []string{"title", "TITLE"} {
		_, after, found := strings.Cut(start, "<"+tag+">")
		title, _, closed := strings.Cut(after, "</"+tag+">")
		if found && closed {
			return rest.Line(html.UnescapeString(title))
		}
	}
	return ""
}
