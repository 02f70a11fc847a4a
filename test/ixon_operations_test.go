package test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"unictl/cmd"
	"unictl/internal/cli"
	"unictl/internal/ixon/published"
)

// aboutPeople reports whether an operation of IXON is about people and their access.
func aboutPeople(path string) bool {
	if slices.Contains([]string{"/companies", "/companies/{publicId}", "/companies/me"}, path) {
		return true
	}
	return slices.ContainsFunc([]string{
		"/access-recover", "/access-tokens", "/agents/access-requests", "/agents/memberships", "/agents/{agentId}/access-requests",
		"/agents/{agentId}/approvers", "/assets/memberships", "/audiences", "/audit-logs", "/audit-logs-export",
		"/companies/me/support-access", "/group-types", "/groups", "/invites", "/permissions", "/roles", "/trusted-devices",
		"/user-zone-grants", "/users",
	}, func(under string) bool { return path == under || strings.HasPrefix(path, under+"/") })
}

// TestIXONOperations holds that docs/ixon-operations.md has every published operation
// about people, in the order of the published table, with a command that there is or
// the reason why there is none.
func TestIXONOperations(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/ixon-operations.md")
	if err != nil {
		t.Fatal(err)
	}
	var want, listed []string
	for op := range published.Operations() {
		if aboutPeople(op.Path) {
			want = append(want, op.Method+" "+op.Path)
		}
	}
	there, used := ixonCommands(t), map[string]bool{}
	for _, cells := range regexp.MustCompile("(?m)^\\| ([A-Z]+) \\| `([^`]+)` \\| (.+) \\|$").FindAllStringSubmatch(string(text), -1) {
		listed = append(listed, cells[1]+" "+cells[2])
		if reason, none := strings.CutPrefix(cells[3], "`unictl api ixon`: "); none {
			if len(reason) < 10 {
				t.Errorf("%s %s has neither command nor reason", cells[1], cells[2])
			}
			continue
		}
		for _, command := range documentedCommands(cells[3]) {
			if name := strings.Join(commandWords(command), " "); !there[name] {
				t.Errorf("%s %s: there is no %q", cells[1], cells[2], name)
			} else {
				used[name] = true
			}
		}
	}
	if diff := cmp.Diff(want, listed); diff != "" {
		t.Errorf("the table of docs/ixon-operations.md (+) is not what IXON publishes (-):\n%s", diff)
	}
	others := []string{"unictl ixon ping", "unictl ixon groups reach", "unictl ixon access list"} // put together of others, or of none
	for name := range there {
		if strings.HasPrefix(name, "unictl ixon ") && !used[name] && !slices.Contains(others, name) {
			t.Errorf("the table lacks %q", name)
		}
	}
}

// ixonCommands are all commands of unictl that do something.
func ixonCommands(t *testing.T) map[string]bool {
	t.Helper()
	root := cmd.New(cli.Version{}).Tree()
	all := map[string]bool{}
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Runnable() && !c.HasSubCommands() {
			all[c.CommandPath()] = true
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	return all
}
