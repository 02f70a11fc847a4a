package cli

import (
	"cmp"
	"context"
	"io"
	"strings"
	"testing"
	"time"
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
				"err:it has three wheels", "err:plant remove: Lathe (id id-lathe)\n  in ", "err:"+b.service.URL, "err:site north", "err:Go on? [y/N] ")
			b.wrote(c.wrote...)
			if c.code == 1 && !strings.Contains(b.err.String(), "declined: nothing was changed") {
				t.Error(b.err.String())
			}
		})
	}
}

// Where no lock can be had, another command may take the other administrator away:
// nothing is sent.
func TestNoTurnCanBeTaken(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(*bench){
		"a folder that cannot be made": func(b *bench) {
			b.env["XDG_STATE_HOME"] = b.file("state.txt", "no folder")
		},
		"no folder at all": func(b *bench) { b.env["XDG_STATE_HOME"], b.env["HOME"], b.env["LocalAppData"] = "", "", "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			damage(b)
			b.want(4, "plant remove Lathe --yes", "err:cannot be told", "err:hint: set XDG_STATE_HOME", "err:--allow-last-admin")
			b.at("y\n").want(4, "plant remove Lathe", "err:cannot be told")
			b.wrote()
			b.want(0, "plant remove Lathe --yes --allow-last-admin")
			b.wrote(removed)
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
