package cli

import (
	"strings"
	"testing"

	"unictl/internal/rest"
)

// What takes long has no limit, unless somebody sets one.
func TestLongTimeout(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]rest.Conn{
		"plant list":              {Timeout: 60e9},
		"plant list --timeout 5s": {Timeout: 5e9, LongTimeout: 5e9},
		"plant list --timeout 1m": {Timeout: 60e9, LongTimeout: 60e9},
		"plant list --timeout 0":  {},
	} {
		b := newBench(t)
		got := b.connFor(line)
		if got.Timeout != want.Timeout || got.LongTimeout != want.LongTimeout {
			t.Errorf("%s: %v and %v", line, got.Timeout, got.LongTimeout)
		}
	}
}

// connFor is the connection that a command line describes.
func (b *bench) connFor(line string) rest.Conn {
	b.t.Helper()
	words := strings.Fields(line)
	tree := newTree(b.App)
	tree.grow(words)
	cmd, flags, err := tree.root.Find(words)
	if err == nil {
		err = cmd.ParseFlags(flags)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	s := newSession(tree, cmd)
	settings, err := s.Settings.Of(b.ctx, "plant")
	if err != nil {
		b.t.Fatal(err)
	}
	return s.Clients.Conn(s.Provider, settings)
}
