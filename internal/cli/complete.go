package cli

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"unictl/internal/config"
)

// completionLimit is how long a person waits at the tab key.
const completionLimit = time.Second

// completeInputs attaches completion to the arguments and flags of a verb. It
// never prompts, and says nothing when it fails.
func completeInputs(t *tree, cmd *cobra.Command, inputs Inputs, without []string) {
	args := inputs.args()
	cmd.ValidArgsFunction = func(cmd *cobra.Command, given []string, prefix string) ([]string, cobra.ShellCompDirective) {
		i := len(given)
		if i >= len(args) && len(args) > 0 && args[len(args)-1].many {
			i = len(args) - 1
		}
		if i >= len(args) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return t.complete(cmd, args[i], prefix, without)
	}
	for _, in := range inputs {
		if in.arg || in.toggle {
			continue
		}
		_ = cmd.RegisterFlagCompletionFunc(in.Name, func(cmd *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
			return t.complete(cmd, in, prefix, without)
		})
	}
}

// completeColumns completes --columns and --sort.
func completeColumns[T any](cmd *cobra.Command, columns []Column[T]) {
	words := make([]string, len(columns))
	for i, c := range columns {
		words[i] = c.Name
	}
	_ = cmd.RegisterFlagCompletionFunc("columns", commaList(words))
	_ = cmd.RegisterFlagCompletionFunc("sort", commaList(words))
}

// commaList completes the last word of a comma-separated list.
func commaList(words []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
		head := ""
		if i := strings.LastIndexByte(prefix, ','); i >= 0 {
			head = prefix[:i+1]
		}
		var full []string
		for _, w := range words {
			if strings.HasPrefix(head+w, prefix) && !strings.Contains(","+head, ","+w+",") {
				full = append(full, head+w)
			}
		}
		return full, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

func (t *tree) complete(cmd *cobra.Command, in *Input, prefix string, without []string) ([]string, cobra.ShellCompDirective) {
	const none = cobra.ShellCompDirectiveNoFileComp
	if in.words != nil {
		return in.words, none
	}
	if in.local != nil {
		return in.local(newSession(t, cmd)), none
	}
	if in.complete == nil {
		return nil, none
	}
	ctx, cancel := context.WithTimeout(cmd.Context(), completionLimit)
	defer cancel()
	entries, err := t.completions(ctx, cmd, in.complete(), without)
	if err != nil {
		return nil, none
	}
	var words []string
	for _, e := range entries {
		for _, word := range append([]string{e.ID}, e.Names...) {
			if word != "" && strings.HasPrefix(strings.ToLower(word), strings.ToLower(prefix)) {
				words = append(words, completionWord(word, e))
			}
		}
	}
	return words, none
}

// completionWord is a word and what it stands for; tabs and line ends would be
// taken for separators by the shells.
func completionWord(word string, e Entry) string {
	note := e.Note
	if word == e.ID {
		note = strings.TrimSpace(e.label() + " " + note)
	}
	clean := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ", "\x1b", "")
	return clean.Replace(word) + "\t" + clean.Replace(note)
}

// completions asks the service, or the answer of a moment ago.
func (t *tree) completions(ctx context.Context, cmd *cobra.Command, l *Lookup, without []string) ([]Entry, error) {
	quiet := *t
	app := *t.app
	app.Err, app.Terminal = discard{}, Terminal{}
	globals := *t.globals
	globals.NoInput, globals.Retries, globals.Debug = true, 0, false
	quiet.app, quiet.globals = &app, &globals
	s := newSession(&quiet, cmd)
	defer func() { _ = s.Close() }()
	settings, err := s.Settings(ctx, providerName(s.Provider))
	if err != nil {
		return nil, err
	}
	cache := completionCache(s, settings, l.Noun)
	if entries, ok := cache.read(t.app.Now()); ok {
		return entries, nil
	}
	client, err := s.client(ctx, without)
	if err != nil {
		return nil, err
	}
	entries, err := s.index(ctx, client, l)
	if err == nil {
		cache.write(ctx, entries, t.app.Now())
	}
	return entries, err
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func (s *Session) settingKeys() []string {
	registry, err := s.Registry()
	if err != nil {
		return nil
	}
	return Each(registry.Options(), func(o config.Option) string { return o.Key + "\t" + o.Usage })
}

func (s *Session) contextNames() []string {
	file, err := s.File()
	if err != nil {
		return nil
	}
	return Each(file.Contexts(), func(c config.Context) string { return c.Name })
}
