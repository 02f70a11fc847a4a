package session

import (
	"context"
	"errors"
	"os"
	"os/user"
	"strings"
	"sync"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/history"
	"unictl/internal/rest"
)

// EnvJustification is the variable that stands for --justification.
const EnvJustification = "UNICTL_JUSTIFICATION"

// longestText is how much of a text is kept in the history, in bytes.
const longestText = 1000

// Justification is why the person says the change is made; "" = they do not.
func (s *Session) Justification() string {
	text := s.Globals.Justification
	if text == "" {
		text, _ = s.App.Env(EnvJustification)
	}
	return strings.TrimSpace(text)
}

// HistoryDir is where the history of writes is kept. The error is a
// *config.DirectoryError.
func (s *Session) HistoryDir() (string, error) {
	state, err := config.StateDir(s.App.Env)
	if err != nil {
		return "", err
	}
	return history.Folder(state), nil
}

// History keeps a record of the writes of a run. It is opened with the first.
type History struct {
	once sync.Once
	log  *history.Log // nil = there is no place for it
	who  history.Write
}

// about is what a write is about.
type about struct {
	target string
	id     func() string
}

type aboutKey struct{}

// About says whom or what the writes under the context are about; id is asked when
// a write has ended, since a creation has none before.
func About(ctx context.Context, target string, id func() string) context.Context {
	return context.WithValue(ctx, aboutKey{}, about{target, id})
}

func (h *History) close() error {
	if h.log == nil {
		return nil
	}
	return h.log.Close()
}

// open finds the place of the history. Where no file can be kept at all, a
// warning says so and writes go on: a container without a home has none.
func (h *History) open(s *Session) {
	dir, err := s.HistoryDir()
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		s.Terminal.Warn("no history is kept of what is changed: " + fault.RootReason(err))
		return
	}
	h.log = history.New(dir, s.App.Now)
	h.who = history.Write{Who: who(), Run: s.Hidden.Mask(run(s.App.Env))}
}

// recorder keeps a record of the writes of a provider's client.
func (h *History) recorder(s *Session, p *Provider) func(context.Context, rest.Write) (rest.Over, error) {
	return func(ctx context.Context, call rest.Write) (rest.Over, error) {
		h.once.Do(func() { h.open(s) })
		if h.log == nil {
			return nil, nil
		}
		w, of := h.who, about{}
		if known, ok := ctx.Value(aboutKey{}).(about); ok {
			of = known
			w.ID = s.kept(of.id())
		}
		w.Provider, w.Verb, w.Target, w.Justification = p.Name, s.Verb, s.kept(of.target), s.kept(s.Justification())
		if w.Target == "" { // of a raw call
			w.Target = call.Call
		}
		w.Call, w.Method, w.URL = call.Call, call.Method, s.kept(call.URL)
		if settings, err := s.Settings.Of(ctx, p.Name); err == nil {
			w.Context = settings.Context()
		}
		seq, err := h.log.Before(ctx, w)
		if err != nil {
			return nil, &HistoryError{Err: err}
		}
		return func(ctx context.Context, requestID string, err error) {
			w.RequestID = s.kept(requestID)
			if of.id != nil {
				w.ID = s.kept(of.id())
			}
			if err != nil {
				w.Reason = s.kept(fault.Describe(err, "", "", s.Hidden.Mask).Message)
			}
			if err := h.log.After(ctx, seq, outcome(err), w); err != nil {
				s.Terminal.Warn("the history does not know how this write ended: " + err.Error())
			}
		}, nil
	}
}

// kept is a text as the history keeps it: one line without secrets.
func (s *Session) kept(text string) string {
	text = rest.Line(s.Hidden.Mask(text))
	if len(text) > longestText {
		text = strings.ToValidUTF8(text[:longestText], "") + "…"
	}
	return text
}

// outcome is what an error says of a write. What was called off, or met a server
// that failed, may have been carried out.
func outcome(err error) history.Event {
	switch {
	case err == nil:
		return history.Done
	case fault.AnyOf(err, fault.OutcomeUnknown), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), fault.MayBeDone(err):
		return history.Unknown
	}
	return history.Failed
}

// who is the person at the system.
func who() string {
	name := "unknown"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	if host, err := os.Hostname(); err == nil {
		name += "@" + host
	}
	return name
}

// run is the address of the run of a CI; "" = there is none.
func run(env func(string) (string, bool)) string {
	get := func(name string) string { value, _ := env(name); return value }
	if id := get("GITHUB_RUN_ID"); id != "" {
		return get("GITHUB_SERVER_URL") + "/" + get("GITHUB_REPOSITORY") + "/actions/runs/" + id
	}
	for _, name := range [...]string{"CI_JOB_URL", "BUILD_URL", "CIRCLE_BUILD_URL", "BUILDKITE_BUILD_URL"} {
		if value := get(name); value != "" {
			return value
		}
	}
	return ""
}

// HistoryError is a write that was not sent because no record of it can be kept.
type HistoryError struct{ Err error }

func (e *HistoryError) Error() string {
	return "the write was not sent: no record of it can be kept: " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *HistoryError) Unwrap() error { return e.Err }
