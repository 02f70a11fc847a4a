package rest

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
)

// explain puts a transport error into words for a person, with the way out.
func (c *Client) explain(err error) (message, hint string) {
	var body *bodyError
	var refused *RedirectError
	var upload *uploadError
	host := c.base.Host
	switch {
	case errors.As(err, &upload):
		message, hint = c.explain(upload.err)
		return upload.Error() + ": " + message, "nothing was changed: " + hint
	case errors.As(err, &refused):
		return refused.Error(), c.stranger("check the URL in the context")
	case errors.Is(err, context.Canceled):
		return "the command was interrupted before " + host + " answered", "try again"
	case isTimeout(err) && isDial(err):
		return "no connection to " + host + " in time", "check the network, or allow more with --connect-timeout"
	case isTimeout(err):
		return "no answer from " + host + " in time", "try again, or allow more with --timeout"
	case errors.Is(err, errTooLarge):
		return errTooLarge.Error(), "ask for less at once"
	case errors.As(err, &body):
		return body.Error(), "the connection or a proxy broke off; try again"
	case isUnreachableProxy(err):
		return "the proxy on the way to " + host + " failed: " + rootCause(err), "check HTTPS_PROXY and NO_PROXY"
	case isUnknownHost(err):
		return "the host " + c.base.Hostname() + " is unknown", "check the URL, or the network's DNS"
	case isCertificate(err):
		return "the certificate of " + host + " is not trusted: " + rootCause(err), certificateHint(err)
	case isHandshake(err):
		return host + " and this program cannot agree on TLS: " + rootCause(err), c.stranger(handshakeHint(err))
	case isRefusedConnection(err):
		return host + " refused the connection", c.stranger("is the service running, and is the port right?")
	case isReset(err), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return host + " closed the connection without an answer", c.stranger("try again")
	}
	return host + ": " + rootCause(err), "check the network and the URL"
}

// cause is err without the layer of net/http that repeats the URL, query and
// all.
func cause(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		return outer.Err
	}
	return err
}

// rootCause is the innermost message: outer ones repeat the URL.
func rootCause(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}

func isTimeout(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) || os.IsTimeout(err)
}

func isDial(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

func isUnknownHost(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

func isUnreachableProxy(err error) bool {
	var op *net.OpError
	var proxy *proxyError
	return errors.As(err, &proxy) || (errors.As(err, &op) && op.Op == "proxyconnect")
}

// isHandshake reports a TLS connection that failed for another reason than the
// server's certificate.
func isHandshake(err error) bool {
	var record tls.RecordHeaderError
	var op *net.OpError
	return errors.As(err, &record) || errors.Is(err, http.ErrSchemeMismatch) ||
		(errors.As(err, &op) && op.Op == "remote error")
}

func handshakeHint(err error) string {
	var op *net.OpError
	if errors.As(err, &op) {
		return "the service may want a client certificate: client_cert and client_key in the context"
	}
	return "is it plain http, or another port?"
}
