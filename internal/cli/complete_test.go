package cli

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tab gives the words that the shell would offer.
func (b *bench) tab(words ...string) []string {
	b.t.Helper()
	if code := b.run(append([]string{"__complete"}, words...)...); code != 0 {
		b.t.Errorf("completing %q: exit %d", words, code)
	}
	if said := b.err.String(); !strings.HasPrefix(said, "Completion ended with directive") || strings.Count(said, "\n") != 1 {
		b.t.Errorf("completing %q says %q", words, said)
	}
	offered := []string{}
	for line := range strings.Lines(b.out.String()) {
		if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, ":") {
			offered = append(offered, line)
		}
	}
	return offered
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.config("current: prod\ncontexts:\n  - name: prod\n  - name: test\n")
	for _, c := range []struct {
		words []string
		want  []string
	}{
		{[]string{"plant", "get", ""}, []string{"id-lathe\tLathe a thing", "Lathe\ta thing", "id-press\tPress a thing", "Press\ta thing", "id-press-2\tpress a thing", "press\ta thing"}},
		{[]string{"plant", "get", "la"}, []string{"Lathe\ta thing"}},
		{[]string{"plant", "get", "Lathe", ""}, []string{}},
		{[]string{"plant", "remove", "Lathe", "La"}, []string{"Lathe\ta thing"}},
		{[]string{"plant", "list", "--like", "la"}, []string{"Lathe\ta thing"}},
		{[]string{"plant", "list", "--kind", ""}, []string{"big", "small"}},
		{[]string{"plant", "list", "--since", ""}, []string{}},
		{[]string{"plant", "list", "--columns", "id,"}, []string{"id,name"}},
		{[]string{"plant", "list", "--sort", "n"}, []string{"name"}},
		{[]string{"plant", "list", "-o", "json"}, []string{"json", "jsonl"}},
		{[]string{"plant", "list", "--context", ""}, []string{"prod", "test", "sandbox"}},
		{[]string{"completion", "z"}, []string{"zsh"}},
		{[]string{"help", "plant", "l"}, []string{"list\tList things"}},
		{[]string{"help", "plant", "list", ""}, []string{}},
		{[]string{"help", "nope", ""}, []string{}},
		{[]string{"plant", "l"}, []string{"list\tList things"}},
	} {
		got := b.tab(c.words...)
		for i := range got { // cobra leaves the choice to the shell where the words are fixed
			if prefix := c.words[len(c.words)-1]; len(got) > len(c.want) && !strings.HasPrefix(got[i], prefix) {
				got[i] = ""
			}
		}
		if diff := cmp.Diff(c.want, compact(got)); diff != "" {
			t.Errorf("%q: %s", c.words, diff)
		}
	}
}

func compact(words []string) []string {
	kept := []string{}
	for _, w := range words {
		if w != "" {
			kept = append(kept, w)
		}
	}
	return kept
}

func TestCompletionIsKeptAMinute(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	now := time.Now()
	b.Now = func() time.Time { return now }
	ask := func() int {
		b.tab("plant", "get", "")
		return len(b.service.calls())
	}
	if n := ask(); n != 1 {
		t.Errorf("%d calls for the first", n)
	}
	now = now.Add(59 * time.Second)
	if n := ask(); n != 1 {
		t.Errorf("%d calls within a minute", n)
	}
	files, _ := filepath.Glob(filepath.Join(b.home, "*", "*", "completion", "*.json"))
	if len(files) != 1 {
		t.Fatalf("files %q", files)
	}
	info, err := os.Stat(files[0])
	if err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != 0o600) {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	now = now.Add(time.Second)
	if n := ask(); n != 2 {
		t.Errorf("%d calls after a minute", n)
	}
	b.env["UNICTL_PLANT_SITE"] = "south"
	if n := ask(); n != 3 {
		t.Errorf("%d calls with another site's names", n)
	}
	if err := os.WriteFile(files[0], []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.env["UNICTL_PLANT_SITE"] = "north"
	if n := ask(); n != 4 {
		t.Errorf("%d calls with a damaged file", n)
	}
}

func TestCompletionFailsInSilence(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*bench){
		"refused":       func(b *bench) { b.service.on("GET /things", reply(401, `{}`)) },
		"no web server": func(b *bench) { b.service.Close() },
		"not JSON":      func(b *bench) { b.service.on("GET /things", reply(200, `<html>`)) },
		"no credential": func(b *bench) { delete(b.env, "UNICTL_PLANT_TOKEN") },
		"broken config": func(b *bench) { b.config("{") },
		"nobody signs in": func(b *bench) {
			delete(b.env, "UNICTL_PLANT_TOKEN")
			b.env["UNICTL_PLANT_USER"], b.env["UNICTL_PLANT_PASSWORD"] = "ada", canary
			b.service.lock()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t).at("y\n")
			prepare(b)
			if got := b.tab("plant", "get", ""); len(got) > 0 {
				t.Errorf("offered %q", got)
			}
			b.wrote()
		})
	}
}

