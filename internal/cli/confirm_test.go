package cli

import (
	"cmp"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"unictl/internal/cli/fault"
)

const removed = "DELETE /things/id-lathe"

func TestConfirmation(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer string
		code   int
		wrote  []string
	}{
		"y":        {"y\n", 0, []string{removed}},
		"YES":      {" YES \n", 0, []string{removed}},
		"n":        {"n\n", 1, nil},
		"return":   {"\n", 1, nil},
		"name":     {"Lathe\n", 1, nil},
		"EOF":      {"", 1, nil},
		"y at EOF": {"y", 1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t).at(c.answer)
			b.want(c.code, "plant remove Lathe",
				"err:it has three wheels", "err:plant remove: Lathe\n  in ", "err:"+b.service.URL, "err:site north", "err:Go on? [y/N] ")
			b.wrote(c.wrote...)
			if c.code == 1 && !strings.Contains(b.err.String(), "declined: nothing was changed") {
				t.Error(b.err.String())
			}
		})
	}
}

func TestQuietDoesNotHideWhatIsAskedAbout(t *testing.T) {
	t.Parallel()
	b := newBench(t).at("n\n")
	b.want(1, "plant remove Lathe -q", "err:it has three wheels", "err:Go on?")
	b.want(0, "plant remove Lathe -q --yes", "err!wheels", "out!Lathe")
}

// Without a terminal, nobody is asked and nothing is called.
func TestNobodyToAsk(t *testing.T) {
	t.Parallel()
	prepare := map[string]func(*bench) string{
		"no terminal":        func(b *bench) string { b.Terminal = Terminal{}; return "" },
		"stdin is no person": func(b *bench) string { b.Terminal.In = false; return "" },
		"stderr is a file":   func(b *bench) string { b.Terminal.Err = false; return "" },
		"flag":               func(*bench) string { return " --no-input" },
		"variable":           func(b *bench) string { b.env["UNICTL_NO_INPUT"] = "1"; return "" },
		"context": func(b *bench) string {
			b.config("current: a\ncontexts:\n  - name: a\n    no_input: true\n")
			return ""
		},
	}
	why := map[string]string{"flag": "--no-input forbids", "variable": "UNICTL_NO_INPUT or", "context": "the context's no_input forbids"}
	for name, f := range prepare {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t).at("y\n")
			b.want(2, "plant remove Lathe"+f(b), "err:"+cmp.Or(why[name], "there is no terminal to ask"), "err:hint: add --yes")
			b.want(2, "raw DELETE things/id-lathe"+f(b), "err:hint: add --yes")
			if calls := b.service.calls(); len(calls) > 0 {
				t.Errorf("calls were made: %q", calls)
			}
		})
	}
	b := newBench(t).at("y\n")
	b.env["UNICTL_NO_INPUT"] = "0"
	b.want(0, "plant remove Lathe")
}

// A question is never answered by what happens to come in on stdin.
func TestAskingNeedsAPersonWhateverWasChecked(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.In = strings.NewReader("y\n")
	s := newSession(newTree(b.App), nil)
	if err := s.askYes(t.Context(), "?"); fault.Code(err) != fault.ExitUsage {
		t.Errorf("got %v", err)
	}
}

func TestCtrlCWhileAsking(t *testing.T) {
	t.Parallel()
	b := newBench(t).at("")
	reader, writer := io.Pipe() // nobody ever answers
	defer writer.Close()
	b.In = reader
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	time.AfterFunc(50*time.Millisecond, cancel)
	b.want(130, "plant remove Lathe", "err:interrupted")
	b.wrote()
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
			b := newBench(t).at(c.answer)
			s := newSession(newTree(b.App), nil)
			err := s.askFor(t.Context(), c.word, "Sure?")
			if (err == nil) != c.ok {
				t.Errorf("got %v", err)
			}
			if c.word != "" && b.err.String() != `Sure? Type "Plant A" to confirm: ` {
				t.Errorf("asked %q", b.err.String())
			}
		})
	}
}

// typedRun is a change that wants the name typed.
func typedRun(t *testing.T, answer string) (*bench, *changeRun, *Session) {
	t.Helper()
	b := newBench(t).at(answer)
	tree := newTree(b.App)
	cmd, _, err := tree.root.Find([]string{"set"})
	if err != nil {
		t.Fatal(err)
	}
	run := &changeRun{change: change{effect: Delete, typeName: true}, verb: &verb{cmd: cmd}}
	return b, run, newSession(tree, cmd)
}

func TestTypeName(t *testing.T) {
	t.Parallel()
	one := []*changeRow{{target: "Plant A", steps: make([]Step, 1)}}
	two := append(one[:1:1], &changeRow{target: "Plant B", steps: make([]Step, 1)})
	for _, c := range []struct {
		rows   []*changeRow
		answer string
		ok     bool
		asked  string
	}{
		{one, "Plant A\n", true, `set: Plant A`}, {one, "y\n", false, `Type "Plant A"`},
		{two, "2\n", true, `set: 2 (Plant A, Plant B)`}, {two, "y\n", false, `Type "2"`},
		{[]*changeRow{{target: "idle"}}, "", true, ""},
	} {
		b, run, s := typedRun(t, c.answer)
		if err := run.confirm(t.Context(), s, c.rows); (err == nil) != c.ok {
			t.Errorf("%q: %v", c.answer, err)
		}
		if !strings.Contains(b.err.String(), c.asked) {
			t.Errorf("asked %q, want %q in it", b.err.String(), c.asked)
		}
	}
}
