package doctor_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unictl/cmd"
	"unictl/internal/cli"
	"unictl/internal/doctor"
)

const canary = "canary-41c7d2"

// patient is a machine to examine.
type patient struct {
	t    *testing.T
	home string
	env  map[string]string
}

func newPatient(t *testing.T) *patient {
	t.Helper()
	home := t.TempDir()
	return &patient{t: t, home: home, env: map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": filepath.Join(home, "config"), "XDG_STATE_HOME": filepath.Join(home, "state"),
		"XDG_CACHE_HOME": filepath.Join(home, "cache"), "AppData": filepath.Join(home, "config"), "LocalAppData": filepath.Join(home, "state"),
	}}
}

// configured points to a service by variables.
func (p *patient) configured(url string) *patient {
	p.env["UNICTL_IXON_URL"], p.env["UNICTL_IXON_TOKEN"] = url, canary
	p.env["UNICTL_IXON_APPLICATION"], p.env["UNICTL_IXON_COMPANY"] = "RPHHg5LaTtQg", "1234-5678-9012-3456-7890"
	return p
}

func (p *patient) file(name, text string, mode os.FileMode) string {
	p.t.Helper()
	path := filepath.Join(p.home, name)
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		p.t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// run runs `unictl doctor`.
func (p *patient) run(ctx context.Context, flags ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	app := cmd.New(cli.Version{Version: "v1.2.3"})
	app.In, app.Out, app.Err, app.Now = strings.NewReader(""), &out, &errs, time.Now
	app.Env = func(name string) (string, bool) { value, ok := p.env[name]; return value, ok }
	code = app.Run(ctx, append([]string{"doctor", "-o", "json"}, flags...))
	return code, out.String(), errs.String()
}

// findings runs it to the end: it succeeds whatever it finds, shows no secret,
// and says what to do about everything that is not well.
func (p *patient) findings(flags ...string) []doctor.Finding {
	p.t.Helper()
	code, stdout, stderr := p.run(context.Background(), flags...)
	if code != 0 || strings.Contains(stderr, "error:") {
		p.t.Fatalf("exit %d, %s", code, stderr)
	}
	if strings.Contains(stdout+stderr, canary) {
		p.t.Errorf("it shows the secret:\n%s%s", stdout, stderr)
	}
	var all []doctor.Finding
	if err := json.Unmarshal([]byte(stdout), &all); err != nil {
		p.t.Fatalf("%v in %s", err, stdout)
	}
	for _, f := range all {
		if (f.Status == doctor.OK) != (f.Next == "") {
			p.t.Errorf("what is not well has a next step, and nothing else: %+v", f)
		}
	}
	return all
}

// expect finds a finding whose texts hold these words.
func expect(t *testing.T, all []doctor.Finding, status doctor.Status, check, detail, next string) {
	t.Helper()
	for _, f := range all {
		if f.Status == status && f.Check == check && strings.Contains(f.Detail, detail) && strings.Contains(f.Next, next) {
			return
		}
	}
	t.Errorf("no %s of %q with %q and %q in %+v", status, check, detail, next, all)
}

func problems(all []doctor.Finding) (bad []doctor.Finding) {
	for _, f := range all {
		if f.Status == doctor.Problem {
			bad = append(bad, f)
		}
	}
	return bad
}

func TestFreshMachine(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	all := p.findings()
	expect(t, all, doctor.OK, "version", "v1.2.3", "")
	expect(t, all, doctor.OK, "config", "not there yet", "")
	expect(t, all, doctor.Note, "context", "none yet", "unictl init")
	expect(t, all, doctor.Note, "ixon", "not configured", "--context sandbox")
	if bad := problems(all); len(bad) > 0 {
		t.Errorf("problems of a fresh machine: %+v", bad)
	}
}

func TestMissingHome(t *testing.T) {
	t.Parallel()
	p := newPatient(t).configured("https://ixon.invalid/api/")
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "AppData", "LocalAppData"} {
		delete(p.env, name)
	}
	all := p.findings()
	expect(t, all, doctor.Note, "files", "no home folder", "set HOME")
	expect(t, all, doctor.OK, "ixon settings", "https://ixon.invalid", "") // variables are enough
	if bad := problems(all); len(bad) > 0 {
		t.Errorf("problems: %+v", bad)
	}
}

