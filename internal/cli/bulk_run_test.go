package cli

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
)

func (c *crew) wants(t *testing.T, want ...string) {
	t.Helper()
	if got := c.writes(); !slices.Equal(got, want) {
		t.Errorf("the service carried out %q, want %q", got, want)
	}
}

func TestBulkCarriesOutEveryRow(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a.csv":  "Email\nada@example.com\nbob@example.com\n",
		"a.tsv":  "tag\temail\nred|blue\tada@example.com\n\tbob@example.com\n",
		"a.json": `[{"email":"ada@example.com","tag":["red","blue"]},{"email":"bob@example.com"}]`,
		"a.yaml": "- email: ada@example.com\n- email: bob@example.com\n",
		"a.txt":  "# two\nada@example.com\nbob@example.com\n",
	} {
		b, c := newCrew(t)
		c.people["bob@example.com"] = true
		b.want(0, "crew hire --from "+b.file(name, text)+" -o csv",
			"out:row,key,status,id,error\n1,ada@example.com,done,id-ada@example.com,\n2,bob@example.com,unchanged,id-bob@example.com,\n",
			"err:2 rows: 1 done, 1 unchanged, 0 failed")
		c.wants(t, "POST /people/ada@example.com")
	}
}

func TestBulkFromStandardInput(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	b.In = strings.NewReader("ada@example.com\nbob@example.com\n")
	b.want(0, "crew hire --from - -o name -q", "out:id-ada@example.com\nid-bob@example.com\n")
	c.wants(t, "POST /people/ada@example.com", "POST /people/bob@example.com")
}

func TestBulkFailIfExists(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["bob@example.com"] = true
	b.want(3, "crew hire --from "+b.people("ada@example.com", "bob@example.com")+" --fail-if-exists -o csv",
		"out:2,bob@example.com,failed,,bob@example.com is here", "err:1 of 2 failed")
	c.wants(t, "POST /people/ada@example.com")
}

func TestBulkFlagsAreDefaults(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path := b.file("a.csv", "email,tag\nada@example.com,red\nbob@example.com,\n")
	b.want(2, "crew hire --from "+path+" --tag green", "err:--tag")
	b.want(0, "crew hire --from "+path+" --tag blue -q")
	b.want(2, "crew hire eve@example.com --from "+path, "err:comes from the file alone")
	b.want(2, "crew hire eve@example.com --jobs 3", "err:--jobs: is for rows of a file")
	c.wants(t, "POST /people/ada@example.com", "POST /people/bob@example.com")
}

func TestBulkDryRun(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["bob@example.com"] = true
	path := b.people("ada@example.com", "bob@example.com")
	b.want(0, "crew hire --dry-run --from "+path, "out:POST http", "out:nothing to do: bob@example.com is here")
	b.want(0, "crew hire --dry-run -o json --from "+path, `out:"dryRun": true`)
	b.want(3, "crew hire --dry-run --fail-if-exists --from "+path, "out:bob@example.com is here", "err:1 of 2 failed")
	c.wants(t)
}

func TestBulkAsksOnceForAllRows(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["ada@example.com"], c.people["bob@example.com"] = true, true
	path := b.file("gone.txt", "ada@example.com\nbob@example.com\n")
	b.want(2, "crew dismiss --from "+path, "err:add --yes")
	c.wants(t)
	b.at("n\n").want(1, "crew dismiss --from "+path, "err:crew dismiss: 2 rows of", "err:site north", "err:declined")
	c.wants(t)
	b.at("y\n").want(0, "crew dismiss --from "+path)
	c.wants(t, "DELETE /people/ada@example.com", "DELETE /people/bob@example.com")
}

func TestBulkStopsAfterErrors(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.fault = func(call string, w http.ResponseWriter) bool {
		if strings.HasPrefix(call, "POST") {
			w.WriteHeader(http.StatusUnprocessableEntity)
		}
		return strings.HasPrefix(call, "POST")
	}
	emails := make([]string, 50)
	for i := range emails {
		emails[i] = fmt.Sprintf("p%02d@example.com", i)
	}
	path := b.people(emails...)
	b.want(3, "crew hire --jobs 1 --max-errors 3 --from "+path+" -o csv -q", "err:3 of 50 failed, 47 not tried", "out:50,p49@example.com,skipped")
	b.want(3, "crew hire --jobs 1 --stop-on-error --continue --from "+path+" -o csv -q", "err:1 of 50 failed, 49 not tried")
}

func TestBulkSideFiles(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.fault = func(call string, w http.ResponseWriter) bool {
		if call == "POST /people/bob@example.com" {
			w.WriteHeader(http.StatusUnprocessableEntity)
		}
		return call == "POST /people/bob@example.com"
	}
	path := b.file("a.csv", "email;tag\nada@example.com;\nbob@example.com;red|blue\n")
	report, failed := b.home+"/report.json", b.home+"/failed.csv"
	b.want(3, "crew hire -q --from "+path+" --report "+report+" --failed "+failed)
	b.holds(report, `{"row":1,"key":"ada@example.com","status":"done","id":"id-ada@example.com"},`, `{"row":2,"key":"bob@example.com","status":"failed","id":"","code":"failed","error":`)
	b.holds(failed, "email,tag\nbob@example.com,red|blue\n")
	b.want(2, "crew hire --from "+failed+" --failed "+failed, "err:is the file of the rows itself")
	b.want(2, "crew hire --from "+failed+" --failed "+report+" --report "+report, "err:is named for --report already")
	b.holds(failed, "bob@example.com")
	c.works()
	b.want(0, "crew hire -q --from "+failed)
}

// holds checks what a file contains.
func (b *bench) holds(path string, wants ...string) {
	b.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, want := range wants {
		if !strings.Contains(string(text), want) {
			b.t.Errorf("%s lacks %q:\n%s", path, want, text)
		}
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		b.t.Errorf("%s has mode %v", path, info.Mode())
	}
}
