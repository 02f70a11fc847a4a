package rest

import (
	"fmt"
	"net/http"
	"net/url"
)

const maxRedirects = 5

// keepRedirect leaves every redirect to the redirect middleware: Go would turn
// a redirected POST into a GET, and resty's policies send the credential to
// other ports and in clear (see the trap tests).
func keepRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

type redirect struct {
	client *Client
	next   http.RoundTripper
}

func (d redirect) RoundTrip(r *http.Request) (*http.Response, error) {
	for hop := 0; ; hop++ {
		answer, err := d.next.RoundTrip(r)
		if err != nil || !isRedirect(answer.StatusCode) {
			return answer, err
		}
		drain(answer.Body)
		target, err := r.URL.Parse(answer.Header.Get("Location"))
		if err != nil || answer.Header.Get("Location") == "" {
			return nil, &RedirectError{Status: answer.StatusCode, From: d.place(r.URL), Why: "it names no usable Location"}
		}
		if why := d.refuse(r, target, answer.StatusCode, hop); why != "" {
			return nil, &RedirectError{Status: answer.StatusCode, From: d.place(r.URL), To: d.place(target), Why: why}
		}
		if r, err = again(r, target); err != nil {
			return nil, err
		}
	}
}

// place is an address without its query, which says nothing of where it leads.
func (d redirect) place(u *url.URL) string {
	bare := *u
	bare.RawQuery, bare.ForceQuery, bare.Fragment = "", false, ""
	return d.client.shownURL(&bare)
}

// refuse says why a redirect is not followed; "" = follow it.
func (d redirect) refuse(r *http.Request, target *url.URL, status, hop int) string {
	switch {
	case d.client.provider.Redirects == NoRedirects:
		return "this service does not redirect"
	case !sameOrigin(r.URL, target):
		return "the credential stays with its scheme, host and port"
	case hop >= maxRedirects:
		return fmt.Sprintf("more than %d redirects", maxRedirects)
	case exchangeOf(r).call.write() && (status == http.StatusFound || status == http.StatusSeeOther):
		return "it would turn the change into a read"
	}
	return ""
}

// again is r sent to target with the same method and body.
func again(r *http.Request, target *url.URL) (*http.Request, error) {
	clone, err := rewound(r)
	if err != nil {
		return nil, err
	}
	clone.URL, clone.Host = target, ""
	return clone, nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// RedirectError is a redirect that was not followed; it names both places.
type RedirectError struct {
	Status        int
	From, To, Why string
}

func (e *RedirectError) Error() string {
	if e.To == "" {
		return fmt.Sprintf("%s answered with a redirect: %s", e.From, e.Why)
	}
	return fmt.Sprintf("%s redirects to %s: not followed, %s", e.From, e.To, e.Why)
}
