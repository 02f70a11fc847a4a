package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/cli/bulk"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/suggest"
)

// help is `unictl help`: cobra's own would look into branches that are not
// filled.
func (t *tree) help() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND…|TOPIC]", Short: "Show the help of a command or a topic", GroupID: SectionTools, DisableFlagsInUseLine: true,
		Long:              "Show the help of a command; `unictl COMMAND --help` does the same.\n\nTopics: " + strings.Join(topicNames(), ", ") + ".",
		Example:           "  unictl help ixon users invite\n  unictl help exit-codes",
		ValidArgsFunction: t.completeTopic,
		RunE: func(cmd *cobra.Command, words []string) error {
			if len(words) == 1 {
				if topic, ok := topics[words[0]]; ok {
					_, err := fmt.Fprintln(cmd.OutOrStdout(), strings.TrimRight(topic.text(t), "\n"))
					return err
				}
			}
			topic, left := t.topic(words)
			if len(left) > 0 {
				return t.refuseWords(topic, left)
			}
			topic.InitDefaultHelpFlag()
			topic.InitDefaultVersionFlag()
			return topic.Help()
		},
	}
}

// topic is the command that words lead to, with the words that lead nowhere.
func (t *tree) topic(words []string) (*cobra.Command, []string) {
	t.grow(words)
	cmd, left, err := t.root.Find(words)
	if cmd == nil || err != nil {
		return t.root, words
	}
	return cmd, left
}

func (t *tree) completeTopic(_ *cobra.Command, words []string, prefix string) ([]string, cobra.ShellCompDirective) {
	topic, left := t.topic(words)
	if len(left) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	add := func(name, short string) {
		if strings.HasPrefix(name, prefix) {
			names = append(names, cobra.CompletionWithDesc(name, short))
		}
	}
	for _, c := range topic.Commands() {
		if c.IsAvailableCommand() {
			add(c.Name(), c.Short)
		}
	}
	if !topic.HasParent() {
		for _, name := range topicNames() {
			add(name, topics[name].short)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// shows is the annotation of a verb with the heading of the global flags that its
// help shows: people look for those first.
const shows = "unictl_shows"

func annotate(cmd *cobra.Command, key, value string) {
	if cmd.Annotations == nil {
		cmd.Annotations = map[string]string{}
	}
	cmd.Annotations[key] = value
}

// usage is the help of a command below its description. It fits a screen: the
// flags that hold everywhere, and most of those for the rows of a file, have a
// topic of their own.
func (t *tree) usage(cmd *cobra.Command) error {
	var text strings.Builder
	heading := func(title string) { fmt.Fprintf(&text, "\n%s:\n", title) }
	text.WriteString("Usage:\n")
	switch {
	case cmd.HasAvailableSubCommands():
		fmt.Fprintf(&text, "  %s COMMAND\n", cmd.CommandPath())
	default:
		fmt.Fprintf(&text, "  %s\n", cmd.UseLine())
		if cmd.Flags().Lookup("from") != nil {
			fmt.Fprintf(&text, "  %s --from FILE\n", cmd.CommandPath())
		}
	}
	if cmd.HasExample() {
		heading("Examples")
		fmt.Fprintln(&text, strings.TrimRight(cmd.Example, "\n"))
	}
	usageOfCommands(&text, cmd)
	own, safe, ofRows, trust := flagSet(), flagSet(), flagSet(), flagSet()
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		switch session.HeadingOf(f) {
		case "":
			if f.Name != "help" && f.Name != "version" {
				own.AddFlag(f)
			}
		case session.SafetyHeading:
			safe.AddFlag(f)
		case bulk.RowsHeading:
			ofRows.AddFlag(f)
		case session.TrustHeading:
			trust.AddFlag(f)
		}
	})
	if cmd.HasParent() { // the root has those that hold everywhere: a topic
		cmd.InheritedFlags().VisitAll(func(f *pflag.Flag) {
			if h := session.HeadingOf(f); h != "" && h == cmd.Annotations[shows] {
				safe.AddFlag(f)
			}
		})
		t.usageOfFlags(&text, "Flags", own)
		t.others(&text, trust, "flags")
		t.usageOfFlags(&text, cmp.Or(cmd.Annotations[shows], session.SafetyHeading), safe)
		t.usageOfRows(&text, ofRows)
	}
	text.WriteString("\n")
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&text, "Help of a command: %s COMMAND --help\n", cmd.CommandPath())
	}
	if !cmd.HasParent() {
		fmt.Fprintf(&text, "Topics: unictl help %s\n", strings.Join(topicNames(), "|"))
	} else {
		text.WriteString("Flags of every command: unictl help flags\n")
	}
	if p, _ := t.providerOf(cmd); p != nil && t.provider[cmd] == nil {
		fmt.Fprintf(&text, "Flags of the connection: unictl help %s\n", p.Name)
	}
	_, err := fmt.Fprint(cmd.OutOrStderr(), text.String())
	return err
}

// usageOfCommands lists what is below a command, under its headings.
func usageOfCommands(text *strings.Builder, cmd *cobra.Command) {
	titles := make([]string, 0, 4)
	for _, g := range cmd.Groups() {
		titles = append(titles, g.ID)
	}
	longest := 0
	for _, c := range cmd.Commands() {
		longest = max(longest, len(c.Name()))
	}
	for _, title := range append(titles, "") {
		first := true
		for _, c := range cmd.Commands() {
			if c.GroupID != title || !c.IsAvailableCommand() {
				continue
			}
			if first {
				fmt.Fprintf(text, "\n%s:\n", cmp.Or(title, "Commands"))
				first = false
			}
			fmt.Fprintf(text, "  %-*s  %s\n", longest, c.Name(), c.Short)
		}
	}
}

