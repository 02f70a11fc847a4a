package test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// canaryServer stands before the embedded services. It plants secrets in what
// they answer, notes the credentials that it sees, and refuses from some call on.
type canaryServer struct {
	services http.Handler
	refuse   func(http.ResponseWriter, *canaryCall) // nil = never
	after    int                                    // calls that are answered first; sign-ins are never refused then
	writes   bool                                   // only writes are refused
	fields   bool                                   // secrets stand in fields too: the provider masks

	mu       sync.Mutex
	calls    int // without sign-ins
	requests int
	seen     []string          // credentials that came, and tokens that were given out
	tokens   map[string]string // by provider
}

// canaryCall is a request with what it carries.
type canaryCall struct {
	*http.Request
	body []byte
	echo []string // every secret in it, as it may be echoed
}

func (s *canaryServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	call := &canaryCall{Request: r, body: body}
	call.echo = call.credentials()
	s.mu.Lock()
	s.seen = append(s.seen, call.echo...)
	s.requests++
	at := s.calls
	if !call.signsIn() {
		s.calls++
	}
	s.mu.Unlock()
	plant(w.Header(), call.echo)
	if s.refuses(call, at) {
		s.refuse(w, call)
		return
	}
	s.answer(w, call)
}

func (s *canaryServer) refuses(call *canaryCall, at int) bool {
	switch {
	case s.refuse == nil:
		return false
	case s.after == 0 && !s.writes:
		return true
	case s.writes:
		return !call.signsIn() && call.Method != http.MethodGet
	}
	return !call.signsIn() && at >= s.after
}

// answer is what the services answer, with canaries in it. A write that they
// refuse because of its made-up input is answered with success all the same.
func (s *canaryServer) answer(w http.ResponseWriter, call *canaryCall) {
	r := call.Clone(call.Context())
	sent := without(call.body)
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(sent)), int64(len(sent))
	inner := httptest.NewRecorder()
	s.services.ServeHTTP(inner, r)
	body, status := inner.Body.Bytes(), inner.Code
	if status >= 400 && call.Method != http.MethodGet && !call.signsIn() && status != http.StatusUnauthorized && status != http.StatusConflict {
		body, status = []byte(`{"id":"made-up","_id":"made-up","canary":"`+canaryField+`"}`), http.StatusOK
	}
	if call.signsIn() {
		s.note(call, body)
	} else if changed := s.planted(body); changed != nil && status < 300 {
		body = changed
	}
	maps.Copy(w.Header(), inner.Header())
	plant(w.Header(), call.echo)
	w.Header().Del("Content-Length")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// signsIn reports a call that makes a token of a password.
func (c *canaryCall) signsIn() bool {
	return c.Method == http.MethodPost && (strings.HasSuffix(c.URL.Path, "/access-tokens") || strings.HasSuffix(c.URL.Path, "/auth") ||
		strings.HasSuffix(c.URL.Path, "/auth/token"))
}

// credentials are the secrets of a request.
func (c *canaryCall) credentials() (all []string) {
	for _, name := range []string{"Authorization", "Standalonetoken", "X-Logtrust-Apikey"} { // a signature is of one call, and no secret
		value := c.Header.Get(name)
		_, token, ok := strings.Cut(value, " ")
		if !ok {
			token = value
		}
		all = append(all, token)
		if plain, err := base64.StdEncoding.DecodeString(token); err == nil && strings.HasPrefix(value, "Basic ") {
			all = append(all, strings.SplitN(string(plain), ":", 3)...)
		}
	}
	var members map[string]any
	if json.Unmarshal(c.body, &members) == nil {
		for name, value := range members {
			if text, ok := value.(string); ok && strings.Contains(strings.ToLower(name), "password") {
				all = append(all, text)
			}
		}
	}
	return slices.DeleteFunc(all, func(text string) bool { return len(text) < 8 || strings.Contains(text, "@") })
}

// note keeps the token that a sign-in gave out.
func (s *canaryServer) note(call *canaryCall, body []byte) {
	var answer any
	if json.Unmarshal(body, &answer) != nil {
		return
	}
	provider, _, _ := strings.Cut(strings.TrimPrefix(call.URL.Path, "/"), "/")
	for _, token := range tokensIn(answer) {
		s.mu.Lock()
		s.seen = append(s.seen, token)
		if s.tokens == nil {
			s.tokens = map[string]string{}
		}
		s.tokens[provider] = token
		s.mu.Unlock()
	}
}

// tokensIn are the tokens in an answer to a sign-in.
func tokensIn(value any) (all []string) {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		for _, inner := range v {
			all = append(all, tokensIn(inner)...)
		}
	case map[string]any:
		for name, inner := range v {
			_, text := inner.(string)
			if name == "token" || name == "secretId" || !text {
				all = append(all, tokensIn(inner)...)
			}
		}
	}
	return all
}

func (s *canaryServer) tokenOf(provider string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens[provider]
}

func (s *canaryServer) credentials() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seen)
}

// plant puts secrets in headers.
func plant(h http.Header, echo []string) {
	h.Add("Set-Cookie", "session="+canaryAnswer)
	h.Set("X-Canary", canaryAnswer)
	h.Set("Authorization", "Bearer "+canaryAnswer)
	h.Set("X-Devo-Cid", url.QueryEscape(strings.Join(echo, " ")))
	h.Set("X-Request-Id", url.QueryEscape(strings.Join(echo, " ")))
}

// planted is a JSON answer with members more: at its top, and in each item of
// its lists; nil when it is no JSON.
func (s *canaryServer) planted(body []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var answer any
	if decoder.Decode(&answer) != nil {
		return nil
	}
	s.plantIn(answer, 2)
	text, err := json.Marshal(answer)
	if err != nil {
		return nil
	}
	return text
}

func (s *canaryServer) plantIn(value any, depth int) {
	switch v := value.(type) {
	case []any:
		for _, inner := range v {
			s.plantIn(inner, depth)
		}
	case map[string]any:
		for name, inner := range v {
			if _, list := inner.([]any); depth > 0 && (list || name == "data") { // the name of a list may be anything
				s.plantIn(inner, depth-1)
			}
		}
		v["canary"] = canaryField
		if s.fields {
			v["canary_password"], v["canaryToken"] = canaryAnswer, canaryAnswer
		}
	}
}

// without is a JSON body without the members that were planted.
func without(body []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var members map[string]any
	if decoder.Decode(&members) != nil {
		return body
	}
	before := len(members)
	maps.DeleteFunc(members, func(name string, _ any) bool { return strings.HasPrefix(name, "canary") })
	if len(members) == before {
		return body
	}
	text, err := json.Marshal(members)
	if err != nil {
		return body
	}
	return text
}
