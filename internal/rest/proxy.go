package rest

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// proxyError is a proxy that cannot be used. Its text never holds the proxy's
// URL: that often carries a password.
type proxyError struct {
	status  int // of the proxy's answer to CONNECT, 0 = the variable is unreadable
	message string
}

func (e *proxyError) Error() string { return e.message }

// permanent reports whether the proxy would say the same again.
func (e *proxyError) permanent() bool { return e.status < 500 }

// readableProxy hides the text of net/http's error, which repeats the value of
// HTTPS_PROXY.
func readableProxy(find func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(r *http.Request) (*url.URL, error) {
		u, err := find(r)
		if err != nil {
			return nil, &proxyError{message: "HTTPS_PROXY or HTTP_PROXY is not a URL"}
		}
		return u, nil
	}
}

// refusedTunnel is what a proxy answers to CONNECT in place of 200.
func refusedTunnel(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	words := "HTTP " + strconv.Itoa(answer.StatusCode) + " " + http.StatusText(answer.StatusCode)
	return &proxyError{status: answer.StatusCode, message: words}
}
