package cli

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"unictl/internal/parse"
)

type onceIn struct {
	Name  string
	Steps string
	made  thing
}

// issue makes a thing with a secret, and then does what --then says.
func issue() Command {
	return Change[*plant, onceIn]{
		Use: "issue NAME", Short: "Issue a token", Effect: Create,
		Inputs: func(in *onceIn) Inputs {
			return Inputs{Arg("name", &in.Name, parse.Any), Flag("then", &in.Steps, parse.Any, "`WHAT` follows")}
		},
		Target: func(in *onceIn) string { return in.Name },
		ID:     func(in *onceIn) string { return in.made.ID },
		Once:   &Once[onceIn]{Noun: "token", Value: func(in *onceIn) string { return in.made.Name }},
		Exists: &Exists[*plant, onceIn]{Index: func(context.Context, *plant) iter.Seq2[Existing, error] {
			return existing(Existing{Key: "old", What: "old is there", ID: "id-old"})
		}},
		Steps: func(_ context.Context, p *plant, in *onceIn) ([]Step, error) {
			steps := []Step{{Name: "issue", Call: p.send("Issue", http.MethodPost, "tokens").Then(func(v thing) { in.made = v })}}
			switch in.Steps {
			case "fail":
				steps = append(steps, Step{Name: "revoke the old one", Call: p.send("Revoke", http.MethodDelete, "tokens/old")})
			case "undo":
				steps[0].Undo = p.send("Withdraw", http.MethodDelete, "tokens/new")
				steps = append(steps, Step{Name: "revoke the old one", Call: p.send("Revoke", http.MethodDelete, "tokens/old")})
			}
			return steps, nil
		},
	}
}

func onceBench(t *testing.T) (*bench, string) {
	t.Helper()
	b := newBench(t)
	b.Root.Children = func() []Command {
		return []Command{Group{Use: "plant", Short: "The plant", Provider: plantProvider(), Children: func() []Command { return []Command{issue()} }}}
	}
	b.service.on("POST /tokens", reply(200, `{"id":"id-token","name":"once-only-9"}`))
	b.service.on("DELETE /tokens/old", reply(404, `{}`))
	return b, filepath.Join(t.TempDir(), "token")
}

func TestASecretNeedsAPlace(t *testing.T) {
	t.Parallel()
	b, _ := onceBench(t)
	b.want(2, "plant issue ci", "err:the token is shown only once", "err:--value-file FILE", "err:--print-value")
	b.want(2, "plant issue ci --value-file "+filepath.Join(b.home, "no", "such", "folder"), "err:--value-file", "err:in a folder you can write to")
	if calls := b.service.calls(); len(calls) > 0 {
		t.Errorf("calls were made: %q", calls)
	}
}

func TestASecretGoesToAFile(t *testing.T) {
	t.Parallel()
	b, path := onceBench(t)
	b.want(0, "plant issue ci -o json --value-file "+path, `out:"id": "id-token"`, `out:"name": "[redacted]"`, "out!once-only")
	text, err := os.ReadFile(path)
	if err != nil || string(text) != "once-only-9\n" {
		t.Errorf("kept %q, %v", text, err)
	}
	info, err := os.Stat(path)
	if err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != 0o600) {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	b.want(2, "plant issue ci --value-file "+path, "err:--value-file", "err:name a file that does not exist yet")
	b.wrote("POST /tokens")
}

func TestASecretIsPrintedAlone(t *testing.T) {
	t.Parallel()
	b, path := onceBench(t)
	for _, line := range []string{"plant issue ci --print-value", "plant issue ci --print-value -o json --value-file " + path} {
		b.want(0, line, "err!e")
		if b.out.String() != "once-only-9\n" {
			t.Errorf("%s printed %q", line, b.out.String())
		}
	}
}

// Whatever goes wrong, no empty file is left that would refuse the next try.
func TestNoFileStaysBehind(t *testing.T) {
	t.Parallel()
	b, path := onceBench(t)
	gone := func(line string) {
		t.Helper()
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s left a file (%v)", line, err)
		}
	}
	for line, code := range map[string]int{
		"plant issue ci --dry-run":       0,
		"plant issue ci --limit 1":       2,
		"plant issue old":                6,
		"plant issue old --if-absent":    0,
		"plant issue ci --then undo":     5,
		"plant issue ci --context wrong": 2,
	} {
		b.want(code, line+" --value-file "+path, "out!once-only", "err!once-only")
		gone(line)
	}
	b.want(0, "plant issue old --if-absent --print-value", "err:old is there", "out!old")
	b.service.on("POST /tokens", reply(400, `{}`))
	b.want(1, "plant issue ci --value-file "+path)
	gone("a refusal")
}

// A secret that exists is kept although a later step failed.
func TestASecretSurvivesALaterFailure(t *testing.T) {
	t.Parallel()
	b, path := onceBench(t)
	b.want(5, "plant issue ci --then fail --value-file "+path, "err:already done: issue", "err!once-only")
	if text, err := os.ReadFile(path); err != nil || string(text) != "once-only-9\n" {
		t.Errorf("kept %q, %v", text, err)
	}
	b.want(5, "plant issue ci --then fail --print-value", "out:once-only-9\n")
}
