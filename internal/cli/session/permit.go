package session

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
)

// Permit is what can be said about a change before any call: whether the
// context allows it, and whether somebody can be asked.
func (s *Session) Permit(ctx context.Context, asks bool) error {
	if s.Globals.DryRun {
		return nil
	}
	settings, err := s.Guarding(ctx)
	if err != nil {
		return err
	}
	name := settings.Context()
	switch {
	case settings.Bool("read_only"):
		return &fault.RefusedError{
			Message: fmt.Sprintf("context %q is read-only", name),
			Hint:    "use another context, or `unictl config unset read_only` if this context may make changes",
		}
	case settings.Bool("require_justification") && s.Justification() == "":
		return &fault.UsageError{
			Message: fmt.Sprintf("context %q wants to know why: a change needs --justification TEXT", name),
			Hint:    "or set " + EnvJustification + "; the text is kept in the history of this machine",
		}
	case s.mustName(settings) && !s.Terminal.CanAsk():
		return &fault.UsageError{
			Message: fmt.Sprintf("context %q is protected: a change needs --yes and --context %s", name, name),
			Hint:    "or run it at a terminal and answer the question",
		}
	case asks && !s.Globals.Yes && !s.Terminal.CanAsk():
		return s.Terminal.NobodyToAsk()
	}
	return nil
}

// mustName reports whether the context's name must be typed: it is protected,
// and --yes counts only beside an explicit --context.
func (s *Session) mustName(settings Guard) bool {
	return settings.Bool("protected") && (!s.Globals.Yes || s.Globals.Context == "")
}

// Guard is what the context says of changes. Changes to the tool's own files
// are not the context's to guard: a read-only context can be edited.
type Guard interface {
	Bool(key string) bool
	Context() string
	String(key string) string
}

// Guarding is the guard of the context in use.
func (s *Session) Guarding(ctx context.Context) (Guard, error) {
	if s.Provider == nil || s.Own {
		return noGuard{}, nil
	}
	return s.Settings.Of(ctx, s.Provider.Name)
}

type noGuard struct{}

func (noGuard) Bool(string) bool     { return false }
func (noGuard) Context() string      { return "" }
func (noGuard) String(string) string { return "" }

// isOn reads a switch of the environment; what is neither true nor false is
// meant as on.
func isOn(text string) bool {
	on, err := strconv.ParseBool(text)
	return text != "" && (on || err != nil)
}

// Consent is what somebody has to agree to.
type Consent struct {
	What string // the verb and its target
	Asks bool   // it takes something away
	Word string // what is to be typed; "" = y
	// Without are the settings of the provider that it is not about: what they name
	// is another thing than the one that goes.
	Without []string
}

// WillAsk reports whether Confirm will ask.
func (s *Session) WillAsk(settings Guard, need Consent) bool {
	return s.mustName(settings) || (need.Asks && !s.Globals.Yes)
}

// Confirm asks where it has to, naming context, host and company or portal.
func (s *Session) Confirm(ctx context.Context, settings Guard, need Consent) error {
	question := output.Sanitize(s.Hidden.Mask(need.What)) + s.where(settings, need.Without) + "\nGo on?"
	switch {
	case s.mustName(settings):
		return s.Terminal.Confirm(ctx, settings.Context(), question)
	case !s.WillAsk(settings, need):
		return nil
	}
	return s.Terminal.Confirm(ctx, need.Word, question)
}

// where names the place that a change happens in.
func (s *Session) where(settings Guard, without []string) string {
	var where []string
	if name := settings.Context(); name != "" {
		where = append(where, "context "+name)
	}
	if s.Provider != nil {
		if url := settings.String(s.Provider.Name + ".url"); url != "" {
			where = append(where, url)
		}
		if s.Provider.Scope != nil {
			scope := s.Provider.Scope(func(key string) string {
				if _, name, _ := strings.Cut(key, "."); slices.Contains(without, name) {
					return ""
				}
				return settings.String(key)
			})
			if scope != "" {
				where = append(where, scope)
			}
		}
	}
	if len(where) == 0 {
		return ""
	}
	return "\n  in " + output.Sanitize(strings.Join(where, ", "))
}
