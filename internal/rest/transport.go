package rest

import (
	"net"
	"net/http"
	"time"
)

// maxConns is how many connections one client opens at most: more than any
// command has workers, and bounded, because a burst of first requests would
// otherwise dial one each.
const maxConns = 24

// newTransport is the process's one transport for a service.
func newTransport(provider string, conn Conn) (*http.Transport, error) {
	tls, err := tlsConfig(provider, conn)
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: conn.connectTimeout(), KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  readableProxy(http.ProxyFromEnvironment),
		OnProxyConnectResponse: refusedTunnel,
		DialContext:            patiently(dialer),
		TLSClientConfig:        tls,
		TLSHandshakeTimeout:    conn.connectTimeout(),
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           maxConns,
		MaxIdleConnsPerHost:    maxConns,
		MaxConnsPerHost:        maxConns,
		IdleConnTimeout:        90 * time.Second,
		ExpectContinueTimeout:  time.Second,
		ReadBufferSize:         16 << 10,
	}, nil
}