func TestBrokenConfig(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, detail string }{
		"not YAML":      {"{", "config.yaml:1"},
		"unknown key":   {"contexts:\n  - name: a\n    ixon:\n      compnay: x\n", `config.yaml:4`},
		"wrong value":   {"current: a\ncontexts:\n  - name: a\n    ixon:\n      company: x\n", "config.yaml:5"},
		"wrong type":    {"contexts: 7\n", "config.yaml:1"},
		"no such":       {"current: b\ncontexts:\n  - name: a\n", "no context has this name"},
		"two of a name": {"contexts:\n  - name: a\n  - name: a\n", "config.yaml:3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPatient(t)
			p.env["UNICTL_CONFIG"] = p.file("config.yaml", c.text, 0o600)
			expect(t, p.findings(), doctor.Problem, "configuration", c.detail, "correct ")
		})
	}
}

func TestUnknownContext(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	all := p.findings("--context", "nope")
	expect(t, all, doctor.OK, "context", "nope (asked for)", "")
	expect(t, all, doctor.Problem, "ixon settings", `context "nope" does not exist`, "unictl config explain")
}

func TestVariables(t *testing.T) {
	t.Parallel()
	p := newPatient(t).configured("https://ixon.invalid/api/")
	p.env["UNICTL_IXON_INSECURE"] = "true"
	p.env["UNICTL_IXON_COMPANY"] = ""
	all := p.findings()
	expect(t, all, doctor.OK, "environment", "UNICTL_IXON_TOKEN is set", "")
	expect(t, all, doctor.Problem, "ixon", "no UNICTL_IXON_COMPANY", "set UNICTL_IXON_COMPANY")
	p.env["UNICTL_IXON_COMPANY"] = "1234-5678-9012-3456-7890"
	all = p.findings()
	expect(t, all, doctor.Problem, "ixon tls", "not verified (UNICTL_IXON_INSECURE)", "set ca_cert")
	expect(t, all, doctor.OK, "ixon credential", "ixon.token from UNICTL_IXON_TOKEN", "")
	p.env["UNICTL_IXON_COMPANY"] = "wrong"
	expect(t, p.findings(), doctor.Problem, "ixon settings", "UNICTL_IXON_COMPANY", "")
}

// A password without a token is a credential too; nobody signs in to look.
func TestPassword(t *testing.T) {
	t.Parallel()
	p := newPatient(t).configured("https://ixon.invalid/api/")
	delete(p.env, "UNICTL_IXON_TOKEN")
	p.env["UNICTL_IXON_EMAIL"], p.env["UNICTL_IXON_PASSWORD"] = "ada@example.com", canary
	all := p.findings()
	expect(t, all, doctor.OK, "ixon credential", "ixon.password from UNICTL_IXON_PASSWORD", "")
	if bad := problems(all); len(bad) > 0 {
		t.Errorf("problems: %+v", bad)
	}
}

func TestProblemsOnly(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	if all := p.findings("--problems"); len(all) > 0 {
		t.Errorf("found %+v", all)
	}
	p.env["UNICTL_CONFIG"] = p.file("config.yaml", "{", 0o600)
	if all := p.findings("--problems"); len(all) == 0 || len(all) != len(problems(all)) {
		t.Errorf("found %+v", all)
	}
	if all := p.findings("--limit", "1"); len(all) != 1 {
		t.Errorf("%d findings, want 1", len(all))
	}
}

func TestSandboxIsWell(t *testing.T) {
	t.Parallel()
	all := newPatient(t).findings("--context", "sandbox", "--network")
	for _, service := range []string{"ixon", "intrexx", "iot", "devo"} {
		expect(t, all, doctor.OK, service+" connection", "127.0.0.1:", "")
		expect(t, all, doctor.OK, service+" clock", "agrees", "")
		expect(t, all, doctor.OK, service+" network", "accepts the credential", "")
	}
	expect(t, all, doctor.OK, "iot service", "generation ", "")
	expect(t, all, doctor.OK, "iot service", "the role admin in account", "")
	expect(t, all, doctor.OK, "settings", "from the sandbox", "")
	if bad := problems(all); len(bad) > 0 {
		t.Errorf("problems: %+v", bad)
	}
}
