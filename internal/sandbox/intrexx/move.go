package intrexx

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
)

// movedPath stands before a path that a call was sent to with a 301. The API
// answers there as well, so that whoever follows with the same method and body
// gets what was asked for; whoever makes it a GET meets a 405, or reads.
const movedPath = "/_moved/"

// moves counts the redirects.
type moves struct{ n atomic.Int64 }

// Move answers 301 to the same place below "_moved/N/" (contract §1.4), by
// turns with an absolute Location and with one that is a path. It reports false,
// having done nothing, for a call that was moved already.
func (s *Service) Move(w http.ResponseWriter, r *http.Request) bool {
	prefix := "/" + s.Name() + s.Path()
	rest := strings.TrimPrefix(r.URL.EscapedPath(), prefix)
	if strings.HasPrefix(rest, movedPath) {
		return false
	}
	_, _ = io.Copy(io.Discard, r.Body) // whoever is still sending would miss the answer
	n := s.moves.n.Add(1)
	to := fmt.Sprintf("%s%s%d%s", prefix, movedPath, n, rest)
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	if n%2 == 1 {
		to = "http://" + r.Host + to
	}
	ans := empty(http.StatusMovedPermanently)
	ans.location = to
	ans.send(w)
	return true
}

// unmoved takes "_moved/N" away from the beginning of a path.
func unmoved(path string) string {
	rest, moved := strings.CutPrefix(path, movedPath)
	if !moved {
		return path
	}
	_, rest, _ = strings.Cut(rest, "/")
	return "/" + rest
}
