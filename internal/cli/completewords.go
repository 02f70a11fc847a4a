package cli

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"unictl/internal/config"
)

// completionLimit is how long a person waits at the tab key.
const completionLimit = time.Second

func (t *tree) complete(cmd *cobra.Command, in *Input, prefix string, without []string) ([]string, cobra.ShellCompDirective) {
	const none = cobra.ShellCompDirectiveNoFileComp
	switch {
	case in.path:
		return nil, cobra.ShellCompDirectiveDefault
	case in.words != nil:
		return in.words, none
	case in.local != nil:
		return in.local(t.tabSession(cmd)), none
	case in.complete == nil:
		return nil, none
	}
	var words []string
	for _, e := range t.entries(cmd, in.complete(), without) {
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

// entries waits for the service no longer than a person does; what fails or is
// late is no completion.
func (t *tree) entries(cmd *cobra.Command, l *Lookup, without []string) []Entry {
	ctx, cancel := context.WithTimeout(cmd.Context(), completionLimit)
	defer cancel()
	found := make(chan []Entry, 1)
	go func() {
		s := t.tabSession(cmd)
		entries, err := s.completions(ctx, l, without)
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
	quiet, app, globals := *t, *t.app, *t.globals
	app.Err, app.Terminal = io.Discard, Terminal{}
	globals.NoInput, globals.Retries, globals.Debug = true, 0, false
	quiet.app, quiet.globals = &app, &globals
	s := newSession(&quiet, cmd)
	s.tabKey = true
	return s
}

// completions asks the service, or the answer of a moment ago.
func (s *Session) completions(ctx context.Context, l *Lookup, without []string) ([]Entry, error) {
	settings, err := s.Settings(ctx, providerName(s.Provider))
	if err != nil {
		return nil, err
	}
	cache := completionCache(s, settings, l.Noun)
	if entries, ok := cache.read(s.App.Now()); ok {
		return entries, nil
	}
	client, err := s.client(ctx, without)
	if err != nil {
		return nil, err
	}
	entries, err := s.index(ctx, client, l)
	if err == nil {
		cache.write(entries, s.App.Now())
	}
	return entries, err
}

func (s *Session) settingKeys() []string {
	registry, err := s.Registry()
	if err != nil {
		return nil
	}
	return Each(registry.Options(), func(o config.Option) string { return o.Key + "\t" + o.Usage })
}

// completeContext completes --context.
func (t *tree) completeContext(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return append(t.tabSession(cmd).contextNames(), config.SandboxContext), cobra.ShellCompDirectiveNoFileComp
}

func (s *Session) contextNames() []string {
	file, err := s.File()
	if err != nil {
		return nil
	}
	return Each(file.Contexts(), func(c config.Context) string { return c.Name })
}
