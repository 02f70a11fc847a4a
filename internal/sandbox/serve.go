package sandbox

import (
	"context"
	"errors"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Start serves on an address such as "127.0.0.1:0" until Close, and returns
// the base URL it is reached at. The address must be a loopback one.
func (s *Sandbox) Start(addr string) (base string, err error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return "", err
	}
	server, err := s.prepare(context.Background(), listener)
	if err != nil {
		return "", err
	}
	go func() { _ = server.Serve(listener) }() // ends with Close
	return s.baseURL(), nil
}

// Serve serves until ctx ends, giving running requests two seconds then.
func (s *Sandbox) Serve(ctx context.Context, listener net.Listener) error {
	server, err := s.prepare(ctx, listener)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if server.Shutdown(grace) != nil {
			_ = server.Close()
		}
		err = <-ended
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// prepare makes the server and the settings for its address; on failure the
// listener is closed.
func (s *Sandbox) prepare(ctx context.Context, listener net.Listener) (*http.Server, error) {
	err := s.configure("http://" + listener.Addr().String())
	if err == nil && !isLoopback(listener.Addr().String()) {
		err = errors.New("the sandbox serves on loopback addresses only: its credentials are no secret")
	}
	if err != nil {
		_ = listener.Close()
		return nil, err
	}
	return s.serverOf(ctx, s.handler), nil
}

// serverOf makes a server that Close ends.
func (s *Sandbox) serverOf(ctx context.Context, handler http.Handler) *http.Server {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0), // cut connections are meant
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	s.mu.Lock()
	s.servers = append(s.servers, server)
	s.mu.Unlock()
	return server
}

// StartEach serves each service on a port of its own as well, for clients that
// take a host and a port and no path: from the port first on, or on free ones
// if that is 0. It returns the address of each API.
func (s *Sandbox) StartEach(first int) (map[string]string, error) {
	addresses := map[string]string{}
	for i, svc := range s.services {
		port := 0
		if first > 0 {
			port = first + i
		}
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			return nil, err
		}
		server := s.serverOf(context.Background(), s.alone("/"+svc.Name()))
		go func() { _ = server.Serve(listener) }() // ends with Close
		addresses[svc.Name()] = "http://" + listener.Addr().String() + svc.Path()
	}
	return addresses, nil
}

// alone answers the paths of one service without its name before them. With
// it they stand in what the service itself says about its paths.
func (s *Sandbox) alone(prefix string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, prefix+"/") {
			r.URL.Path = prefix + r.URL.Path
			if r.URL.RawPath != "" {
				r.URL.RawPath = prefix + r.URL.RawPath
			}
		}
		s.handler.ServeHTTP(w, r)
	})
}

// configure asks every service for the settings that belong to a base URL.
func (s *Sandbox) configure(base string) error {
	all := map[string]map[string]string{}
	for _, svc := range s.services {
		values, err := svc.Settings(base + "/" + svc.Name() + svc.Path())
		if err != nil {
			return err
		}
		all[svc.Name()] = values
	}
	s.mu.Lock()
	s.base, s.settings = base, all
	s.mu.Unlock()
	return nil
}

// Settings is, per provider, how a client would be configured: "url" and the
// credentials, keyed as in a context. It is empty before Start or Serve.
func (s *Sandbox) Settings() map[string]map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]map[string]string{}
	for name, values := range s.settings {
		out[name] = maps.Clone(values)
	}
	return out
}

func (s *Sandbox) baseURL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.base
}

func isLoopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
