package test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestContractSections holds that whoever meets a section number, in a Go file
// or in the pages themselves, finds that section in docs/contracts.
func TestContractSections(t *testing.T) {
	t.Parallel()
	root := contractsRoot(t)
	sections := map[string]map[string]bool{}
	for _, page := range []string{"ixon", "intrexx", "iot", "devo"} {
		text, err := os.ReadFile(filepath.Join(root, "docs", "contracts", page+".md"))
		if err != nil {
			t.Fatal(err)
		}
		sections[page] = map[string]bool{}
		for _, heading := range regexp.MustCompile(`(?m)^#{2,3} ([0-9]+(?:\.[0-9]+)?)\.? `).FindAllStringSubmatch(string(text), -1) {
			if sections[page][heading[1]] {
				t.Errorf("docs/contracts/%s.md has two sections %s", page, heading[1])
			}
			sections[page][heading[1]] = true
		}
	}
	seen := map[string]int{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && entry.Name() == ".git" {
			if err == nil {
				err = filepath.SkipDir
			}
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		ofContracts := strings.HasPrefix(name, "docs/contracts/")
		if entry.IsDir() || !strings.HasSuffix(name, ".go") && !ofContracts {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, cited := range citedSections(string(text)) {
			page := cited.page
			if page == "" {
				page = contractOf(name)
			}
			seen[page]++
			switch {
			case page == "":
				t.Errorf("%s:%d: which contract is %q of? Name it: docs/contracts/NAME.md", name, cited.line, cited.text)
			case sections[page] == nil:
				t.Errorf("%s:%d: there is no docs/contracts/%s.md", name, cited.line, page)
			case !sections[page][cited.number]:
				t.Errorf("%s:%d: docs/contracts/%s.md has no section for %q", name, cited.line, page, cited.text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for page := range sections {
		if seen[page] < 20 {
			t.Errorf("only %d citations of %s found: do the patterns still fit?", seen[page], page)
		}
	}
}

// TestContractCitations holds that each form of a citation is seen.
func TestContractCitations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]contractSection{
		"// as \u00a73.2 says":                          {number: "3.2", line: 1},
		"// x\n// (\u00a712).":                          {number: "12", line: 2},
		"// (docs/contracts/devo.md\n// \u00a72.1)":     {page: "devo", number: "2.1", line: 1},
		"// other/contracts/devo.md \u00a72":            {number: "2", line: 1},
		"// generations (\u00a7 Sources)":               {line: 1},
		"\tlife = 60 // contract \u00a71.2, and more\n": {number: "1.2", line: 1},
	} {
		got := citedSections(text)
		if len(got) != 1 || got[0].page != want.page || got[0].number != want.number || got[0].line != want.line {
			t.Errorf("%q: got %+v, want %+v", text, got, want)
		}
	}
}

// contractSection is a citation. page is "" where the folder says it.
type contractSection struct {
	page, number, text string
	line               int
}

// citedSections finds the section signs of a text; the sign stands escaped here
// so that this file cites nothing.
func citedSections(text string) (found []contractSection) {
	citation := regexp.MustCompile("(?:docs/contracts/([a-z]+)\\.md[\\s/]*)?\u00a7([0-9]+(?:\\.[0-9]+)*)?")
	for _, at := range citation.FindAllStringSubmatchIndex(text, -1) {
		cited := contractSection{text: text[at[0]:at[1]], line: 1 + strings.Count(text[:at[0]], "\n")}
		if at[2] >= 0 {
			cited.page = text[at[2]:at[3]]
		}
		if at[4] >= 0 {
			cited.number = text[at[4]:at[5]]
		}
		found = append(found, cited)
	}
	return found
}

// contractOf is the page that the comments of a file mean unless they name one.
func contractOf(name string) string {
	for _, of := range []struct{ prefix, page string }{
		{"docs/contracts/ixon.md", "ixon"}, {"docs/contracts/intrexx.md", "intrexx"},
		{"docs/contracts/iot.md", "iot"}, {"docs/contracts/devo.md", "devo"},
		{"internal/ixon/", "ixon"}, {"internal/intrexx/", "intrexx"},
		{"internal/iotinvites/", "iot"}, {"internal/devotokens/", "devo"},
		{"internal/sandbox/ixon/", "ixon"}, {"internal/sandbox/intrexx/", "intrexx"},
		{"internal/sandbox/iot/", "iot"}, {"internal/sandbox/devo/", "devo"},
		{"cmd/ixon/", "ixon"}, {"cmd/intrexx/", "intrexx"}, {"cmd/iot/", "iot"}, {"cmd/devo/", "devo"},
		{"scripts/bench/server/", "ixon"},
	} {
		if strings.HasPrefix(name, of.prefix) {
			return of.page
		}
	}
	return ""
}

// contractsRoot is the folder of go.mod, above wherever this test stands.
func contractsRoot(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		if folder == filepath.Dir(folder) {
			t.Fatal("no go.mod above the test")
		}
		folder = filepath.Dir(folder)
	}
}
