package cli

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/cli/bulk"
	"unictl/internal/cli/change"
	"unictl/internal/cli/session"
	"unictl/internal/config"
)

//go:embed topics/output.txt
var outputTopic string

//go:embed topics/files.txt
var filesTopic string

//go:embed topics/secrets.txt
var secretsTopic string

// topics are what `unictl help` tells beside the commands.
var topics = map[string]struct {
	short string
	text  func(*tree) string
}{
	"flags":       {"Flags that every command takes", flagsTopic},
	"exit-codes":  {"What the exit codes mean", exitCodesTopic},
	"environment": {"The variables that are read", environmentTopic},
	"output":      {"Formats, columns and filters of results", func(*tree) string { return outputTopic }},
	"files":       {"Changes for the rows of a file", func(t *tree) string { return filesTopic + "\n" + rowFlags(t) }},
	"secrets":     {"Where secrets come from and where they go", func(*tree) string { return secretsTopic }},
}

func topicNames() []string { return slices.Sorted(maps.Keys(topics)) }

func flagsTopic(t *tree) string {
	var text strings.Builder
	text.WriteString("These flags hold for every command.\n")
	byHeading, titles := map[string]*pflag.FlagSet{}, []string{}
	t.root.PersistentFlags().VisitAll(func(f *pflag.Flag) {
		title := session.HeadingOf(f)
		if byHeading[title] == nil {
			byHeading[title] = flagSet()
			titles = append(titles, title)
		}
		byHeading[title].AddFlag(f)
	})
	for _, title := range titles {
		t.usageOfFlags(&text, title, byHeading[title])
	}
	trust := flagSet()
	t.app.Providers()[0].AddFlags(trust)
	trust.VisitAll(func(f *pflag.Flag) { f.Hidden = session.HeadingOf(f) != session.TrustHeading })
	t.usageOfFlags(&text, session.TrustHeading+", where a service is called", trust)
	text.WriteString("\nEach service has flags of its own: unictl help ixon, and so on.\n")
	return text.String()
}

func exitCodesTopic(t *tree) string {
	var text strings.Builder
	for _, e := range ExitCodes() {
		text.WriteString(hanging(fmt.Sprintf("%3d  ", e.Code), e.Meaning, t.width()))
	}
	text.WriteString("\nWhere several apply, 130 comes first, then 9, 3, 7, 8, then the rest.\n")
	return text.String()
}

func environmentTopic(t *tree) string {
	var text strings.Builder
	text.WriteString("A flag comes before its variable, a variable before the context.\n\n")
	line := func(name, usage string) { text.WriteString(hanging(fmt.Sprintf("%-30s ", name), usage, t.width())) }
	line("UNICTL_CONTEXT", "the context to use")
	line("UNICTL_CONFIG", "the configuration file")
	options := config.CommonOptions()
	for _, p := range t.app.Providers() {
		options = append(options, p.Options...)
	}
	for _, o := range options {
		if o.Env == "" {
			continue
		}
		usage := o.Usage
		if o.Secret {
			usage += " (secret)"
		}
		line(o.Env, usage)
	}
	line(session.EnvJustification, "why a change is made, for the history: as --justification")
	line("HTTPS_PROXY, NO_PROXY", "the proxy, and what goes around it")
	line("NO_COLOR, CLICOLOR=0, TERM=dumb", "no colour")
	return text.String()
}

// rowFlags are the flags for the rows of a file, as every change that takes them
// declares them.
func rowFlags(t *tree) string {
	cmd := &cobra.Command{Use: "rows"}
	(&bulk.Flags{}).Declare(cmd, &change.Change{Looks: true, Removes: true, Once: &change.Once{}})
	var text strings.Builder
	t.usageOfFlags(&text, "Flags", cmd.Flags())
	return strings.TrimLeft(text.String(), "\n")
}

// hanging is text behind a label, its further lines under the first one.
func hanging(label, text string, width int) string {
	indent := strings.Repeat(" ", len(label))
	return label + strings.TrimLeft(wrapped(text, indent, width), " ")
}
