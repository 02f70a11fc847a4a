package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"unictl/internal/rest"
)

// Step is one named write of a change. Several make a composite verb: they run
// in order, and a failure in the middle says what was done, what was not, and
// how to go on.
type Step struct {
	Name string        // "invite ada@example.com", "disable the old token"
	Call rest.Prepared // what is sent
	// Build makes the call from what earlier steps brought; then Call is nil and
	// a dry run can only name the step.
	Build func(context.Context) (rest.Prepared, error)
	// Verify reads back whether the step took effect; nil = the answer is proof.
	Verify func(context.Context) error
	// GoOn says how to finish by hand when this step fails.
	GoOn string
	// Undo takes the step back when a later one fails; nil = it stays.
	Undo rest.Prepared
}

// StepError is a composite change that stopped in the middle.
type StepError struct {
	Name       string   // the step that failed
	Done, Left []string // the steps before and after it
	Undone     []string // the steps that were taken back
	GoOn       string
	Err        error
}

func (e *StepError) Error() string {
	text := fmt.Sprintf("%s: %v", e.Name, e.Err)
	if len(e.Done) > 0 {
		text += "; already done: " + strings.Join(e.Done, ", ")
	}
	if len(e.Undone) > 0 {
		text += "; taken back: " + strings.Join(e.Undone, ", ")
	}
	if len(e.Left) > 0 {
		text += "; not done: " + strings.Join(e.Left, ", ")
	}
	return text
}

// Unwrap gives the cause.
func (e *StepError) Unwrap() error { return e.Err }

// takeSteps sends the steps and gives the answers in order.
func takeSteps(ctx context.Context, steps []Step) ([]json.RawMessage, error) {
	answers := make([]json.RawMessage, 0, len(steps))
	for i, step := range steps {
		answer, err := step.take(ctx)
		if err != nil {
			if len(steps) == 1 {
				return nil, err
			}
			return answers, stopped(ctx, steps, i, err)
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

func (s Step) take(ctx context.Context) (json.RawMessage, error) {
	call := s.Call
	if call == nil {
		var err error
		if call, err = s.Build(ctx); err != nil {
			return nil, err
		}
	}
	answer, err := call.Send(ctx)
	if err != nil {
		return nil, err
	}
	if s.Verify != nil {
		return answer, s.Verify(ctx)
	}
	return answer, nil
}

// stopped tells what a failure at step i leaves behind, after undoing what can
// be undone. After an unknown outcome nothing is undone: it could make two
// unknowns of one.
func stopped(ctx context.Context, steps []Step, i int, err error) error {
	e := &StepError{Name: steps[i].Name, GoOn: steps[i].GoOn, Err: err}
	for _, step := range steps[i+1:] {
		e.Left = append(e.Left, step.Name)
	}
	for j := i - 1; j >= 0; j-- {
		step := steps[j]
		if step.Undo != nil && !rest.Is(err, rest.Unknown) {
			if _, undoErr := step.Undo.Send(context.WithoutCancel(ctx)); undoErr == nil {
				e.Undone = append(e.Undone, step.Name)
				continue
			}
		}
		e.Done = append([]string{step.Name}, e.Done...)
	}
	return e
}
