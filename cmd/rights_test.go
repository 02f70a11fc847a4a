package cmd

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"unictl/internal/cli"
)

// Every command of a service has a right declared, be it that it is not public;
// and nothing is declared of a command that there is not.
func TestRightsAreDeclared(t *testing.T) {
	t.Parallel()
	app := New(cli.Version{})
	for _, p := range providers() {
		leaves := map[string]bool{}
		group := find(app.Tree(), p.Name)
		walk(group, "", func(name string) {
			for at := name; at != ""; at = at[:max(strings.LastIndexByte(at, ' '), 0)] {
				leaves[at] = true
			}
			if p.RightOf(name) == nil {
				t.Errorf("%s %s: no right is declared", p.Name, name)
			}
		})
		for _, r := range p.Rights {
			for _, c := range r.Commands {
				if c != "" && !leaves[c] {
					t.Errorf("%s: a right is declared for %q, which is no command", p.Name, c)
				}
			}
			if r.From == "" || !strings.HasPrefix(r.From, "\u00a7") {
				t.Errorf("%s %v: where is it known from?", p.Name, r.Commands)
			}
		}
	}
}

func find(root *cobra.Command, name string) *cobra.Command {
	for _, c := range root.Commands() {
		if c.Name() == name {
			return c
		}
	}
	return root
}

func walk(cmd *cobra.Command, name string, leaf func(string)) {
	if !cmd.HasSubCommands() {
		leaf(name)
	}
	for _, c := range cmd.Commands() {
		walk(c, strings.TrimSpace(name+" "+c.Name()), leaf)
	}
}
