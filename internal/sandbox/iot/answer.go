package iot

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strconv"
)

const (
	kindJSON = "application/json; charset=utf-8"
	kindHTML = "text/html; charset=utf-8"
	kindText = "text/plain; charset=utf-8"
)

// answer is what goes back. Refusals are answers as well: some of them keep
// what was done before (contract §4.5).
type answer struct {
	status   int
	kind     string // "" when there is no body
	body     []byte
	location string
}

func asJSON(status int, value any) answer {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return generic(http.StatusInternalServerError)
	}
	return answer{status: status, kind: kindJSON, body: bytes.TrimSuffix(b.Bytes(), []byte("\n"))}
}

func empty(status int) answer { return answer{status: status} }

// asText is how the platform sends a bare string, errors included.
func asText(status int, text string) answer {
	return answer{status: status, kind: kindHTML, body: []byte(text)}
}

// noRoute is the framework's page for what no handler answers.
func noRoute(r *http.Request) answer {
	return page(http.StatusNotFound, "Cannot "+r.Method+" "+r.URL.EscapedPath())
}

func page(status int, text string) answer {
	return asText(status, fmt.Sprintf("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"+
		"<title>Error</title>\n</head>\n<body>\n<pre>%s</pre>\n</body>\n</html>\n", html.EscapeString(text)))
}

// elsewhere sends a browser to the dashboard.
func elsewhere() answer {
	return answer{status: http.StatusFound, kind: kindText, body: []byte("Found. Redirecting to /"), location: "/"}
}

func send(w http.ResponseWriter, a answer) {
	h := w.Header()
	if a.kind != "" {
		h.Set("Content-Type", a.kind)
	}
	if a.location != "" {
		h.Set("Location", a.location)
	}
	sum := sha256.Sum256(a.body)
	h.Set("ETag", fmt.Sprintf("W/%q", strconv.FormatInt(int64(len(a.body)), 16)+"-"+base64.RawStdEncoding.EncodeToString(sum[:15])))
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}
