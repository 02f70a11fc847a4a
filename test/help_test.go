package test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"unictl/cmd"
	"unictl/internal/cli"
)

// helpOf is what `--help` prints at a terminal of 80 columns.
func helpOf(t *testing.T, path string) string {
	t.Helper()
	app, out := cmd.New(cli.Version{}), &bytes.Buffer{}
	app.Out, app.Err = out, out
	app.Env = func(string) (string, bool) { return "", false }
	app.Terminal = cli.Terminal{Out: true, Width: 80}
	if code := app.Run(t.Context(), append(strings.Fields(path)[1:], "--help")); code != 0 {
		t.Errorf("%s --help exits %d", path, code)
	}
	return out.String()
}

// The help of every command fits a screen of 40 lines, but for two: a portal has
// twenty things to say about it, and a role can take rights from everybody.
func TestHelpFitsAScreen(t *testing.T) {
	t.Parallel()
	each(cmd.New(cli.Version{}).Tree(), func(c *cobra.Command) {
		text := helpOf(t, c.CommandPath())
		if lines := strings.Count(text, "\n"); lines > 40 && !slices.Contains([]string{"unictl intrexx portals create", "unictl ixon roles update"}, c.CommandPath()) {
			t.Errorf("%s: %d lines", c.CommandPath(), lines)
		}
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "      --") && len([]rune(line)) > 81 {
				t.Errorf("%s: wider than 80: %s", c.CommandPath(), line)
			}
		}
	})
}

// A word means one command of its group, whether name or alias.
func TestNamesAndAliasesDiffer(t *testing.T) {
	t.Parallel()
	aliases := 0
	each(cmd.New(cli.Version{}).Tree(), func(c *cobra.Command) {
		taken := map[string]string{}
		for _, child := range c.Commands() {
			for _, word := range append(child.Aliases, child.Name()) {
				if taken[word] != "" {
					t.Errorf("%s %s: %s and %s", c.CommandPath(), word, taken[word], child.Name())
				}
				taken[word] = child.Name()
			}
			aliases += len(child.Aliases)
		}
	})
	if aliases == 0 {
		t.Error("no command has an alias")
	}
}

// each visits a command and all below it.
func each(c *cobra.Command, visit func(*cobra.Command)) {
	if !c.IsAvailableCommand() && c.HasParent() {
		return
	}
	visit(c)
	for _, child := range c.Commands() {
		each(child, visit)
	}
}

// What people of other tools type leads to the command that they mean.
func TestWhatIsMeant(t *testing.T) {
	t.Parallel()
	for words, hint := range map[string]string{
		"users":                       `did you mean "unictl devo users" or "unictl intrexx users" or "unictl ixon users"?`,
		"login":                       `did you mean "unictl auth login"?`,
		"ixon mem":                    `did you mean "memberships"?`,
		"ixon users delete":           `did you mean "remove"?`,
		"ixon users add":              `did you mean "invite"?`,
		"ixon people":                 `did you mean "users"?`,
		"iot invites delete":          `did you mean "withdraw"?`,
		"devo tokens revoke":          `did you mean "delete" or "disable"?`,
		"ixon users lst":              `did you mean "list"?`,
		"person":                      "see `unictl --help`",
		"intrexx applications export": "commands: ",
	} {
		app, out := cmd.New(cli.Version{}), &bytes.Buffer{}
		app.Out, app.Err = out, out
		app.Env = func(string) (string, bool) { return "", false }
		if code := app.Run(t.Context(), strings.Fields(words)); code != 2 || !strings.Contains(out.String(), "hint: "+hint) {
			t.Errorf("%s: exit %d\n%s", words, code, out)
		}
	}
}

// Every topic says something, and a flag of the help is one that commands take.
func TestHelpTopics(t *testing.T) {
	t.Parallel()
	for topic, want := range map[string]string{
		"flags": "--connect-timeout", "exit-codes": "  9  outcome unknown", "environment": "UNICTL_DEVO_TOKEN",
		"output": "-o jsonl", "files": "--max-errors", "secrets": "secret_command",
	} {
		app, out := cmd.New(cli.Version{}), &bytes.Buffer{}
		app.Out, app.Err = out, out
		app.Env = func(string) (string, bool) { return "", false }
		if code := app.Run(t.Context(), []string{"help", topic}); code != 0 || !strings.Contains(out.String(), want) {
			t.Errorf("help %s: exit %d\n%s", topic, code, out)
		}
	}
}
