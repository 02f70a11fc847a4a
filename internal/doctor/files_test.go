package doctor_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"unictl/internal/doctor"
)

const oneContext = "current: a\ncontexts:\n  - name: a\n    ixon:\n      application: RPHHg5LaTtQg\n      company: 1234-5678-9012-3456-7890\n"

// folder makes a folder of the patient with these permissions.
func (p *patient) folder(name string, mode os.FileMode) string {
	p.t.Helper()
	path := filepath.Join(p.home, name)
	if err := os.MkdirAll(path, 0o700); err != nil {
		p.t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		p.t.Fatal(err)
	}
	return path
}

func TestOpenSecrets(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		return // it keeps no such permissions
	}
	p := newPatient(t)
	p.env["UNICTL_CONFIG"] = p.file("config.yaml", oneContext, 0o600)
	path := p.file("secrets.yaml", "", 0o640)
	expect(t, p.findings(), doctor.Problem, "secrets", path+" can be read by others", "chmod 600 "+path)
}

func TestOpenConfig(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		return
	}
	p := newPatient(t)
	dir := p.folder("it's here", 0o700)
	path := p.file("it's here/config.yaml", oneContext, 0o600)
	p.env["UNICTL_CONFIG"] = path
	quoted := "chmod 600 '" + p.home + `/it'\''s here/config.yaml'`
	expect(t, p.findings(), doctor.OK, "config", path, "")
	p.file("it's here/config.yaml", oneContext, 0o644)
	expect(t, p.findings(), doctor.Note, "config", path+" can be read by others", quoted)
	p.file("it's here/config.yaml", oneContext, 0o660)
	expect(t, p.findings(), doctor.Problem, "config", path+" can be changed by others", quoted)
	p.file("it's here/config.yaml", oneContext, 0o600)
	p.folder("it's here", 0o777)
	expect(t, p.findings(), doctor.Problem, "config", path+" can be replaced by others", "chmod go-w '")
	if err := os.Chmod(dir, 0o777|os.ModeSticky); err != nil {
		t.Fatal(err)
	}
	expect(t, p.findings(), doctor.OK, "config", path, "")
}

func TestOpenFolders(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		return
	}
	for _, name := range []string{"state", "cache"} {
		p := newPatient(t)
		dir := p.folder(name+"/unictl", 0o755)
		p.file(name+"/unictl/closed", "", 0o600)
		expect(t, p.findings(), doctor.OK, name, dir, "")
		p.folder(name+"/unictl/deep", 0o700)
		p.file(name+"/unictl/deep/token.json", canary, 0o644)
		expect(t, p.findings(), doctor.Problem, name, dir+" holds a file that others can read: deep/token.json", "chmod -R go-rwx "+dir)
		p.file(name+"/unictl/deep/other.json", canary, 0o620)
		expect(t, p.findings(), doctor.Problem, name, "holds 2 files that others can read", "")
		p.folder(name+"/unictl", 0o775)
		expect(t, p.findings(), doctor.Problem, name, dir+" can be changed by others", "chmod 700 "+dir)
	}
}

func TestLeftovers(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	p.folder("config/unictl", 0o700)
	p.folder("state/unictl/runs", 0o700)
	old := time.Now().Add(-2 * time.Hour)
	secret := p.file("config/unictl/.secrets.yaml.123.tmp", canary, 0o600)
	journal := p.file("state/unictl/runs/.journal.456.tmp", "", 0o600)
	for _, path := range []string{
		p.file("config/unictl/.editor.tmp", "", 0o600), p.file("config/unictl/secrets.yaml.lock", "", 0o600),
		p.file("state/unictl/sandbox.db.lock", "", 0o600), secret,
	} {
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, p.findings(), doctor.Note, "leftovers", "a stopped run left "+secret, filepath.Dir(secret))
	if err := os.Chtimes(journal, old, old); err != nil {
		t.Fatal(err)
	}
	expect(t, p.findings(), doctor.Note, "leftovers", "left 2 unfinished files", "")
	if err := os.Remove(secret); err != nil {
		t.Fatal(err)
	}
	expect(t, p.findings(), doctor.Note, "leftovers", "a stopped run left "+journal, filepath.Dir(journal))
}
