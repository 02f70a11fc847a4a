package change

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli/fault"
	"unictl/internal/rest"
)

// tape is what steps have done.
type tape []string

// call writes its name, and fails with err.
func (t *tape) call(name string, err error) rest.Prepared {
	return Undo(func(ctx context.Context) error {
		if name[0] == '-' && ctx.Err() != nil {
			return ctx.Err()
		}
		*t = append(*t, name)
		return err
	})
}

// told is what a StepError says: its text names every step.
func told(e *fault.StepError) string {
	if e == nil {
		return ""
	}
	return e.Error() + "\n" + e.GoOn
}

func TestSteps(t *testing.T) {
	t.Parallel()
	failed, unknown := errRefused, &rest.Error{Kind: rest.Unknown, Message: "lost"}
	ok := func(t *tape, name string) Step { return Step{Name: name, Call: t.call(name, nil)} }
	undoable := func(t *tape, name string, undo error) Step {
		return Step{Name: name, Call: t.call(name, nil), Undo: t.call("-"+name, undo)}
	}
	for name, c := range map[string]struct {
		steps func(*tape) []Step
		tape  tape
		want  *fault.StepError
		code  int
	}{
		"all": {
			func(t *tape) []Step { return []Step{ok(t, "a"), ok(t, "b")} },
			tape{"a", "b"}, nil, 0,
		},
		"the middle fails": {
			func(t *tape) []Step {
				return []Step{ok(t, "a"), undoable(t, "b", nil), {Name: "c", Call: t.call("c", failed), GoOn: "by hand"}, ok(t, "d"), ok(t, "e")}
			},
			tape{"a", "b", "c", "-b"},
			&fault.StepError{Name: "c", Done: []string{"a"}, Undone: []string{"b"}, Left: []string{"d", "e"}, GoOn: "by hand", Err: failed}, 1,
		},
		"undone backwards": {
			func(t *tape) []Step {
				return []Step{undoable(t, "a", nil), undoable(t, "b", nil), {Name: "c", Call: t.call("c", failed)}}
			},
			tape{"a", "b", "c", "-b", "-a"}, &fault.StepError{Name: "c", Undone: []string{"b", "a"}, Err: failed}, 1,
		},
		"an unknown outcome undoes nothing": {
			func(t *tape) []Step {
				return []Step{undoable(t, "a", nil), undoable(t, "b", nil), {Name: "c", Call: t.call("c", unknown)}, ok(t, "d")}
			},
			tape{"a", "b", "c"}, &fault.StepError{Name: "c", Done: []string{"a", "b"}, Left: []string{"d"}, Err: unknown}, 9,
		},
		"undoing fails": {
			func(t *tape) []Step {
				return []Step{undoable(t, "a", nil), undoable(t, "b", errors.New("stuck")), {Name: "c", Call: t.call("c", failed)}}
			},
			tape{"a", "b", "c", "-b", "-a"},
			&fault.StepError{Name: "c", Done: []string{"b"}, Undone: []string{"a"}, Err: failed, UndoErr: errors.New("b could not be taken back: stuck")}, 1,
		},
		"undoing gets lost": {
			func(t *tape) []Step {
				return []Step{undoable(t, "a", nil), undoable(t, "b", unknown), {Name: "c", Call: t.call("c", failed)}}
			},
			tape{"a", "b", "c", "-b"},
			&fault.StepError{Name: "c", Done: []string{"a", "b"}, Err: failed, UndoErr: errors.New("b could not be taken back: lost")}, 9,
		},
		"it did not take effect": {
			func(t *tape) []Step {
				return []Step{{Name: "a", Call: t.call("a", nil), Verify: func(context.Context) error { return failed }}, ok(t, "b")}
			},
			tape{"a"}, &fault.StepError{Name: "a", Left: []string{"b"}, Err: failed}, 1,
		},
		"made from an earlier answer": {
			func(t *tape) []Step {
				made := func(ctx context.Context) (json.RawMessage, error) { return t.call((*t)[0]+"2", nil).Send(ctx) }
				return []Step{ok(t, "a"), {Name: "b", Call: Prepared{Do: made}}}
			},
			tape{"a", "a2"}, nil, 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var done tape
			_, err := takeSteps(t.Context(), bare(t), c.steps(&done), nil)
			got, _ := errors.AsType[*fault.StepError](err)
			if diff := cmp.Diff(told(c.want), told(got)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.tape, done); diff != "" {
				t.Error(diff)
			}
			if code := fault.Code(err); code != c.code {
				t.Errorf("exit %d, want %d", code, c.code)
			}
		})
	}
}