// usageOfRows shows the flags for the rows of a file: the first ones in full.
func (t *tree) usageOfRows(text *strings.Builder, flags *pflag.FlagSet) {
	inFull, others := flagSet(), flagSet()
	flags.VisitAll(func(f *pflag.Flag) {
		switch f.Name {
		case "from", "print-template", "values-file":
			inFull.AddFlag(f)
		default:
			others.AddFlag(f)
		}
	})
	t.usageOfFlags(text, bulk.RowsHeading, inFull)
	t.others(text, others, "files")
}

// others names the flags that a topic of the help explains.
func (t *tree) others(text *strings.Builder, flags *pflag.FlagSet, topic string) {
	words := "and"
	flags.VisitAll(func(f *pflag.Flag) { words += " --" + f.Name })
	if flags.HasFlags() {
		text.WriteString(wrapped(words+" (unictl help "+topic+")", "      ", t.width()))
	}
}

func (t *tree) usageOfFlags(text *strings.Builder, title string, flags *pflag.FlagSet) {
	if flags.HasAvailableFlags() {
		fmt.Fprintf(text, "\n%s:\n%s", title, flags.FlagUsagesWrapped(t.width()))
	}
}

// width is how wide help is: as the terminal, or 100.
func (t *tree) width() int {
	if out := t.app.Terminal; out.Out && out.Width > 0 {
		return max(out.Width, 60)
	}
	return 100
}

func flagSet() *pflag.FlagSet { return pflag.NewFlagSet("", pflag.ContinueOnError) }

// wrapped is text in lines of at most so many letters, each behind an indent.
func wrapped(text, indent string, width int) string {
	var out strings.Builder
	line := indent
	for i, word := range strings.Fields(text) {
		if i > 0 && len(line)+len(word) >= width {
			out.WriteString(strings.TrimRight(line, " ") + "\n")
			line = indent
		}
		line += word + " "
	}
	return out.String() + strings.TrimRight(line, " ") + "\n"
}

// alike are words of one meaning: those who know another tool type its word.
var alike = [][]string{
	{"list", "ls", "all", "search", "find"},
	{"get", "show", "describe", "view", "info", "cat"},
	{"create", "add", "invite", "new", "make", "generate", "issue"},
	{"remove", "delete", "revoke", "withdraw", "disable", "rm", "del", "drop", "uninvite", "kick", "destroy"},
	{"update", "set", "edit", "change", "modify", "rename", "patch"},
	{"login", "signin", "sign-in"}, {"logout", "signout", "sign-out"},
	{"users", "people", "persons"}, {"invites", "invitations"},
	{"init", "setup", "configure"}, {"doctor", "check", "diagnose"},
	{"status", "whoami", "me"}, {"enable", "activate"},
}

// aliases are the short words for a verb.
func aliases(use string) []string {
	switch name, _, _ := strings.Cut(use, " "); name {
	case "list":
		return []string{"ls"}
	case "get":
		return []string{"show"}
	case "remove", "delete":
		return []string{"rm"}
	}
	return nil
}

// refuseWords makes a group fail on a word that is none of its commands: cobra
// would print the help and exit 0.
func (t *tree) refuseWords(cmd *cobra.Command, words []string) error {
	if len(words) == 0 {
		return nil
	}
	e := &fault.UsageError{Message: "unknown command \"" + words[0] + "\" for \"" + cmd.CommandPath() + "\""}
	if meant := t.meant(cmd, words[0]); len(meant) > 0 {
		e.Hint = "did you mean " + strings.Join(meant, " or ") + "?"
		return e
	}
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	e.Hint = "commands: " + fault.List(names)
	if !cmd.HasParent() || len(names) > 8 {
		e.Hint = "see `" + cmd.CommandPath() + " --help`"
	}
	return e
}

// meant are the commands that a word may stand for, three at most: one that is
// spelt nearly so, one whose name begins so, those of the same meaning, and those
// of that name further down.
func (t *tree) meant(cmd *cobra.Command, word string) []string {
	word = strings.ToLower(word)
	var names, begin, same []string
	for _, c := range cmd.Commands() {
		if !c.IsAvailableCommand() {
			continue
		}
		names = append(names, c.Name())
		if len(word) > 1 && strings.HasPrefix(c.Name(), word) {
			begin = append(begin, c.Name())
		}
		if slices.ContainsFunc(alike, func(words []string) bool {
			return slices.Contains(words, word) && slices.Contains(words, c.Name())
		}) {
			same = append(same, c.Name())
		}
	}
	for _, found := range [][]string{begin, same} {
		if 0 < len(found) && len(found) <= 3 {
			return quoted(found)
		}
	}
	if near := suggest.Nearest(word, names); near != "" {
		return quoted([]string{near})
	}
	t.growAll(cmd)
	if deeper := named(cmd, word); len(deeper) <= 3 {
		return quoted(deeper)
	}
	return nil
}

// named are the paths of the commands below cmd that are called so.
func named(cmd *cobra.Command, word string) (paths []string) {
	for _, c := range cmd.Commands() {
		if c.Name() == word {
			paths = append(paths, c.CommandPath())
			continue
		}
		paths = append(paths, named(c, word)...)
	}
	return paths
}

func quoted(words []string) []string {
	return Each(words, func(word string) string { return `"` + word + `"` })
}
