package rest

import (
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// readableProxy is find, which is http.ProxyFromEnvironment, without its two faults:
// it passes over a variable that it cannot read and goes without the proxy, and its
// errors repeat the variable, in which a password may stand.
func readableProxy(find func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(r *http.Request) (*url.URL, error) {
		if name := unreadableProxy(r.URL); name != "" {
			return nil, &proxyError{message: name + " is not a URL"}
		}
		u, err := find(r)
		if err != nil {
			return nil, &proxyError{message: "HTTPS_PROXY or HTTP_PROXY is not a URL"}
		}
		return u, nil
	}
}

// unreadableProxy is the name of the variable that says how target is reached, if it
// cannot be read; "" = it can, or NO_PROXY or a loopback address passes it by.
func unreadableProxy(target *url.URL) string {
	name, value := proxyVariable(target.Scheme)
	if value == "" || isProxy(value) {
		return ""
	}
	const some = "http://proxy.invalid"
	environment := httpproxy.FromEnvironment()
	environment.HTTPProxy, environment.HTTPSProxy, environment.CGI = some, some, false
	if via, err := environment.ProxyFunc()(target); err == nil && via == nil {
		return ""
	}
	return name
}

// isProxy reports whether the value of a variable can be read: a URL, or
// host:port alone.
func isProxy(value string) bool {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	u, err := url.Parse(value)
	return err == nil && u.Hostname() != ""
}

// proxyVariable is the variable that names a proxy for the scheme, and its value;
// "" = none does.
func proxyVariable(scheme string) (name, value string) {
	lower := scheme + "_proxy"
	for _, name := range [...]string{strings.ToUpper(lower), lower} {
		if value := os.Getenv(name); value != "" {
			return name, value
		}
	}
	return "", ""
}