func TestCompletionDoesNotWaitForAnswers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	b.service.on("GET /things", func(http.ResponseWriter, *http.Request) { <-done })
	if got := b.tab("plant", "get", "--timeout", "0", ""); len(got) > 0 {
		t.Errorf("offered %q", got)
	}
}

// Whatever holds completion up, also what does not hear of the end, it is over
// after a second; else this waits for ever.
func TestCompletionDoesNotWaitForWhatIsDeaf(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	b.OpenSandbox = func(context.Context, *Process) (*Sandbox, error) { <-done; return nil, errPlain }
	b.tab("plant", "get", "--context", "sandbox", "")
}

// What people choose may be a command, or stand for two things: the id is
// offered then. Each shell is tried in test/shells_unix_test.go.
func TestWordsOfTheServiceAreSafeForShells(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"a\tb\nc\x1b[31m": {"id-1\ta b c［31m a thing"},
		"$(touch X)":      {"id-1\t＄（touch X） a thing"},
		"-rf":             {"id-1\t-rf a thing"},
		"Two words":       {"id-1\tTwo words a thing", "Two words\ta thing"},
		"Twin":            {"id-1\tTwin a thing", "id-2\tTwin a thing"},
		"id-2":            {"id-1\tid-2 a thing", "id-2\tTwin a thing", "Twin\ta thing"},
		"id-1":            {"id-1\tid-1 a thing", "id-2\tTwin a thing", "Twin\ta thing"},
	} {
		b := newBench(t)
		things := []thing{{"id-1", name}, {"`id-3`", "`x`"}}
		if name == "Twin" || strings.HasPrefix(name, "id-") {
			things = append(things, thing{"id-2", "Twin"})
		}
		evil, _ := json.Marshal(things)
		b.service.on("GET /things", reply(200, string(evil)))
		if diff := cmp.Diff(want, b.tab("plant", "get", "")); diff != "" {
			t.Errorf("%q: %s", name, diff)
		}
	}
}

// The mends of cobra's scripts find their places.
func TestCompletionScriptsAreMended(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for shell, all := range mends() {
		b.want(0, "completion "+shell, "err!e")
		for _, m := range all {
			if script := b.out.String(); !strings.Contains(script, m.right) {
				t.Errorf("%s: no %q", shell, m.right)
			}
		}
	}
}

// Help, version and completion scripts need neither configuration nor network.
func TestWhatNeedsNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.config("{ not yaml")
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "UNICTL_PLANT_TOKEN"} {
		delete(b.env, name)
	}
	b.Providers = func() []*Provider { return []*Provider{plantProvider()} }
	b.OpenSandbox = func(context.Context, *Process) (*Sandbox, error) {
		t.Error("the sandbox was started")
		return nil, errPlain
	}
	for _, line := range []string{"", "--help", "help", "help plant get", "plant", "plant get --help", "version", "version -o json", "--version",
		"completion bash", "completion zsh", "completion fish", "completion powershell", "plant list --help --context sandbox"} {
		b.want(0, line, "err!e")
		if b.out.Len() == 0 {
			t.Errorf("%q prints nothing", line)
		}
	}
	if calls := b.service.calls(); len(calls) > 0 {
		t.Errorf("calls were made: %q", calls)
	}
	b.want(2, "completion tcsh", "err:\"tcsh\" is not one of bash, zsh, fish, powershell")
}
