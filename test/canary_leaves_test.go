package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/cmd"
	"unictl/internal/cli"
)

// canaryLeaf is a command of the tree, with words that it can be run with.
type canaryLeaf struct {
	name     string   // "ixon users get"
	words    []string // with its arguments; {own} stands for the folder of the person's files, {run} for the run's home
	flags    []string // of its declaration, by name
	columns  []string // its arguments, as columns of rows
	provider string   // "" = none, or all of them
	network  bool     // belongs to no provider, and calls them all
	input    string   // on standard input
}

func (l *canaryLeaf) has(flag string) bool { return slices.Contains(l.flags, flag) }

// calls reports whether the command is one that sends calls.
func (l *canaryLeaf) calls() bool { return l.provider != "" || l.network }

// inJournalsAsDigest are words of the row that no journal may hold: the addresses
// of people, and the key of a licence.
func (l *canaryLeaf) inJournalsAsDigest() []string {
	var words []string
	for _, word := range l.columns {
		if strings.Contains(word, "@") || l.name == "intrexx licenses delete" && len(word) >= 16 {
			words = append(words, word)
		}
	}
	return words
}

// group is the first word.
func (l *canaryLeaf) group() string {
	first, _, _ := strings.Cut(l.name, " ")
	return first
}

// canaryLeaves are all commands of the tree.
func canaryLeaves(t *testing.T, world *canaryWorld) []*canaryLeaf {
	t.Helper()
	app := cmd.New(cli.Version{})
	var providers []string
	for _, p := range app.Providers() {
		providers = append(providers, p.Name)
	}
	var leaves []*canaryLeaf
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for _, child := range c.Commands() {
			walk(child)
		}
		if !c.HasSubCommands() {
			leaves = append(leaves, newCanaryLeaf(t, world, c, providers))
		}
	}
	walk(app.Tree())
	return leaves
}

func newCanaryLeaf(t *testing.T, world *canaryWorld, c *cobra.Command, providers []string) *canaryLeaf {
	t.Helper()
	_, name, _ := strings.Cut(c.CommandPath(), " ")
	leaf := &canaryLeaf{name: name}
	for _, word := range strings.Fields(name) {
		if slices.Contains(providers, word) {
			leaf.provider = word
		}
	}
	c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) { leaf.flags = append(leaf.flags, f.Name) })
	leaf.network = leaf.provider == "" && leaf.has("network")
	leaf.words = strings.Fields(name)
	_, usage, _ := strings.Cut(c.UseLine(), name)
	for _, noun := range strings.Fields(usage) {
		if value := leaf.argument(t, world, noun); value != "" {
			leaf.words = append(leaf.words, value)
			leaf.columns = append(leaf.columns, strings.ToLower(strings.Trim(noun, "[]…")), value)
		}
	}
	leaf.words = append(leaf.words, leaf.told()...)
	if leaf.network {
		leaf.words = append(leaf.words, "--network")
	}
	return leaf
}

// argument is a value for an argument: what the table has for the command, or
// for its provider.
func (l *canaryLeaf) argument(t *testing.T, world *canaryWorld, usage string) string {
	t.Helper()
	noun := strings.Trim(usage, "[]…")
	for _, key := range []string{l.name + " " + noun, l.group() + " " + noun} {
		if value, ok := canaryArguments()[key]; ok {
			return value
		}
		if value, ok := world.ids[key]; ok {
			return value
		}
	}
	t.Fatalf("%s: nothing is known for its argument %s: add it to canaryArguments or canaryLists", l.name, noun)
	return ""
}

// told are the flags that the command needs, and those that bring secrets in.
func (l *canaryLeaf) told() []string {
	if l.has("store") {
		l.input = canaryNew + "\n"
	}
	if words, ok := canaryFlags()[l.name]; ok {
		return words
	}
	var words []string
	for _, flag := range l.flags {
		noun, isFile := strings.CutSuffix(flag, "-file")
		switch {
		case flag == "store":
			words = append(words, "--store", "file")
		case flag == "body":
			words = append(words, "--body", "{own}/body.json")
		case flag == "values-file", flag == "value-file", flag == "token-file" && l.has("password-file"):
		case isFile:
			words = append(words, "--"+flag, "{own}/"+noun)
		}
	}
	return words
}

