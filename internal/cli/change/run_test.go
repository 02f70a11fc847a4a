package change

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/cli/terminal"
	"unictl/internal/rest"
)

// errRefused is any failure.
var errRefused = errors.New("refused")

// started is a session of a process without a home.
func started(t *testing.T, app *session.App) *session.Session {
	t.Helper()
	app.Env = func(string) (string, bool) { return "", false }
	app.Providers = func() []*session.Provider { return nil }
	return session.New(app, &session.Globals{}, nil, nil, &rest.Secrets{})
}

// bare is a session in which nobody is asked or told anything.
func bare(t *testing.T) *session.Session {
	t.Helper()
	return started(t, &session.App{})
}

// formWithID is a form of which only the id is known.
type formWithID struct {
	Form
	id string
}

func (f formWithID) ID() string { return f.id }

func TestTypeName(t *testing.T) {
	t.Parallel()
	one := []*Row{{Target: "Plant A", Form: formWithID{id: "a1"}, Steps: make([]Step, 1)}}
	two := append(one[:1:1], &Row{Target: "Plant B b2", Form: formWithID{id: "b2"}, Steps: make([]Step, 1)})
	for _, c := range []struct {
		rows   []*Row
		answer string
		ok     bool
		asked  string
	}{
		{one, "Plant A\n", true, `set: Plant A (id a1)`}, {one, "y\n", false, `Type "Plant A"`},
		{two, "2\n", true, `set: 2 (Plant A (id a1), Plant B b2)`}, {two, "y\n", false, `Type "2"`},
		{[]*Row{{Target: "idle"}}, "", true, ""},
	} {
		var asked bytes.Buffer
		s := started(t, &session.App{In: strings.NewReader(c.answer), Err: &asked, Terminal: terminal.Ends{In: true, Err: true}})
		run := &Run{Engine: &Engine{Change: &Change{Action: "set", Effect: Delete, TypesName: true}, Session: s}}
		if err := run.confirm(t.Context(), c.rows); (err == nil) != c.ok {
			t.Errorf("%q: %v", c.answer, err)
		}
		if !strings.Contains(asked.String(), c.asked) {
			t.Errorf("asked %q, want %q in it", asked.String(), c.asked)
		}
	}
}

func TestALostSecretSaysWhatExists(t *testing.T) {
	t.Parallel()
	file, err := os.Open(t.TempDir()) // cannot be written to
	if err != nil {
		t.Fatal(err)
	}
	lost := (&Once{Noun: "token"}).keep(&onceFile{file: file}, "once-only-9", "id-token")
	if !fault.Is[*fault.SecretLostError](lost) || fault.Code(lost) != fault.ExitFailed || fault.Hint(lost) == "" {
		t.Errorf("got %v", lost)
	}
}
