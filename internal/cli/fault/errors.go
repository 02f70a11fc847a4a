package fault

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"unictl/internal/suggest"
)

// UsageError is bad input: nothing was sent.
type UsageError struct {
	Flag    string // "--role", "EMAIL"; "" when it is about the command as a whole
	Message string
	Hint    string
}

func (e *UsageError) Error() string {
	if e.Flag == "" {
		return e.Message
	}
	return e.Flag + ": " + e.Message
}

func (e *UsageError) hint() string { return e.Hint }

// NotFoundError is a name or id that nothing answers to.
type NotFoundError struct {
	Flag       string // where it was given
	Noun       string // "role"
	Text       string // what was looked for
	Candidates []string
	Target     bool   // it is what the command acts on, not the value of a flag
	Close      string // the candidate that was probably meant, where it is known already
	// Alike says that something is called nearly so, or has taken this id or address
	// for its name; Way names it. Nobody can tell whether it was meant, so this is not
	// the same as gone. Neither is Unsure: the look could not tell.
	Alike, Unsure bool
	Way           string // the way out, where there are no candidates
}

func (e *NotFoundError) Error() string { return fmt.Sprintf("%s %q not found", e.Noun, e.Text) }

func (e *NotFoundError) hint() string {
	close := cmp.Or(e.Close, suggest.Nearest(e.Text, e.Candidates))
	switch {
	case e.Alike:
		return e.Way
	case close != "":
		return fmt.Sprintf("did you mean %q?", close)
	case len(e.Candidates) > 0:
		return e.Noun + "s: " + List(e.Candidates)
	}
	return e.Way
}

// AmbiguousError is a name that several answer to.
type AmbiguousError struct {
	Flag, Noun, Text string
	Candidates       []string // ids, each with what tells it from the others
	Way              string   // a better way out than an id; "" = there is none
}

func (e *AmbiguousError) Error() string {
	if e.Way != "" {
		return fmt.Sprintf("%s %q is ambiguous: there are %d", e.Noun, e.Text, len(e.Candidates))
	}
	return fmt.Sprintf("%s %q is ambiguous: %d have this name", e.Noun, e.Text, len(e.Candidates))
}

func (e *AmbiguousError) hint() string {
	if e.Way != "" {
		return e.Way + ": " + List(e.Candidates)
	}
	return "use an id: " + List(e.Candidates)
}

// ExistsError is a creation of something that is there already.
type ExistsError struct {
	What string // "ada@example.com is already invited (until 2026-12-01)"
	ID   string
	// Skippable says that the command has --if-absent.
	Skippable bool
}

func (e *ExistsError) Error() string { return e.What }

func (e *ExistsError) hint() string {
	if !e.Skippable {
		return ""
	}
	return "add --if-absent to make this a success without a change"
}

// CredentialError is a missing or unusable credential.
type CredentialError struct{ Message, Hint string }

func (e *CredentialError) Error() string { return e.Message }

func (e *CredentialError) hint() string { return e.Hint }

// NotConfiguredError is a provider that lacks settings.
type NotConfiguredError struct {
	Provider string
	Missing  []string // as variables
	Nothing  bool     // there is no configuration at all
}

func (e *NotConfiguredError) Error() string {
	if e.Nothing {
		return e.Provider + " is not configured"
	}
	return e.Provider + " is not fully configured: no " + List(e.Missing)
}

func (e *NotConfiguredError) hint() string {
	if e.Nothing {
		return "`unictl init` sets it up; scripts set " + List(e.Missing) + "; --context sandbox needs nothing, to try it"
	}
	return "`unictl init` asks for it; scripts set " + List(e.Missing) + ", or use `unictl config set`"
}

// DeclinedError is a "no" at the confirmation.
type DeclinedError struct{}

func (*DeclinedError) Error() string { return "declined: nothing was changed" }

// RefusedError is a change that a guard of this tool refuses.
type RefusedError struct{ Message, Hint string }

func (e *RefusedError) Error() string { return e.Message }

func (e *RefusedError) hint() string { return e.Hint }

// SecretLostError is a creation that succeeded while its secret, shown only
// once, could not be written.
type SecretLostError struct {
	Noun string // "token"
	ID   string // of what was created
	Err  error
	Way  string // out; "" = delete it and create it again
	Kept bool   // the service has it and does not show it: Err says so
}

