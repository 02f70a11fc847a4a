// Package intrexx is the Intrexx of the sandbox: the Administration API,
// written from docs/contracts/intrexx.md with its quirks. It shares no code with
// the client, so that one misreading cannot satisfy both.
//
// Most bodies of the real API are not public. What the sandbox had to make up
// (key names, the words for actions and job types, the shapes of lists, of
// answers to changes and of errors; see vocabulary.go) is made up afresh for
// each state, so that no command can rely on it. A body that does not fit is
// refused with the names that would have.
package intrexx

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"unictl/internal/sandbox/service"
)

// Config is what a Service stands on.
type Config struct {
	service.Config
	// Docker has the paths that begin with /portals and /templates missing, as
	// in a Docker deployment (contract §3).
	Docker bool
	// Masks has reads show stars in the place of secrets. They are stored like
	// any other value when they are sent back.
	Masks bool
	// ErrorLists has refusals name their fields in a list, whatever the state's
	// own shape is.
	ErrorLists bool
	// Unset has the reports engine and the export missing until they are set.
	Unset bool
	// Building is how long POST /portals takes; 0 means 1.5 s, negative no time.
	Building time.Duration
}

// defaultBuilding stands for the minutes that building a portal takes.
const defaultBuilding = 1500 * time.Millisecond

// Service answers the API over one state. It is safe for concurrent use.
type Service struct {
	service.Core[*view]
	service.InvitesNobody
	docker   bool
	masks    bool
	lists    bool
	unset    bool
	building time.Duration
	routes   *service.Router[operation]
	moves    moves
}

// New makes a service.
func New(cfg Config) *Service {
	s := &Service{docker: cfg.Docker, masks: cfg.Masks, lists: cfg.ErrorLists, unset: cfg.Unset, building: cmp.Or(cfg.Building, defaultBuilding),
		routes: service.NewRouter(operations(), func(op *operation) (string, string) { return op.method, op.path })}
	s.Core = service.NewCore(cfg.Config, s.view)
	return s
}

// Name is the provider's name in paths, settings and logs.
func (s *Service) Name() string { return "intrexx" }

// Path is where the API stands below the provider's own path: right there. To a
// client that is a path prefix, as behind a reverse proxy (contract §1.1).
func (s *Service) Path() string { return "" }

// CarriesToken reports whether a request could meet an expired token.
func (s *Service) CarriesToken(r *http.Request) bool {
	_, found := service.Bearer(r.Header)
	return found
}

// Fail answers with an error of this state's shape, as the fault injection
// wants it.
func (s *Service) Fail(w http.ResponseWriter, status int) {
	text := http.StatusText(status)
	if status == http.StatusUnauthorized {
		text = msgNoToken
	}
	ans := asText(status, text)
	_ = s.Look(func(v *view) error { ans = v.refused(refuse(status, "%s", text)); return nil })
	ans.Send(w)
}

const maxBody = 1 << 20 // of JSON

// Handler answers the API below prefix, e.g. "/intrexx", and the same once more
// where Move sends calls.
func (s *Service) Handler(prefix string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := unmoved(strings.TrimPrefix(r.URL.EscapedPath(), prefix))
		c := &call{r: r, segments: service.Segments(strings.TrimPrefix(path, "/"))}
		if !slices.Contains(c.segments, "") {
			c.op, c.vars, c.others = s.routes.Find(r.Method, c.segments)
		}
		s.answer(c, w).Send(w)
		_, _ = io.Copy(io.Discard, r.Body) // a refusal is lost on a client that is still sending
	})
}

// answer reads the body, and then runs the call in a transaction.
func (s *Service) answer(c *call, w http.ResponseWriter) answer {
	defer c.discard()
	err := s.receive(c, w)
	if err == nil {
		var ans answer
		if ans, err = s.run(c); err == nil {
			return ans
		}
	}
	ans := asText(http.StatusInternalServerError, "Internal Server Error")
	if p := new(problem); errors.As(err, &p) {
		_ = s.Look(func(v *view) error { ans = v.refused(p); return nil })
	}
	return ans
}

// receive reads what the operation takes. Uploads of strangers are not kept.
func (s *Service) receive(c *call, w http.ResponseWriter) error {
	if c.op != nil && c.op.takes == packets {
		if err := s.Look(func(v *view) error { c.view = v; return c.admit() }); err != nil {
			return err
		}
		return s.spool(c)
	}
	body, tooLong, err := service.Body(w, c.r, maxBody)
	if tooLong {
		return refuse(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", maxBody)
	}
	if err != nil {
		return refuse(http.StatusBadRequest, "the body ended early")
	}
	c.body = body
	return nil
}

// run answers in a transaction. Nothing is kept of a call that ends with an
// error.
func (s *Service) run(c *call) (ans answer, err error) {
	err = s.Serve(c.r.Method, func(v *view) (err error) {
		c.view = v
		if err = c.admit(); err == nil {
			ans, err = c.op.serve(c)
		}
		return err
	})
	return ans, err
}

// admit holds a call against what stands before all operations.
func (c *call) admit() error {
	switch first := c.segments[0]; {
	case c.s.docker && (first == "portals" || first == "templates"):
		return noSuchPage(c.r)
	case (c.op == nil || c.op.path != "auth") && !c.signedIn():
		return refuse(http.StatusUnauthorized, msgNoToken)
	case c.op == nil && len(c.others) > 0:
		p := refuse(http.StatusMethodNotAllowed, "method %s not allowed here", c.r.Method)
		slices.Sort(c.others)
		p.header = map[string]string{"Allow": strings.Join(c.others, ", ")}
		return p
	case c.op == nil:
		return refuse(http.StatusNotFound, "no such endpoint")
	}
	return c.enter()
}

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
	answer{Status: http.StatusMovedPermanently, Header: map[string]string{"Location": to}}.Send(w)
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
