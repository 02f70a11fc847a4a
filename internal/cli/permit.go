package cli

import (
	"context"
	"fmt"
	"strconv"

	"unictl/internal/cli/fault"
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
	name := settings.Context()
	switch {
	case settings.Bool("read_only"):
		return &fault.RefusedError{
			Message: fmt.Sprintf("context %q is read-only", name),
			Hint:    "use another context, or `unictl config unset read_only` if changes are meant to be made here",
		}
	case s.mustName(settings) && !s.canAsk():
		return &fault.UsageError{
			Message: fmt.Sprintf("context %q is protected: a change needs --yes and --context %s", name, name),
			Hint:    "or run it at a terminal and answer the question",
		}
	case asks && !s.Globals.Yes && !s.canAsk():
		return s.errNobodyToAsk()
	}
	return nil
}

func (s *Session) errNobodyToAsk() error {
	why := "there is no terminal to ask"
	switch {
	case !s.App.Terminal.In || !s.App.Terminal.Err:
	case s.Globals.NoInput:
		why = "--no-input forbids asking"
	default:
		why = "UNICTL_NO_INPUT or the context's no_input forbids asking"
	}
	return &fault.UsageError{Message: "this needs a confirmation, and " + why, Hint: "add --yes"}
}

// mustName reports whether the context's name must be typed: it is protected,
// and --yes counts only beside an explicit --context.
func (s *Session) mustName(settings guard) bool {
	return settings.Bool("protected") && (!s.Globals.Yes || s.Globals.Context == "")
}

// guard is what the context says of changes. Changes to the tool's own files
// are not the context's to guard: a read-only context can be edited.
type guard interface {
	Bool(key string) bool
	Context() string
	String(key string) string
}

func (s *Session) guarding(ctx context.Context) (guard, error) {
	if s.Provider == nil || s.own {
		return noGuard{}, nil
	}
	return s.Settings(ctx, s.Provider.Name)
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

// canAsk: both ends of a question must be a person's.
func (s *Session) canAsk() bool {
	return s.App.Terminal.In && s.App.Terminal.Err && !s.Globals.NoInput && !isOn(s.preference("no_input", "UNICTL_NO_INPUT"))
}
