package doctor_test

import (
	"strings"
	"testing"

	"unictl/internal/doctor"
)

const fourContexts = `current: a
contexts:
  - name: a
    ixon: {application: RPHHg5LaTtQg, company: 1234-5678-9012-3456-7890}
  - name: b
    ixon: {application: RPHHg5LaTtQg, company: 1234-5678-9012-3456-7891}
    intrexx: {url: "https://portal.example.com:4242", portal: intranet}
  - name: two words
    intrexx: {url: "https://PORTAL.example.com:4242/", portal: intranet, user: ada}
  - name: empty
    read_only: true
`

func TestContexts(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	path := p.file("config.yaml", strings.Replace(fourContexts, "two words", "twin", 1), 0o600)
	p.env["UNICTL_CONFIG"] = path
	p.env["UNICTL_IXON_TOKEN"] = canary
	all := p.findings()
	expect(t, all, doctor.Note, "context twin", "the same place as context b: intrexx https://portal.example.com:4242 portal intranet", "context delete twin")
	expect(t, all, doctor.Note, "context empty", "no service configured", "config set --context empty")
	expect(t, all, doctor.OK, "context", "a (current)", "")
	expect(t, all, doctor.OK, "settings", "2 from "+path+" (context a)", "")
	expect(t, all, doctor.OK, "settings", "1 from the environment", "")
	for _, f := range all {
		if f.Check == "context a" || f.Check == "context b" {
			t.Errorf("nothing is wrong with it: %+v", f)
		}
	}
}

// A variable that contradicts the context is a problem of its own service, and
// of the next one that has such a variable too.
func TestContradictions(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	p.env["UNICTL_CONFIG"] = p.file("config.yaml", strings.Replace(fourContexts, "two words", "twin", 1), 0o600)
	p.env["UNICTL_IXON_COMPANY"], p.env["UNICTL_INTREXX_PORTAL"] = "1234-5678-9012-3456-7899", "extranet"
	p.env["UNICTL_DEVO_REGION"], p.env["UNICTL_DEVO_ACCOUNT"], p.env["UNICTL_DEVO_TOKEN"] = "eu", "northwind", canary
	all := p.findings("--context", "b")
	expect(t, all, doctor.Problem, "ixon settings", "contradicts --context b", "config explain")
	expect(t, all, doctor.Problem, "intrexx settings", "contradicts --context b", "config explain")
	expect(t, all, doctor.OK, "devo settings", "https://api-eu.devo.com", "")
}

// Not parallel: the names come from the process's own environment.
func TestMisspeltVariables(t *testing.T) {
	p := newPatient(t)
	for _, name := range []string{"UNICTL_IXON_TOKN", "UNICTL_CONTXT", "UNICTL_INTREXX_DATABASE_PASSWORD", "UNICTL_IXON_TOKEN", "UNICTL_IXON_EMIAL"} {
		t.Setenv(name, canary)
		p.env[name] = canary
	}
	p.env["UNICTL_IXON_EMIAL"] = ""
	all := p.findings("--problems")
	expect(t, all, doctor.Problem, "environment", "UNICTL_IXON_TOKN is set, and nothing reads it", "did you mean UNICTL_IXON_TOKEN?")
	expect(t, all, doctor.Problem, "environment", "UNICTL_CONTXT", "did you mean UNICTL_CONTEXT?")
	n := 0
	for _, f := range all {
		if f.Check == "environment" {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d misspelt variables in %+v", n, all)
	}
}