// canaryArguments are values of arguments that no list command gives.
func canaryArguments() map[string]string {
	return map[string]string{
		"api METHOD": "POST", "api PATH": "groups?token=" + canaryQuery,
		"bulk REPORT": "{own}/report.json", "history SEQ": "1", "bulk JOURNAL": "none", "completion SHELL": "bash", "config KEY": "intrexx.portal", "config VALUE": "other",
		"config get KEY": "ixon.token", "config set KEY": "ixon.token", "config set VALUE": "",
		"context NAME": "work", "context create NAME": "next", "context NEW-NAME": "renamed",
		"devo NAME": "a new name", "devo DOMAIN": "northwind@machines", "devo users create EMAIL": "ada@example.com",
		"devo users roles remove EMAIL": "piotr.nowak@example.com", "sandbox EMAIL": "pending.person@example.com",
		"intrexx FILE": "{own}/package.zip", "intrexx diagnosis download FILE": "{run}/diagnosis.zip", "intrexx URL": "https://portal.example.org",
		"intrexx GROUP": "4", "intrexx KEY": "ABCDEFGHJKMNPQRS", "intrexx TYPE": "timer",
		"iot EMAIL": "robin.peeters@example.com", "iot invites create EMAIL": "ada@example.com", "iot invites ID": "1",
		"ixon EMAIL": "ada@example.com", "ixon USER": "jing.wei@example.com", "ixon NAME": "ci", "doctor PROVIDER": "",
		"ixon DEVICE": "Old laptop", "ixon users send-password-reset EMAIL": "jing.wei@example.com", "ixon roles create NAME": "Late shift",
	}
}

// canaryLists are the list commands that give values for arguments; the last
// one printed is taken, which is nobody's own.
func canaryLists() map[string]string {
	return map[string]string{
		"ixon ROLE": "ixon roles list", "ixon GROUP": "ixon groups list --no-devices",
		"ixon REQUEST": "ixon access-requests list --status pending --sort reason", "ixon INVITE": "ixon invites list", "ixon MEMBERSHIP": "ixon memberships list", "ixon TOKEN": "ixon access-tokens list",
		"ixon roles delete ROLE": "ixon roles create Canary", "ixon groups delete GROUP": "ixon groups create Canary --type Plant",
		"ixon groups move GROUP": "ixon groups create Wren --type Plant --parent Customers", "ixon SUPPORT": "ixon support-access grant --expires 7d",
		"ixon COMPANY": "ixon companies list", "ixon ACCOUNT": "ixon users list --type service_account",
		"iot ID": "iot accounts list", "iot MEMBER": "iot members list", "devo TOKEN": "devo tokens list", "devo EMAIL": "devo users list",
		"intrexx SERVICE": "intrexx mail list", "intrexx JOB": "intrexx scheduler jobs list", "intrexx PORTAL": "intrexx portals list",
		"intrexx USER": "intrexx users create --last-name Example --login-username ada.example --password-file {own}/password",
	}
}

// canaryFlags are those without which a command does nothing.
func canaryFlags() map[string][]string {
	return map[string][]string{
		"context create":              {"--set", "ixon.company=1111-2222-3333-4444-5555"},
		"devo tokens create":          {"--name", "ci", "--user", "svc-ci@example.com", "--audience", "http", "--scope", "table://my.app.web"},
		"devo users create":           {"--role", "reviewer"},
		"devo users update":           {"--user-name", "Another Name"},
		"devo users roles set":        {"--role", "auditor"},
		"devo users roles add":        {"--role", "auditor"},
		"devo users roles remove":     {"--role", "reviewer"},
		"intrexx users create":        {"--last-name", "Example", "--login-username", "bob.example", "--password-file", "{own}/password"},
		"intrexx base-url set":        nil,
		"ixon users invite":           {"--group", "company", "--role", "Viewer"},
		"ixon memberships add":        {"--group", "company", "--role", "Auditor"},
		"ixon memberships set":        {"--group", "company", "--role", "Viewer"},
		"ixon memberships update":     {"--expires", "90d"},
		"ixon roles update":           {"--description", "by night"},
		"ixon groups create":          {"--type", "Plant"},
		"ixon groups move":            {"--top"},
		"ixon trusted-devices revoke": {"--if-exists"},
		"ixon support-access grant":   {"--expires", "7d", "--if-absent"},
		"ixon support-access extend":  {"--expires", "7d"},
	}
}
