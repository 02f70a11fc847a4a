package intrexx

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"
)

const (
	kindJSON = "application/json"
	kindText = "text/plain; charset=utf-8"
	kindHTML = "text/html; charset=utf-8"
	kindZip  = "application/zip"
)

// answer is what goes back.
type answer struct {
	status     int
	kind       string // "" when there is no body
	body       []byte
	location   string
	allow      string
	retryAfter int // seconds; 0 for none
	// after is how long the work took: it is done, but not yet answered.
	after time.Duration
	// file names a download, whose body write makes.
	file  string
	write func(io.Writer) error
}

func asJSON(status int, value any) answer {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return asText(http.StatusInternalServerError, "Internal Server Error")
	}
	return answer{status: status, kind: kindJSON, body: bytes.TrimSuffix(b.Bytes(), []byte("\n"))}
}

func asText(status int, text string) answer {
	return answer{status: status, kind: kindText, body: []byte(text)}
}

func empty(status int) answer { return answer{status: status} }

func (a answer) send(w http.ResponseWriter) {
	time.Sleep(a.after)
	h := w.Header()
	for name, value := range map[string]string{"Content-Type": a.kind, "Location": a.location, "Allow": a.allow} {
		if value != "" {
			h.Set(name, value)
		}
	}
	if a.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(a.retryAfter))
	}
	if a.write == nil {
		h.Set("Content-Length", strconv.Itoa(len(a.body)))
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body)
		return
	}
	h.Set("Content-Disposition", `attachment; filename="`+a.file+`"`)
	w.WriteHeader(a.status)
	if a.write(w) != nil {
		panic(http.ErrAbortHandler) // the status has been sent: only an end shows that it is cut short
	}
}
