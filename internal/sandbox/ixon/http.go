package ixon

import (
	"errors"
	"io"
	"net/http"
	"strings"
)

const maxBody = 16 << 20

// Handler answers the API below prefix, e.g. "/ixon/api".
func (s *Service) Handler(prefix string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.EscapedPath(), prefix)
		hit := s.router.find(path)
		if hit == nil {
			writeProblem(w, notFound())
			return
		}
		op := hit.methods[r.Method]
		if op == nil {
			writeProblem(w, refuse(http.StatusMethodNotAllowed, "Method not allowed", ""))
			return
		}
		s.answer(w, &call{s: s, op: op, r: r, vars: op.params(path), base: baseOf(r, prefix)})
	})
}

func (s *Service) answer(w http.ResponseWriter, c *call) {
	// The body is read before the transaction, so that a slow sender does not
	// keep everyone else from writing.
	body, err := io.ReadAll(http.MaxBytesReader(w, c.r.Body, maxBody))
	if err != nil {
		writeProblem(w, refuse(http.StatusRequestEntityTooLarge, "Request body unreadable or too large", ""))
		return
	}
	c.body = body
	ans, err := c.run()
	var p *problem
	switch {
	case errors.As(err, &p):
		writeProblem(w, p)
	case err != nil:
		writeProblem(w, refuse(http.StatusInternalServerError, "Internal server error", ""))
	case ans.walk != nil && !ans.walk.done:
		c.stream(w, ans)
	default:
		b := append(appendHead(nil, ans.typ), ans.data...)
		writeJSON(w, statusOf(c.op.method), appendTail(b, ans.walk.moreAfter()))
	}
}

// stream sends a long list segment by segment.
func (c *call) stream(w http.ResponseWriter, ans answer) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(statusOf(c.op.method))
	rows := ans.walk
	b := append(appendHead(make([]byte, 0, len(rows.buf)+128), ans.typ), '[')
	b = append(b, rows.buf...)
	for {
		if _, err := w.Write(b); err != nil {
			return
		}
		if rows.done {
			return
		}
		rows.buf = rows.buf[:0]
		if err := c.resume(rows); err != nil {
			// The status is long sent: an unfinished body is the only way left to say it.
			panic(http.ErrAbortHandler)
		}
		if b = rows.buf; rows.done {
			b = appendTail(append(b, ']'), rows.moreAfter())
		}
	}
}
