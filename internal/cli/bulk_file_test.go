package cli

import (
	"net/http"
	"os"
	"strings"
	"testing"
)

// What is sent is what was checked: whoever writes to the file while rows are on
// their way changes nothing.
func TestBulkFileChangesWhileRowsAreSent(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"grows":   "email\nada@example.com\nbob@example.com\ncy@example.com\neve@example.com\n",
		"shrinks": "email\nada@example.com\n",
		"other":   "email\neve@example.com\nfay@example.com\ngil@example.com\n",
		"empty":   "",
	} {
		b, c := newCrew(t)
		path := b.people("ada@example.com", "bob@example.com", "cy@example.com")
		c.lost = func(string) bool { // a row is on its way
			b.file("people.csv", text)
			return false
		}
		b.want(0, "crew hire -q --rate 0 --jobs 1 -o csv --columns key,status --no-header --from "+path,
			"out:ada@example.com,done\nbob@example.com,done\ncy@example.com,done\n", "out!eve")
		c.wants(t, "POST /people/ada@example.com", "POST /people/bob@example.com", "POST /people/cy@example.com")
		if b.holds(path, text); t.Failed() {
			t.Logf("of the file that %s", name)
		}
	}
}

// Before the first row is sent a file that is another one is refused: it would
// be that one that a person means.
func TestBulkFileChangedBeforeSending(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(path string) error{
		"it grew": func(path string) error {
			return os.WriteFile(path, []byte("ada@example.com\nbob@example.com\n"), 0o600)
		},
		"one byte":  func(path string) error { return os.WriteFile(path, []byte("bda@example.com\n"), 0o600) },
		"it shrank": func(path string) error { return os.Truncate(path, 0) },
		"it went":   os.Remove,
	} {
		b, c := newCrew(t)
		c.people["ada@example.com"], c.people["bob@example.com"] = true, true
		path := b.file("gone.txt", "ada@example.com\n")
		c.fault = func(call string, _ http.ResponseWriter) bool { // its form is checked, and now its names
			if call == "GET /people" {
				if err := change(path); err != nil {
					t.Error(err)
				}
			}
			return false
		}
		b.want(2, "crew dismiss --yes --rate 0 --from "+path, "err:gone.txt", "out!done")
		if c.wants(t); t.Failed() {
			t.Logf("when %s", name)
		}
		if found := b.journals(); len(found) > 0 && strings.Contains(b.read(found[0]), `"intent"`) {
			t.Errorf("the journal has an intent:\n%s", b.read(found[0]))
		}
	}
}

// The same between the question and its answer.
func TestBulkFileChangedAtTheQuestion(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["ada@example.com"] = true
	path := b.file("gone.txt", "ada@example.com\n")
	b.at("y\n")
	b.Err = writer(func(p []byte) (int, error) {
		if strings.Contains(string(p), "Go on?") {
			b.file("gone.txt", "ada@example.com\nbob@example.com\n")
		}
		return b.err.Write(p)
	})
	b.want(2, "crew dismiss --rate 0 --from "+path, "err:Go on?", "err:something else writes to it")
	c.wants(t)
}

// read is what stands in a file.
func (b *bench) read(path string) string {
	b.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}
