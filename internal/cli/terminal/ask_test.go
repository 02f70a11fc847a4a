package terminal

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"unictl/internal/cli/fault"
)

// A question is never answered by what happens to come in on stdin.
func TestAskingNeedsAPersonWhateverWasChecked(t *testing.T) {
	t.Parallel()
	term, _ := fake(Ends{})
	term.In = strings.NewReader("y\n")
	if err := term.Confirm(t.Context(), "", "?"); fault.Code(err) != fault.ExitUsage {
		t.Errorf("got %v", err)
	}
}

func TestTypedNames(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		word, answer string
		ok           bool
	}{
		"the name":             {"Plant A", "Plant A\n", true},
		"another name":         {"Plant A", "Plant B\n", false},
		"another case":         {"Plant A", "plant a\n", false},
		"y":                    {"Plant A", "y\n", false},
		"no name to type":      {"", "\n", false},
		"no name to type, yes": {"", "y\n", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			term, said := fake(Ends{In: true, Err: true})
			term.In = strings.NewReader(c.answer)
			err := term.Confirm(t.Context(), c.word, "Sure?")
			if (err == nil) != c.ok {
				t.Errorf("got %v", err)
			}
			if c.word != "" && said.String() != `Sure? Type "Plant A" to confirm: ` {
				t.Errorf("asked %q", said.String())
			}
		})
	}
}

// lines gives a line for each read, as a terminal does.
type lines []string

func (l *lines) Read(p []byte) (int, error) {
	if len(*l) == 0 {
		return 0, io.EOF
	}
	n := copy(p, (*l)[0]+"\n")
	*l = (*l)[1:]
	return n, nil
}

func TestAsker(t *testing.T) {
	t.Parallel()
	term, said := fake(Ends{In: true, Err: true})
	term.Password = func(context.Context) (string, error) { return "", io.EOF }
	ask := func(typed ...string) *Asker {
		in := lines(typed)
		term.In = &in
		return term.Asker(func(...string) {})
	}
	if yes, err := ask("maybe", "Y").Yes(t.Context(), "really?", false); err != nil || !yes {
		t.Errorf("%v %v", yes, err)
	}
	if yes, err := ask("").Yes(t.Context(), "really?", true); err != nil || !yes {
		t.Errorf("nothing typed: %v %v", yes, err)
	}
	if text, err := ask("").Line(t.Context(), "name\x1b[31m", "prod"); err != nil || text != "prod" {
		t.Errorf("%q %v", text, err)
	}
	if strings.Contains(said.String(), "\x1b") || !strings.Contains(said.String(), "[prod]: ") || !strings.Contains(said.String(), "please answer y or n") {
		t.Errorf("it said %q", said.String())
	}
	for name, err := range map[string]error{
		"line":   second(ask().Line(t.Context(), "name", "prod")),
		"yes":    second(ask().Yes(t.Context(), "really?", true)),
		"secret": second(ask().Secret(t.Context(), "password")),
	} {
		if declined := (*fault.DeclinedError)(nil); !errors.As(err, &declined) {
			t.Errorf("%s at the end of the input: %v", name, err)
		}
	}
	var hidden []string
	term.Password = func(context.Context) (string, error) { return canary, nil }
	text, err := term.Asker(func(texts ...string) { hidden = append(hidden, texts...) }).Secret(t.Context(), "password")
	if err != nil || text != canary || !slices.Equal(hidden, []string{canary}) {
		t.Errorf("%q is typed, %q hidden: %v", text, hidden, err)
	}
	if term, _ := fake(Ends{}); term.Asker(nil) != nil {
		t.Error("somebody is asked without a terminal")
	}
}

func second[T any](_ T, err error) error { return err }
