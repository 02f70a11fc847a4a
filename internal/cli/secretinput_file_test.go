package cli

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// A file that is no secret is refused, without a word of what it holds.
func TestFilesThatAreNoSecret(t *testing.T) {
	t.Parallel()
	b := doorBench(t)
	for name, c := range map[string]struct{ text, find string }{
		"empty":           {"", " is empty"},
		"a line end":      {"\n", " is empty"},
		"two lines":       {canary + "\nmore\n", " holds more than one line"},
		"two line ends":   {canary + "\n\n", " holds more than one line"},
		"a return inside": {canary + "\rmore", " holds more than one line"},
		"of an editor":    {"\xef\xbb\xbf" + canary, " is not plain UTF-8 text: it has a byte order mark"},
		"UTF-16":          {"\xff\xfec\x00a\x00", " is not plain UTF-8 text"},
		"Latin-1":         {"Schl\xfcssel", "the door key is not UTF-8 text"},
		"too long":        {strings.Repeat("x", mostSecret+1), " is longer than 65.5 kB"},
	} {
		path := b.textFile("secret", c.text)
		b.want(2, "works open a --door-key-file "+path, "err:"+c.find, "err:hint: ")
		if name == "Latin-1" {
			continue
		}
		b.want(2, "works open a --door-key-file "+path, "err:--door-key-file: "+path)
		b.In = strings.NewReader(c.text)
		b.want(2, "works open a --door-key-file -", "err:--door-key-file: standard input"+c.find)
	}
	b.want(2, "works open a --door-key-file "+filepath.Join(b.home, "none"), "err:none: ")
	b.want(2, "works open a --door-key-file "+b.home, "err:--door-key-file: "+b.home)
	b.In = iotest.ErrReader(errors.New("closed"))
	b.want(2, "works open a --door-key-file -", "err:standard input cannot be read: closed")
	if calls := b.service.calls(); len(calls) > 0 {
		t.Errorf("calls were made: %q", calls)
	}
}

// The longest secret is taken whole, not cut.
func TestTheLongestSecret(t *testing.T) {
	t.Parallel()
	b := doorBench(t)
	sent := b.heardBody("POST /doors/a", `{}`)
	long := strings.Repeat("x", mostSecret)
	b.want(0, "works open a --door-key-file "+b.textFile("secret", long))
	if !strings.Contains(*sent, `"`+long+`"`) {
		t.Errorf("%d bytes were sent", len(*sent))
	}
}

// A password typed where it can be read is none any more.
func TestASecretIsNotReadFromATerminal(t *testing.T) {
	t.Parallel()
	b := doorBench(t)
	b.typing()
	b.want(2, "works open a --door-key-file -", "err:--door-key-file: at a terminal everybody could read it", "err:hint: leave the flag out")
	b.wrote()
}

// Standard input is for one thing; rows share that.
func TestStandardInputIsForOneUse(t *testing.T) {
	t.Parallel()
	b := doorBench(t)
	b.env["UNICTL_PLANT_DOOR_KEY"] = canary
	for line, find := range map[string]string{
		"--door-key-file - --pin-file -": "err:--pin-file: standard input is already taken for the door key",
		"--pin-file - --body -":          "err:--pin-file: standard input is already taken for --body",
	} {
		b.In = strings.NewReader(`"1234"`)
		b.want(2, "works open a "+line, find)
	}
	b.wrote()
	sent := b.heardBody("POST /doors/b", `{}`)
	b.In = strings.NewReader("1234\n")
	b.want(0, "works open a b --pin-file -")
	if !strings.Contains(*sent, `"pin":"1234"`) {
		t.Errorf("sent %q", *sent)
	}
}
