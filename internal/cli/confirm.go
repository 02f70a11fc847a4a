package cli

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
)

// confirm shows what is about to happen and asks.
func (c *changeRun) confirm(ctx context.Context, s *Session, rows []*changeRow) error {
	if c.idle(rows) {
		return nil
	}
	need := consent{what: action(c.verb.cmd) + ": " + rows[0].target, asks: c.asks()}
	if c.typeName {
		need.word = rows[0].target
	}
	if len(rows) > 1 {
		targets := Each(rows, func(row *changeRow) string { return row.target })
		need.what = fmt.Sprintf("%s: %d (%s)", action(c.verb.cmd), len(rows), fault.List(targets))
	}
	if c.typeName && len(rows) > 1 {
		need.word = strconv.Itoa(len(rows))
	}
	settings, err := s.guarding(ctx)
	if err != nil {
		return err
	}
	if s.willAsk(settings, need) || (c.asks() && !s.Globals.Quiet) {
		if err := c.review(ctx, s, rows); err != nil {
			return err
		}
	}
	return s.confirm(ctx, settings, need)
}

// idle reports whether no row has anything to do.
func (c *changeRun) idle(rows []*changeRow) bool {
	for _, row := range rows {
		if len(row.steps) > 0 {
			return false
		}
	}
	return true
}

// review shows what will be lost or replaced, to whoever is about to decide.
func (c *changeRun) review(ctx context.Context, s *Session, rows []*changeRow) error {
	if !c.reviews {
		return nil
	}
	for _, row := range rows {
		text, err := row.form.review(ctx, row.client)
		if err != nil {
			return err
		}
		for line := range strings.Lines(text) {
			_, _ = io.WriteString(s.App.Err, output.Sanitize(s.secrets.Mask(strings.TrimRight(line, "\n")))+"\n")
		}
	}
	return nil
}

// consent is what somebody has to agree to.
type consent struct {
	what string // the verb and its target
	asks bool   // it takes something away
	word string // what is to be typed; "" = y
}

func (s *Session) willAsk(settings guard, need consent) bool {
	return s.mustName(settings) || (need.asks && !s.Globals.Yes)
}

// confirm asks where it has to, naming context, host and company or portal.
func (s *Session) confirm(ctx context.Context, settings guard, need consent) error {
	question := output.Sanitize(s.secrets.Mask(need.what)) + s.where(settings) + "\nGo on?"
	switch {
	case s.mustName(settings):
		return s.askFor(ctx, settings.Context(), question)
	case !s.willAsk(settings, need):
		return nil
	case need.word != "":
		return s.askFor(ctx, need.word, question)
	}
	return s.askYes(ctx, question)
}

// where names the place that a change happens in.
func (s *Session) where(settings guard) string {
	var where []string
	if name := settings.Context(); name != "" {
		where = append(where, "context "+name)
	}
	if s.Provider != nil {
		if url := settings.String(s.Provider.Name + ".url"); url != "" {
			where = append(where, url)
		}
		if s.Provider.Scope != nil {
			where = append(where, s.Provider.Scope(settings.String))
		}
	}
	if len(where) == 0 {
		return ""
	}
	return "\n  in " + output.Sanitize(strings.Join(where, ", "))
}
