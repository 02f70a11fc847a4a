// Package ixon is the IXON Cloud of the sandbox: the part of APIv2 that
// administers people, written from docs/contracts/ixon.md with its quirks. It
// shares no code with the client, so that one misreading cannot satisfy both.
//
// Where the contract gives no status, it answers 400 to what is malformed, 403
// to what the caller may not do, 404 to unknown ids and 409 to what exists.
package ixon

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"unictl/internal/sandbox/service"
)

// Config is what a Service stands on.
type Config struct {
	service.Config
	// Me404 has /users/me missing for service accounts.
	Me404 bool
}

// Service answers the API over one state. It is safe for concurrent use.
type Service struct {
	service.Core[*view]
	shapes     *shapes
	operations []operation
	places     *service.Router[place]
	rels       map[string]bool
	me404      bool
}

// New makes a service.
func New(cfg Config) *Service {
	s := &Service{shapes: newShapes(), me404: cfg.Me404, operations: operations(), rels: map[string]bool{}}
	s.Core = service.NewCore(cfg.Config, s.view)
	for _, op := range s.operations {
		s.rels[op.rel] = true
	}
	s.places = placesOf(s.operations)
	return s
}

// Name is the provider's name in paths, settings and logs.
func (s *Service) Name() string { return "ixon" }

// Path is where the API stands below the provider's own path (contract §1).
func (s *Service) Path() string { return "/api" }

// CarriesToken reports whether a request could meet an expired token.
func (s *Service) CarriesToken(r *http.Request) bool {
	_, found := service.Bearer(r.Header)
	return found
}

// Fail answers with an error of this API's shape, as the fault injection wants it.
func (s *Service) Fail(w http.ResponseWriter, status int) {
	if status == http.StatusUnauthorized {
		writeProblem(w, badToken())
		return
	}
	writeProblem(w, refuse(status, http.StatusText(status), ""))
}

const maxBody = 16 << 20

// Handler answers the API below prefix, e.g. "/ixon/api".
func (s *Service) Handler(prefix string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.EscapedPath(), prefix)
		place, values, _ := s.places.Find("", segments(path))
		if place == nil {
			writeProblem(w, notFound())
			return
		}
		op := place.methods[r.Method]
		if op == nil {
			writeProblem(w, refuse(http.StatusMethodNotAllowed, "Method not allowed", ""))
			return
		}
		for name, value := range values {
			values[name] = service.Unescaped(value)
		}
		s.answer(w, &call{s: s, op: op, r: r, vars: values, base: baseOf(r, prefix)})
	})
}

func (s *Service) answer(w http.ResponseWriter, c *call) {
	body, _, err := service.Body(w, c.r, maxBody)
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
	rows := ans.walk
	b := append(appendHead(make([]byte, 0, len(rows.buf)+128), ans.typ), '[')
	b = append(b, rows.buf...)
	service.Answer{Status: statusOf(c.op.method), Kind: "application/json", Stream: func(w io.Writer) error {
		for {
			if _, err := w.Write(b); err != nil || rows.done {
				return err
			}
			rows.buf = rows.buf[:0]
			if err := c.resume(rows); err != nil {
				return err
			}
			if b = rows.buf; rows.done {
				b = appendTail(append(b, ']'), rows.moreAfter())
			}
		}
	}}.Send(w)
}

// place is a path with what answers there. The most literal one decides, also
// about the methods: /users/me is never the user called "me".
type place struct {
	path    string
	methods map[string]*operation
}

func placesOf(operations []operation) *service.Router[place] {
	var all []place
	at := map[string]int{}
	for i := range operations {
		op := &operations[i]
		n, known := at[op.path]
		if !known {
			n = len(all)
			at[op.path] = n
			all = append(all, place{op.path, map[string]*operation{}})
		}
		all[n].methods[op.method] = op
	}
	return service.NewRouter(all, func(p *place) (method, path string) { return "", p.path })
}

// segments takes an escaped path apart; the root is one that is empty.
func segments(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }
