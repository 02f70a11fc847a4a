package testserver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// record is what a server was asked, in order.
type record struct {
	mu    sync.Mutex
	calls []string
}

func (c *record) add(r *http.Request, whole bool) {
	var body []byte
	if whole {
		body, _ = io.ReadAll(r.Body) // what was cut short is shown as far as it came
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	text := transcript(r, body)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, text)
}

// Calls is how many requests have come in.
func (s *Server) Calls() int {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return len(s.record.calls)
}

// Transcript is every request in full: method and path, each parameter of the
// query, each header but those of the connection, and the body, indented when
// it is JSON.
func (s *Server) Transcript() string {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return strings.Join(s.record.calls, "\n")
}

func transcript(r *http.Request, body []byte) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", r.Method, r.URL.EscapedPath())
	for part := range strings.SplitSeq(r.URL.RawQuery, "&") {
		if part != "" {
			b.WriteString("  ? " + unescaped(part) + "\n")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		if name != "Content-Length" {
			b.WriteString("  " + name + ": " + strings.Join(r.Header[name], ", ") + "\n")
		}
	}
	if !strings.HasPrefix(r.Host, "127.0.0.1:") {
		host, _, _ := strings.Cut(r.Host, ":")
		b.WriteString("  Host: " + host + "\n")
	}
	if len(body) > 0 {
		b.WriteString(indented(body) + "\n")
	}
	return b.String()
}

func unescaped(part string) string {
	if plain, err := url.QueryUnescape(part); err == nil {
		return plain
	}
	return part
}

func indented(body []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, body, "", "  ") != nil {
		return string(body)
	}
	return b.String()
}
