package sandbox

import (
	"context"
	"errors"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
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
	server := &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0), // cut connections are meant
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	err := s.configure("http://" + listener.Addr().String())
	if err == nil && !isLoopback(listener.Addr().String()) {
		err = errors.New("the sandbox serves on loopback addresses only: its credentials are no secret")
	}
	if err != nil {
		_ = listener.Close()
		return nil, err
	}
	s.mu.Lock()
	s.server = server
	s.mu.Unlock()
	return server, nil
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
