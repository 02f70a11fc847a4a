package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// Settings asks a running sandbox for what Sandbox.Settings returns.
func (s *Serving) Settings(ctx context.Context) (map[string]map[string]string, error) {
	var out map[string]map[string]string
	return out, s.call(ctx, http.MethodGet, "settings", nil, &out)
}

// Reset has a running sandbox seed itself afresh; size 0 means its own default.
func (s *Serving) Reset(ctx context.Context, size int) error {
	return s.ResetWith(ctx, Fresh{Size: size})
}

// ResetWith has a running sandbox seed itself afresh; see Sandbox.ResetWith.
func (s *Serving) ResetWith(ctx context.Context, fresh Fresh) error {
	return s.call(ctx, http.MethodPost, "reset", fresh, nil)
}

// Accept has an invited person accept; see Sandbox.Accept.
func (s *Serving) Accept(ctx context.Context, email string) (map[string]string, error) {
	var out map[string]string
	return out, s.call(ctx, http.MethodPost, "accept", map[string]string{"email": email}, &out)
}

// Calls copies the log of the latest calls, one JSON object per line.
func (s *Serving) Calls(ctx context.Context, to io.Writer) error {
	return s.call(ctx, http.MethodGet, "calls", nil, to)
}

// local holds that the address is one of this machine: the key goes there.
func (s *Serving) local() bool {
	u, err := url.Parse(s.URL)
	return err == nil && u.Scheme == "http" && isLoopback(u.Host)
}

// call speaks to a control endpoint. out is a Writer that the answer is copied
// to, or what it is decoded into. The key goes along on all but health.
func (s *Serving) call(ctx context.Context, method, name string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, s.URL+controlPath+"/"+name, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if name != "health" {
		req.Header.Set(KeyHeader, s.Key)
	}
	// A transport of its own: no proxy, and no connection left behind.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("sandbox at %s: %w", s.URL, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return s.refusal(resp, in)
	}
	if to, isWriter := out.(io.Writer); isWriter {
		_, err = io.Copy(to, resp.Body)
	} else if out != nil {
		err = json.NewDecoder(resp.Body).Decode(out)
	}
	return err
}

func (s *Serving) refusal(resp *http.Response, in any) error {
	var said struct {
		Error string `json:"error"`
	}
	_ = json.NewDecoder(io.LimitReader(resp.Body, 1<<16)).Decode(&said)
	if asked, ok := in.(map[string]string); ok && resp.StatusCode == http.StatusNotFound && said.Error != "" {
		return &AcceptError{Email: asked["email"], Reason: said.Error}
	}
	if said.Error == "" {
		said.Error = resp.Status
	}
	return &refusedError{url: s.URL, status: resp.StatusCode, said: said.Error}
}

// refusedError is a control endpoint's refusal.
type refusedError struct {
	url    string
	status int
	said   string
}

func (e *refusedError) Error() string { return "sandbox at " + e.url + ": " + e.said }
