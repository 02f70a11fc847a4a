//go:build linux || darwin

package test

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/testserver"
)

// hostileRoles are roles as people could call them at a service. Whatever runs
// a name makes the file X.
func hostileRoles() []map[string]string {
	named := []string{
		"Vi$(touch X)ew", "Vi`touch X`ew", "Vi(touch X)ew", `Vi"; touch X; "`, "Vi'; touch X; '", "Vi;touch X", "Vi|touch X", "Vi&touch X",
		"Vi>X", "Vi\ntouch X\n", "Vi\ttouch X", "Vi{touch,X}", "Vi*", "Vi?", "Vi[a]", `Vi\`, "Vi~", "Vi#", "Vi!!", "Vi\u200b", "-view", "--vi", "~vi", "=vi",
		"Same", "Same", "Likewise", "likewise",
		"Device admin", "Device manager", "Solo one", "Größe", "ada.l+x@example.com",
	}
	var roles []map[string]string
	for i, name := range named {
		roles = append(roles, map[string]string{
			"publicId": "Role000000" + string(rune('a'+i/10)) + string(rune('0'+i%10)), "name": name,
			"description": "$(touch X); `touch X` " + string(rune('a'+i)),
		})
	}
	return append(roles, map[string]string{"publicId": "Vi$(touch X)", "name": "Id"})
}

// keys are what a person types, and the words of the command that this makes.
var keys = []struct{ typed, words string }{
	{"unictl ixon roles get Vi\t \t\t", "<Vi>"},
	{"unictl ixon roles get Same\t \t\t", "<Same>"},
	{"unictl ixon roles get Sol\t \t\t", "<Solo one>"},
	{"unictl ixon roles get Dev\tm\t \t", "<Device manager>"},
	{`unictl ixon roles get Device\ a` + "\t", "<Device admin>"},
	{"unictl ixon roles get Gr\t", "<Größe>"},
	{"unictl ixon roles get ada\t", "<ada.l+x@example.com>"},
	{"unictl ixon roles get Role000000a0\t \t", "<Role000000a0>"},
	{"unictl ixon users list --role Vi\t \t", "<--role><Vi>"},
	{"unictl ixon users list --role=Sol\t \t", "<--role=Solo one>"},
	{"unictl ixon users list --role 'Vi$(touch X)(touch X)`touch X`' --type s\t", "<--role><Vi$(touch X)(touch X)`touch X`><--type><service_account>"},
}

const bourneCommand = `unictl() { if [ "$1" = __complete ]; then command unictl "$@"; else shift 3; printf '<%s>' "$@" >>"$RAN"; echo >>"$RAN"; fi; }
PS1='$ '
`

// TestNamesAtTheTabKey sits down at real shells, with names at the service that
// are commands.
func TestNamesAtTheTabKey(t *testing.T) {
	for shell, how := range map[string]struct {
		flags []string
		setup string // before the script
	}{
		"bash": {[]string{"--norc", "--noprofile", "-i"}, bourneCommand},
		"zsh":  {[]string{"-f", "-i"}, bourneCommand + "LISTMAX=1000\nautoload -U compinit; compinit -u -D\n"},
		"fish": {[]string{"--no-config", "-i"}, `function unictl
    if test "$argv[1]" = __complete
        command unictl $argv
    else
        printf '<%s>' $argv[4..-1] >>$RAN
        echo >>$RAN
    end
end
`},
	} {
		t.Run(shell, func(t *testing.T) {
			t.Parallel()
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skipf("%s is not installed: what it does with names is not tested", shell)
			}
			p := sitAtShell(t, exec.Command(path, how.flags...))
			script, err := exec.Command(unictl(t), "completion", shell).Output()
			if err != nil {
				t.Fatal(err)
			}
			p.write("rc", how.setup+string(script)+"\necho >>\"$RAN\"\n")
			p.typeLine("source ./rc", 1)
			p.typeLine("unictl ixon roles get \t\t\x15unictl ixon roles x listed", 2)
			want := []string{"", "<listed>"}
			for i, k := range keys {
				p.typeLine(k.typed, i+3)
				want = append(want, k.words)
			}
			if diff := cmp.Diff(want, p.ran()); diff != "" {
				t.Errorf("%s\nthe screen: %q", diff, p.screen.text())
			}
			if _, err := os.Stat(filepath.Join(p.dir, "X")); err == nil {
				t.Errorf("a name was carried out; the screen: %q", p.screen.text())
			}
			if shown := p.screen.text(); !strings.Contains(shown, "Role000000a0") || !strings.Contains(shown, "Vi＄（touch X）ew") {
				t.Errorf("the role is not offered by its id, with its name beside it: %q", shown)
			}
		})
	}
}

// shellAt is a shell at a terminal, in a folder of its own.
type shellAt struct {
	t      *testing.T
	dir    string
	screen *person
}

func sitAtShell(t *testing.T, cmd *exec.Cmd) *shellAt {
	dir := t.TempDir()
	p := &shellAt{t: t, dir: dir}
	roles, err := json.Marshal(map[string]any{"status": "success", "type": "RoleList", "data": hostileRoles()})
	if err != nil {
		t.Fatal(err)
	}
	p.write("answers", "GET /roles 200 "+string(roles)+"\n")
	server, err := testserver.Start("answers", filepath.Join(dir, "answers"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	control, screen, err := openTerminal(160)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Dir = dir
	cmd.Stdin, cmd.Stdout, cmd.Stderr = screen, screen, screen
	cmd.Env = []string{
		"PATH=" + filepath.Dir(unictl(t)) + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + dir, "TERM=xterm", "LC_ALL=C.UTF-8",
		"RAN=" + filepath.Join(dir, "ran"), "UNICTL_IXON_URL=" + server.URL, "UNICTL_IXON_APPLICATION=AppAppAppApp",
		"UNICTL_IXON_COMPANY=1111-2222-3333-4444-5555", "UNICTL_IXON_TOKEN=0123456789abcdef0123456789abcdef",
	}
	atTerminal(cmd)
	err = cmd.Start()
	_ = screen.Close()
	if err != nil {
		t.Fatal(err)
	}
	p.screen = &person{control: control}
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(p.screen, control)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = control.Close()
		<-read
	})
	return p
}

func (p *shellAt) write(name, text string) {
	if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// typeLine types keys and Enter once the shell reads keys, and waits until so
// many commands have run.
func (p *shellAt) typeLine(keys string, commands int) {
	p.t.Helper()
	p.wait(keys, func() bool { return !echoes(p.screen.control) })
	if _, err := p.screen.control.WriteString(keys + "\r"); err != nil {
		p.t.Fatal(err)
	}
	p.wait(keys, func() bool { return len(p.ran()) >= commands })
}

func (p *shellAt) wait(keys string, done func() bool) {
	p.t.Helper()
	for limit := time.Now().Add(patience); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(limit) {
			p.t.Fatalf("stuck at %q; the screen: %q", keys, p.screen.text())
		}
	}
}

// ran are the commands that were run.
func (p *shellAt) ran() []string {
	text, _ := os.ReadFile(filepath.Join(p.dir, "ran"))
	if len(text) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}
