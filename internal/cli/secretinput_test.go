package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// Wherever a secret comes from, it is sent as it is and shown nowhere.
func TestWhereSecretsComeFrom(t *testing.T) {
	t.Parallel()
	const sent = `{"key":"` + canary + `","more":"","name":"a","pin":""}`
	for name, c := range map[string]struct {
		env, stdin, line string
		want             string
	}{
		"a file":             {line: "--door-key-file FILE:" + canary + "\n", want: sent},
		"a file, on Windows": {line: "--door-key-file FILE:" + canary + "\r\n", want: sent},
		"a file, bare":       {line: "--door-key-file FILE:" + canary, want: sent},
		"standard input":     {stdin: canary + "\n", line: "--door-key-file -", want: sent},
		"the variable":       {env: canary, want: sent},
		"from an editor":     {line: "--door-key-file FILE:\ufeff" + canary + "\r\n", want: sent},
		"a pasted variable":  {env: "\ufeff" + canary + "\n", want: sent},
		"a file before all":  {env: "other", line: "--door-key-file FILE:" + canary, want: sent},
		"nowhere, allowed":   {line: "--keyless", want: `{"key":"","more":"","name":"a","pin":""}`},
		"blanks and signs":   {line: "--keyless --pin-file FILE: ü \"<>& \n", want: `{"key":"","more":"","name":"a","pin":" ü \"<>& "}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := doorBench(t)
			b.In = strings.NewReader(c.stdin)
			if c.env != "" {
				b.env["UNICTL_PLANT_DOOR_KEY"] = c.env
			}
			flags, text, isFile := strings.Cut(c.line, "FILE:")
			words := append([]string{"works", "open", "a", "-o", "json"}, strings.Fields(flags)...)
			if isFile {
				words = append(words, b.textFile("secret", text))
			}
			got := b.heardBody("POST /doors/a", `{"echo":"`+canary+`"}`)
			if code := b.run(words...); code != 0 || *got != c.want {
				t.Errorf("exit %d, sent %q\n%s", code, *got, b.err.String())
			}
			if code := b.run(append(words, "--dry-run")...); code != 0 && c.stdin == "" {
				t.Errorf("dry run: exit %d: %s", code, b.err.String())
			}
		})
	}
}

func TestSecretsAreAskedForAtATerminal(t *testing.T) {
	t.Parallel()
	b := doorBench(t)
	sent := b.heardBody("POST /doors/a", `{}`)
	b.typing(canary, canary, "")
	b.want(0, "works open a", "err:door key (not shown): \nthe same again: \npin (not shown; Enter for none): \n")
	if !strings.Contains(*sent, `"key":"`+canary+`"`) || !strings.Contains(*sent, `"pin":""`) {
		t.Errorf("sent %q", *sent)
	}
	b.typing(canary, "another")
	b.want(2, "works open a", "err:the two were not the same: nothing was sent", "err!another")
	b.typing("")
	b.want(2, "works open a", "err:nothing was typed for the door key")
	b.typing("two\tcells", "two\tcells")
	b.want(2, "works open a", "err:the door key: the secret contains a line break or another control character", "err!cells")
	b.typing("not \xff UTF-8", "not \xff UTF-8")
	b.want(2, "works open a", "err:the door key is not UTF-8 text")
	b.Password = func(context.Context) (string, error) { return "", io.EOF }
	b.want(2, "works open a", "err:the input ended before anything was typed")
	b.typing()
	b.want(2, "works open toolong", "err:NAME: ") // a line that is refused is not worth a password
	b.wrote("POST /doors/a")
}

// One answer serves all rows: they are one command.
func TestSecretsAreAskedForOnce(t *testing.T) {
	t.Parallel()
	b := doorBench(t)
	sent := b.heardBody("POST /doors/c", `{}`)
	asked := b.typing(canary, canary, "1234")
	b.want(0, "works open a b c")
	if *asked != 3 || !strings.Contains(*sent, `"key":"`+canary+`"`) || !strings.Contains(*sent, `"pin":"1234"`) {
		t.Errorf("asked %d times, sent %q", *asked, *sent)
	}
	b.wrote("POST /doors/a", "POST /doors/b", "POST /doors/c")
}

// Where nobody can be asked the way out is named, and nothing is called.
func TestSecretsThatNobodyCanBeAskedFor(t *testing.T) {
	t.Parallel()
	b := doorBench(t)
	hint := "err:hint: give it with --door-key-file FILE, or - for standard input, or set UNICTL_PLANT_DOOR_KEY"
	b.want(2, "works open a", "err:the door key is missing, and nobody can be asked for it", hint)
	b.typing()
	b.want(2, "works open a --no-input", "err:the door key is missing", hint)
	b.env["UNICTL_NO_INPUT"] = "1"
	b.want(2, "works open a", "err:the door key is missing")
	b.env["UNICTL_PLANT_DOOR_KEY"] = ""
	b.want(2, "works open a", "err:the door key is missing")
	if calls := b.service.calls(); len(calls) > 0 {
		t.Errorf("calls were made: %q", calls)
	}
}

func TestCtrlCWhileASecretIsTyped(t *testing.T) {
	t.Parallel()
	b := doorBench(t).at("")
	b.Password = func(ctx context.Context) (string, error) { select {} }
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	time.AfterFunc(50*time.Millisecond, cancel)
	b.want(130, "works open a", "err:interrupted")
	b.wrote()
}

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
		"a mark alone":    {"\xef\xbb\xbf\n", " is empty"},
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
		b.In = strings.NewReader(`{"pin":1234}`)
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

// Standard input that stays open and silent: Ctrl-C ends the waiting for it.
func TestCtrlCWhileStandardInputIsSilent(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"--body", "--door-key-file"} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			b := doorBench(t)
			reader, writer := io.Pipe()
			defer writer.Close()
			b.In = reader
			ctx, cancel := context.WithCancel(t.Context())
			b.ctx = ctx
			time.AfterFunc(50*time.Millisecond, cancel)
			b.want(130, "works open a "+flag+" -", "err:interrupted")
			if calls := b.service.calls(); len(calls) > 0 {
				t.Errorf("calls were made: %q", calls)
			}
		})
	}
}

// endless is a device like /dev/zero.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	return len(p), nil
}

// What never ends is not read to its end.
func TestInputWithoutAnEnd(t *testing.T) {
	t.Parallel()
	b := doorBench(t)
	in := &endless{}
	b.In = in
	b.want(2, "works open a --door-key-file -", "err:standard input is longer than 65.5 kB")
	if in.read > 4*mostSecret {
		t.Errorf("%d bytes were read", in.read)
	}
}
