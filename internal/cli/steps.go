package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"unictl/internal/cli/fault"
	"unictl/internal/rest"
)

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
	e := &fault.StepError{Name: steps[i].Name, GoOn: steps[i].GoOn, Err: err}
	for _, step := range steps[i+1:] {
		e.Left = append(e.Left, step.Name)
	}
	unknown := fault.AnyOf(err, fault.OutcomeUnknown)
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
