package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"unictl/internal/output"
)

// permit is what can be said about a change before any call: whether the
// context allows it, and whether somebody can be asked.
func (s *Session) permit(ctx context.Context, asks bool) error {
	if s.Globals.DryRun {
		return nil
	}
	settings, err := s.guarding(ctx)
	if err != nil {
		return err
	}
	if settings.Bool("read_only") {
		return &RefusedError{
			Message: fmt.Sprintf("context %q is read-only", settings.Context()),
			Hint:    "use another context, or `unictl config unset read_only` if changes are meant to be made here",
		}
	}
	protected := settings.Bool("protected")
	if protected && !s.canAsk() && (!s.Globals.Yes || s.Globals.Context == "") {
		return &UsageError{
			Message: fmt.Sprintf("context %q is protected: a change needs --yes and --context %s", settings.Context(), settings.Context()),
			Hint:    "or run it at a terminal and answer the question",
		}
	}
	if asks && !s.Globals.Yes && !s.canAsk() {
		return &UsageError{Message: "this needs a confirmation, and there is no terminal to ask", Hint: "add --yes"}
	}
	return nil
}

// guard is what the context says of changes. Changes to the tool's own files
// are not the context's to guard: a read-only context can be edited.
type guard interface {
	Bool(key string) bool
	Context() string
	String(key string) string
}

func (s *Session) guarding(ctx context.Context) (guard, error) {
	if s.Provider == nil {
		return noGuard{}, nil
	}
	return s.Settings(ctx, s.Provider.Name)
}

type noGuard struct{}

func (noGuard) Bool(string) bool     { return false }
func (noGuard) Context() string      { return "" }
func (noGuard) String(string) string { return "" }

func providerName(p *Provider) string {
	if p == nil {
		return ""
	}
	return p.Name
}

// canAsk: both ends of a question must be a person's.
func (s *Session) canAsk() bool {
	silent, _ := s.App.Env("UNICTL_NO_INPUT")
	return s.App.Terminal.In && s.App.Terminal.Err && !s.Globals.NoInput && (silent == "" || silent == "0" || silent == "false")
}

// confirm shows what is about to happen and asks.
func (c *changeRun[C, In]) confirm(ctx context.Context, s *Session, rows []*changeRow[C, In]) error {
	if c.idle(rows) {
		return nil
	}
	settings, err := s.guarding(ctx)
	if err != nil {
		return err
	}
	protected := settings.Bool("protected")
	if err := c.review(ctx, s, rows, protected); err != nil {
		return err
	}
	switch {
	case protected && (!s.Globals.Yes || s.Globals.Context == ""):
		return s.askFor(ctx, settings.Context(), c.question(s, settings, rows))
	case !c.asks() || s.Globals.Yes:
		return nil
	case c.TypeName && len(rows) == 1:
		return s.askFor(ctx, rows[0].target, c.question(s, settings, rows))
	}
	return s.askYes(ctx, c.question(s, settings, rows)+" [y/N] ")
}

// idle reports whether no row has anything to do.
func (c *changeRun[C, In]) idle(rows []*changeRow[C, In]) bool {
	for _, row := range rows {
		if len(row.steps) > 0 {
			return false
		}
	}
	return true
}

// review shows what will be lost or replaced, to whoever is about to decide.
func (c *changeRun[C, In]) review(ctx context.Context, s *Session, rows []*changeRow[C, In], protected bool) error {
	if c.Review == nil || s.Globals.Quiet || (!c.asks() && !protected) {
		return nil
	}
	for _, row := range rows {
		text, err := c.Review(ctx, row.client, row.in)
		if err != nil {
			return err
		}
		for line := range strings.Lines(text) {
			_, _ = io.WriteString(s.App.Err, output.Sanitize(s.secrets.Mask(strings.TrimRight(line, "\n")))+"\n")
		}
	}
	return nil
}

// question names the verb, the target, and where it happens.
func (c *changeRun[C, In]) question(s *Session, settings guard, rows []*changeRow[C, In]) string {
	what := rows[0].target
	if len(rows) > 1 {
		what = fmt.Sprintf("%d (%s)", len(rows), list(targets(rows)))
	}
	var where []string
	if name := settings.Context(); name != "" {
		where = append(where, "context "+name)
	}
	if s.Provider != nil {
		where = append(where, settings.String(s.Provider.Name+".url"))
		if s.Provider.Scope != nil {
			where = append(where, s.Provider.Scope(settings.String))
		}
	}
	question := output.Sanitize(action(c.verb.cmd) + ": " + what)
	if len(where) > 0 {
		question += "\n  in " + output.Sanitize(strings.Join(where, ", "))
	}
	return question + "\nGo on?"
}

func targets[C, In any](rows []*changeRow[C, In]) []string {
	names := make([]string, len(rows))
	for i, row := range rows {
		names[i] = row.target
	}
	return names
}

func (s *Session) askYes(ctx context.Context, question string) error {
	answer, err := s.ask(ctx, question)
	if err != nil {
		return err
	}
	switch strings.ToLower(answer) {
	case "y", "yes":
		return nil
	}
	return &DeclinedError{}
}

func (s *Session) askFor(ctx context.Context, word, question string) error {
	answer, err := s.ask(ctx, fmt.Sprintf("%s Type %q to confirm: ", question, word))
	if err != nil {
		return err
	}
	if answer != word {
		return &DeclinedError{}
	}
	return nil
}

// ask prints a question on stderr and reads a line; the end of the input is
// "no". Ctrl-C is heard while it waits.
func (s *Session) ask(ctx context.Context, question string) (string, error) {
	_, _ = io.WriteString(s.App.Err, question)
	answers := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(s.App.In).ReadString('\n')
		answers <- strings.TrimSpace(line)
	}()
	select {
	case answer := <-answers:
		return answer, nil
	case <-ctx.Done():
		_, _ = io.WriteString(s.App.Err, "\n")
		return "", ctx.Err()
	}
}
