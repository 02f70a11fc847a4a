package cli

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"unictl/internal/cli/input"
	"unictl/internal/config"
	"unictl/internal/line"
)

// completeInputs attaches completion to the arguments and flags of a verb. It
// never prompts, and says nothing when it fails.
func completeInputs(t *tree, cmd *cobra.Command, inputs Inputs, without []string) {
	args := inputs.Args()
	cmd.ValidArgsFunction = func(cmd *cobra.Command, given []string, prefix string) ([]string, cobra.ShellCompDirective) {
		i := len(given)
		if i >= len(args) && len(args) > 0 && inputs.Many() {
			i = len(args) - 1
		}
		if i >= len(args) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return t.complete(cmd, args[i], prefix, without)
	}
	for _, in := range inputs {
		if in.IsArg() || in.IsSwitch() {
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

// completionLimit is how long a person waits at the tab key.
const completionLimit = time.Second

func (t *tree) complete(cmd *cobra.Command, in *Input, prefix string, without []string) ([]string, cobra.ShellCompDirective) {
	const none = cobra.ShellCompDirectiveNoFileComp
	how := in.Completion()
	switch {
	case how.Path:
		return nil, cobra.ShellCompDirectiveDefault
	case how.Words != nil:
		return how.Words, none
	case how.Local != nil:
		return harmless(how.Local(t.tabSession(cmd))), none
	case how.Lookup == nil:
		return nil, none
	}
	return offered(t.entries(cmd, how.Lookup, without), prefix), none
}

// offered are the words for what begins with prefix: ids, and names that mean
// one thing and that a shell takes for nothing but a word. People choose the
// names, and some choose a command: see line.Word. What has such a name is
// offered by its id, with the name beside it.
func offered(entries []Entry, prefix string) []string {
	meant := map[string]int{}
	for _, e := range entries {
		for _, word := range distinctWords(e) {
			meant[word]++
		}
	}
	var words []string
	for _, e := range entries {
		for _, word := range distinctWords(e) {
			note := e.Note
			switch {
			case !strings.HasPrefix(strings.ToLower(word), strings.ToLower(prefix)):
				continue
			case word == e.ID:
				note = input.Label(e) + " " + note
			case meant[word] > 1:
				continue
			}
			words = offer(words, word, note)
		}
	}
	return words
}

// distinctWords are the id and the names of one thing, each once.
func distinctWords(e Entry) []string {
	words := []string{e.ID}
	for _, name := range e.Words() {
		if !slices.Contains(words, name) {
			words = append(words, name)
		}
	}
	return words
}

// harmless offers words that this machine knows, each with its description
// behind a tab.
func harmless(known []string) []string {
	var words []string
	for _, both := range known {
		word, note, _ := strings.Cut(both, "\t")
		words = offer(words, word, note)
	}
	return words
}

// offer adds a word, if a shell takes it for nothing else, and a description on
// which no shell acts.
func offer(words []string, word, note string) []string {
	if !line.Word(word) {
		return words
	}
	return append(words, word+"\t"+line.Inert(note))
}

// entries waits for the service no longer than a person does; what fails or is
// late is no completion.
func (t *tree) entries(cmd *cobra.Command, l *Lookup, without []string) []Entry {
	ctx, cancel := context.WithTimeout(cmd.Context(), completionLimit)
	defer cancel()
	found := make(chan []Entry, 1)
	go func() {
		s := t.tabSession(cmd)
		entries, err := completions(ctx, s, l, without)
		if err != nil {
			entries = nil
		}
		_ = s.Close()
		found <- entries
	}()
	select {
	case entries := <-found:
		return entries
	case <-ctx.Done():
		return nil
	}
}

// tabSession is a session that says, asks and repeats nothing.
func (t *tree) tabSession(cmd *cobra.Command) *Session {
	quiet, process, globals := *t, *t.process, *t.globals
	process.Err, process.Terminal = io.Discard, Terminal{}
	globals.NoInput, globals.Retries, globals.Debug = true, 0, false
	quiet.process, quiet.globals = &process, &globals
	s := newSession(&quiet, cmd)
	s.Clients.TabKey = true
	return s
}

// completions asks the service, or the answer of a moment ago.
func completions(ctx context.Context, s *Session, l *Lookup, without []string) ([]Entry, error) {
	settings, err := s.Settings.Of(ctx, s.Provider.Word())
	if err != nil {
		return nil, err
	}
	cache := completionCache(s, settings, l.Noun)
	if entries, ok := cache.read(s.App.Now()); ok {
		return entries, nil
	}
	client, err := s.Client(ctx, without)
	if err != nil {
		return nil, err
	}
	entries, err := input.NewFinder().Index(ctx, client, l)
	if err == nil {
		cache.write(entries, s.App.Now())
	}
	return entries, err
}

// completeContext completes --context.
func (t *tree) completeContext(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return harmless(append(input.ContextNames(t.tabSession(cmd)), config.SandboxContext)), cobra.ShellCompDirectiveNoFileComp
}
