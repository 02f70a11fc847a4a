package devo

import (
	"errors"
	"io"
	"net/http"
	"strings"
)

const maxBody = 1 << 20

// Handler answers the API below prefix, e.g. "/devo".
func (s *Service) Handler(prefix string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(cidHeader, s.ids.Hex(8))
		if isForeign(r.UserAgent()) {
			writeForeign(w)
			return
		}
		where, found := parsePath(strings.TrimPrefix(r.URL.EscapedPath(), prefix))
		if !found {
			writeNoPath(w)
			return
		}
		op, found := s.operation(r.Method, where.suffix())
		switch {
		case !found:
			writeNoPath(w)
		case op == nil:
			s.writeProblem(w, refuse(http.StatusMethodNotAllowed, "Method not allowed"))
		default:
			s.answer(w, &call{s: s, op: op, r: r, place: where})
		}
	})
}

// isForeign recognises what the firewall turns away: agents that name a
// library and no program of its own (contract §3.5).
func isForeign(agent string) bool {
	for _, library := range []string{"Go-http-client", "python-requests", "Python-urllib"} {
		if strings.HasPrefix(agent, library) {
			return true
		}
	}
	return false
}

func (s *Service) answer(w http.ResponseWriter, c *call) {
	// The body is read before the transaction, so that a slow sender does not
	// keep everyone else from writing.
	body, err := io.ReadAll(http.MaxBytesReader(w, c.r.Body, maxBody))
	if err != nil {
		s.writeProblem(w, refuse(http.StatusRequestEntityTooLarge, "Request body unreadable or too large"))
		return
	}
	c.body = body
	ans, err := c.run()
	var p *problem
	switch {
	case errors.As(err, &p):
		s.writeProblem(w, p)
	case err != nil:
		writeFailure(w, http.StatusInternalServerError)
	default:
		ans.write(w)
	}
}
