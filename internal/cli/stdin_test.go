package cli

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"unictl/internal/cli/fault"
)

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
	if in.read > 4*maxSecretFile {
		t.Errorf("%d bytes were read", in.read)
	}
	for limit, want := range map[int64]string{3: "x is longer than 3 B", 4: ""} {
		if text, err := bounded(strings.NewReader("four"), "x", limit); textOf(err) != want || err == nil && string(text) != "four" {
			t.Errorf("within %d: %q, %v", limit, text, err)
		}
	}
}

// What dates, marks and keys become in JSON.
func TestBodiesFromYAML(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"on: 2026-01-31\nat: 2026-01-31T10:00:00Z\nof: [2026-02-01]": `{"at":"2026-01-31T10:00:00Z","of":["2026-02-01"],"on":"2026-01-31"}`,
		"a: &x 2026-01-31\nb: *x":                                    `{"a":"2026-01-31","b":"2026-01-31"}`,
		"\xef\xbb\xbf{\"big\": 12345678901234567890.10}":             `{"big": 12345678901234567890.10}`,
		"\xef\xbb\xbfa: 1":                                           `{"a":1}`,
		"---\na: <b>\n...\n":                                         `{"a":"<b>"}`,
		"a: yes\nb: '5'\nc: ~":                                       `{"a":"yes","b":"5","c":null}`,
		"a: 1\n---\n[":                                               "--body: it is neither JSON nor YAML: line 3: did not find expected node content",
		"1: x":                                                       "--body: it is neither a JSON document nor a YAML mapping or list",
	} {
		got, err := bodyOf([]byte(text))
		if err != nil {
			got = []byte(err.Error())
		}
		if string(got) != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	if _, err := bodyOf([]byte(strings.Repeat("[", 100_000))); !fault.Is[*fault.UsageError](err) {
		t.Errorf("deep nesting: %v", err)
	}
}