func (e *SecretLostError) Error() string {
	if e.Kept {
		return Cause(e.Err)
	}
	return fmt.Sprintf("%s was created, but its %s could not be written: %s", cmp.Or(e.ID, "it"), e.Noun, Cause(e.Err))
}

// Unwrap gives the system's reason, unless it is a reader who left: that is no
// success here.
func (e *SecretLostError) Unwrap() error {
	if BrokenPipe(e.Err) {
		return nil
	}
	return e.Err
}

func (e *SecretLostError) hint() string {
	if e.Way != "" {
		return e.Way
	}
	return "the " + e.Noun + " is lost: delete what was created, and create it again"
}

// FindingsError is a list asked about with --exit-code that is not empty, or a
// change to what exists otherwise.
type FindingsError struct {
	Count int
	What  string // "" = found
}

func (e *FindingsError) Error() string { return fmt.Sprintf("%d %s", e.Count, cmp.Or(e.What, "found")) }

// RowsError is a run in which some rows failed; they were reported one by one.
type RowsError struct {
	Failed, Total int
	Left          int   // not tried, because the run was interrupted
	Unknown       int   // whose outcome is unknown
	Resume        bool  // the run can be gone on with
	Looks         bool  // which finds out about the unknown ones
	Why           error // the run was ended because of it; nil = it was not
}

func (e *RowsError) Error() string {
	text := fmt.Sprintf("%d of %d failed", e.Failed, e.Total)
	if e.Unknown > 0 {
		text += fmt.Sprintf(", of %d the outcome is unknown", e.Unknown)
	}
	if e.Left > 0 {
		text += fmt.Sprintf(", %d not tried", e.Left)
	}
	if e.Why != nil && e.Left > 0 {
		text += " because: " + e.Why.Error()
	}
	return text
}

func (e *RowsError) hint() string {
	switch {
	case e.Unknown > 0 && e.Resume && e.Looks:
		return "the same command with --resume looks at the service what became of them, and tries what is left"
	case e.Unknown > 0 && e.Resume:
		return "check them at the service, and take them out of the file: the same command with --resume then tries what is left; " +
			"--restart would do all rows again"
	case e.Unknown > 0:
		return "check them at the service before you repeat them"
	case e.Resume:
		return "the same command with --resume tries what is left"
	}
	return ""
}

// StepError is a composite change that stopped in the middle.
type StepError struct {
	Name       string   // the step that failed
	Done, Left []string // the steps before and after it
	Undone     []string // the steps before it that were taken back
	GoOn       string   // how to finish by hand
	Err        error
	UndoErr    error // why steps could not be taken back; nil = there was no trouble
}

func (e *StepError) Error() string {
	text := fmt.Sprintf("%s: %v", e.Name, e.Err)
	for _, part := range [...]struct {
		words string
		steps []string
	}{{"already done", e.Done}, {"taken back", e.Undone}, {"not done", e.Left}} {
		if len(part.steps) > 0 {
			text += "; " + part.words + ": " + strings.Join(part.steps, ", ")
		}
	}
	if e.UndoErr != nil {
		text += "; " + e.UndoErr.Error()
	}
	return text
}

// Unwrap gives the causes.
func (e *StepError) Unwrap() []error {
	return slices.DeleteFunc([]error{e.Err, e.UndoErr}, func(err error) bool { return err == nil })
}

func (e *StepError) hint() string { return e.GoOn }

// List joins words for a sentence; long lists are cut.
func List(words []string) string {
	const most = 12
	if len(words) > most {
		return strings.Join(words[:most], ", ") + fmt.Sprintf(" and %d more", len(words)-most)
	}
	return strings.Join(words, ", ")
}

// ExitCode is ExitNotFound for what a command acts on; the unknown value of a
// flag is bad input.
func (e *NotFoundError) ExitCode() int {
	if e.Target {
		return ExitNotFound
	}
	return ExitUsage
}

// The exit codes of the others.
func (*UsageError) ExitCode() int         { return ExitUsage }
func (*AmbiguousError) ExitCode() int     { return ExitUsage }
func (*ExistsError) ExitCode() int        { return ExitConflict }
func (*CredentialError) ExitCode() int    { return ExitCredential }
func (*NotConfiguredError) ExitCode() int { return ExitUsage }
func (*RefusedError) ExitCode() int       { return ExitCredential }
func (*FindingsError) ExitCode() int      { return ExitFindings }
