// Package testserver is servers for tests: each misbehaves in one way, or gives
// answers prepared in a file, and notes exactly what it was asked.
package testserver

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
)

// Server is a running server on a loopback port.
type Server struct {
	URL string // base URL, without a slash at the end
	CA  string // PEM of the certificate to trust, "" for plain http

	server *httptest.Server
	record record
}

// Start starts a server by the name of its behaviour; see Behaviours. The error
// names the behaviours when there is none of this name.
func Start(behaviour string, args ...string) (*Server, error) {
	s := &Server{}
	for _, b := range behaviours() {
		if b.name != behaviour {
			continue
		}
		if len(args) < b.least || len(args) > b.most {
			return nil, fmt.Errorf("usage: %s %s", b.name, b.args)
		}
		answer, err := b.make(args)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.name, err)
		}
		return s, s.start(b, answer)
	}
	return nil, fmt.Errorf("no behaviour %q; there are: %s", behaviour, strings.Join(Behaviours(), ", "))
}

func (s *Server) start(b behaviour, answer http.HandlerFunc) error {
	s.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.record.add(r, !b.deaf)
		answer(w, r)
	}))
	s.server.Config.ErrorLog = log.New(io.Discard, "", 0) // broken connections are meant
	if b.certificate == nil {
		s.server.Start()
		s.URL = s.server.URL
		return nil
	}
	made, ca, err := b.certificate()
	if err != nil {
		return err
	}
	s.server.TLS = &tls.Config{Certificates: []tls.Certificate{made}}
	s.server.StartTLS()
	s.URL, s.CA = s.server.URL, ca
	return nil
}

// Close ends the server and every answer that it still holds back.
func (s *Server) Close() {
	s.server.CloseClientConnections()
	s.server.Close()
}
