// Package testserver is servers for tests: each misbehaves in one way, or gives
// answers prepared in a file, and notes exactly what it was asked.
package testserver

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"
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

// certified makes a self-signed certificate for 127.0.0.1 that ends after life;
// a negative one has ended already.
func certified(life time.Duration) func() (tls.Certificate, string, error) {
	return certificate(life, net.IPv4(127, 0, 0, 1))
}

// certificate makes one for these addresses; with none it names its host in the
// common name alone, as old tools do.
func certificate(life time.Duration, addresses ...net.IP) func() (tls.Certificate, string, error) {
	return func() (tls.Certificate, string, error) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return tls.Certificate{}, "", err
		}
		now := time.Now()
		template := &x509.Certificate{
			SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "127.0.0.1"},
			NotBefore: now.Add(-48 * time.Hour), NotAfter: now.Add(life),
			IPAddresses: addresses, IsCA: true, BasicConstraintsValid: true,
			KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		if err != nil {
			return tls.Certificate{}, "", err
		}
		ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
		return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, string(ca), nil
	}
}

// signedIn gives a token for POST /auth, bare and in no quotes
// (docs/contracts/intrexx.md §1.2), and leaves all else to then.
func signedIn(then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/auth" {
			send(w, http.StatusOK, "text/plain", "token-of-the-test-server")
			return
		}
		then(w, r)
	}
}

// dawdle takes 50 kB of the body a second, until the client leaves.
func dawdle(_ http.ResponseWriter, r *http.Request) {
	for some := make([]byte, 1000); ; time.Sleep(20 * time.Millisecond) {
		if _, err := io.ReadFull(r.Body, some); err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

// zipOf sends so many bytes that begin and end as a zip does.
func zipOf(args []string) (http.HandlerFunc, error) {
	size, err := strconv.Atoi(args[0])
	if err != nil {
		return nil, err
	}
	const start, end, endSize = "PK\x03\x04", "PK\x05\x06", 22
	if size < len(start)+endSize {
		return nil, fmt.Errorf("a zip has %d bytes at least", len(start)+endSize)
	}
	tail := make([]byte, endSize) // it has a directory without entries
	copy(tail, end)
	binary.LittleEndian.PutUint32(tail[16:], uint32(size-endSize))
	body := start + strings.Repeat("\x00", size-len(start)-endSize) + string(tail)
	return signedIn(func(w http.ResponseWriter, _ *http.Request) { send(w, http.StatusOK, "application/zip", body) }), nil
}
