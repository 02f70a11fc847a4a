package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"unictl/internal/rest"
)

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

// takeSteps sends the steps and gives the answers in order.
func takeSteps(ctx context.Context, steps []Step, handOver func() error) ([]json.RawMessage, error) {
	answers := make([]json.RawMessage, 0, len(steps))
	for i, step := range steps {
		if step.Skip != nil && step.Skip() {
			continue
		}
		answer, err := step.take(ctx)
		if err == nil && step.HandsOver {
			err = handOver()
		}
		switch {
		case err != nil && (len(steps) == 1 || step.Gate && i == 0) && step.GoOn == "":
			return nil, err
		case err != nil:
			return answers, stopped(ctx, steps, i, err)
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

// stopped tells what a failure at step i leaves behind, after undoing what can
// be undone. After an unknown outcome nothing is undone: it could make two
// unknowns of one.
func stopped(ctx context.Context, steps []Step, i int, err error) error {
	e := &StepError{Name: steps[i].Name, GoOn: steps[i].GoOn, Err: err}
	for _, step := range steps[i+1:] {
		e.Left = append(e.Left, step.Name)
	}
	unknown := anyOf(err, outcomeUnknown)
	for _, step := range slices.Backward(steps[:i]) {
		if step.Undo == nil || unknown {
			e.Done = append(e.Done, step.Name)
			continue
		}
		if _, undoErr := step.Undo.Send(context.WithoutCancel(ctx)); undoErr != nil {
			e.Done = append(e.Done, step.Name)
			e.UndoErr = errors.Join(e.UndoErr, fmt.Errorf("%s could not be taken back: %w", step.Name, undoErr))
			unknown = unknown || rest.Is(undoErr, rest.Unknown)
			continue
		}
		e.Undone = append(e.Undone, step.Name)
	}
	slices.Reverse(e.Done)
	return e
}