// Ctrl-C ends the change, not the clean-up after it.
func TestStepsAreUndoneAfterCtrlC(t *testing.T) {
	t.Parallel()
	var done tape
	ctx, cancel := context.WithCancel(t.Context())
	stop := Undo(func(context.Context) error { cancel(); return context.Canceled })
	_, err := takeSteps(ctx, bare(t), []Step{{Name: "a", Call: done.call("a", nil), Undo: done.call("-a", nil)}, {Name: "b", Call: stop}}, nil)
	if diff := cmp.Diff(tape{"a", "-a"}, done); diff != "" {
		t.Error(diff)
	}
	if text := fault.Message(err); fault.Code(err) != fault.ExitInterrupted || !strings.Contains(text, "taken back: a") {
		t.Errorf("exit %d, %q", fault.Code(err), text)
	}
}

func TestASingleStepFailsWithItsOwnError(t *testing.T) {
	t.Parallel()
	var done tape
	_, err := takeSteps(t.Context(), bare(t), []Step{{Name: "a", Call: done.call("a", errRefused)}}, nil)
	if !errors.Is(err, errRefused) || fault.Is[*fault.StepError](err) {
		t.Errorf("got %v", err)
	}
	_, err = takeSteps(t.Context(), bare(t), []Step{{Name: "a", Call: done.call("a", errRefused), GoOn: "by hand"}}, nil)
	if fault.Hint(err) != "by hand" {
		t.Errorf("hint %q", fault.Hint(err))
	}
}

func TestAnswersOfSteps(t *testing.T) {
	t.Parallel()
	raw := func(text string) json.RawMessage { return json.RawMessage(text) }
	for want, answers := range map[string][]json.RawMessage{"1": {raw("1")}, "[1,null]": {raw("1"), raw("null")}} {
		if got := string(joined(answers)); got != want {
			t.Errorf("joined %s, want %s", got, want)
		}
	}
}

// What a step brings is delivered before the next one: that one may take away
// what it replaces.
func TestHandingOver(t *testing.T) {
	t.Parallel()
	var done tape
	steps := []Step{{Name: "a", Call: done.call("a", nil), HandsOver: true}, {Name: "b", Call: done.call("b", nil)}}
	keep := func() error { done = append(done, "kept"); return nil }
	if _, err := takeSteps(t.Context(), bare(t), steps, keep); err != nil || !cmp.Equal(done, tape{"a", "kept", "b"}) {
		t.Errorf("%v, in the order %q", err, done)
	}
	_, err := takeSteps(t.Context(), bare(t), steps, func() error { return errors.New("disk full") })
	if step, ok := errors.AsType[*fault.StepError](err); !ok || !cmp.Equal(step.Left, []string{"b"}) {
		t.Errorf("a value that could not be kept: %v", err)
	}
}

// A first step that is a gate fails in its own words; any other tells what was
// not done.
func TestGateFailsAlone(t *testing.T) {
	t.Parallel()
	fails := Local("first", "x", func(context.Context) error { return errRefused })
	second := Local("second", "x", func(context.Context) error { return nil })
	if _, err := takeSteps(t.Context(), bare(t), []Step{fails, second}, nil); !fault.Is[*fault.StepError](err) {
		t.Errorf("without a gate: %v", err)
	}
	fails.Gate = true
	if _, err := takeSteps(t.Context(), bare(t), []Step{fails, second}, nil); err != errRefused { //nolint:errorlint // the error itself
		t.Errorf("with a gate: %v", err)
	}
	late := second
	late.Gate, late.Call = true, fails.Call
	if _, err := takeSteps(t.Context(), bare(t), []Step{second, late}, nil); !fault.Is[*fault.StepError](err) {
		t.Errorf("a gate that is not the first: %v", err)
	}
}

// What is known to have failed needs no looking.
func TestOnlyADoubtNamesWhatTells(t *testing.T) {
	t.Parallel()
	step := Step{Look: "x"}
	for _, err := range []error{errRefused, &rest.Error{Kind: rest.Temporary}} {
		if got := step.doubtful(err); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
	unknown := &rest.Error{Kind: rest.Unknown, Hint: "of the client"}
	if got := (Step{}).doubtful(unknown); got != error(unknown) {
		t.Errorf("without a command to look with: %v", got)
	}
	if got := step.doubtful(unknown); fault.Hint(got) == "of the client" || fault.Code(got) != fault.ExitUnknown || got.Error() != unknown.Error() {
		t.Errorf("got %v, hint %q", got, fault.Hint(got))
	}
}
