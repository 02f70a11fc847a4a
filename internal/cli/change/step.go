package change

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"unictl/internal/cli/contexts"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/rest"
)

// Step is one named write of a change. Several make a composite verb: they run
// in order, and a failure in the middle says what was done, what was not, and
// how to go on.
type Step struct {
	Name string        // "invite ada@example.com", "disable the old token"
	Call rest.Prepared // what is sent
	// Number is its place among the steps of the change, from 1, where a recovery
	// leaves some out; 0 = by the order.
	Number int
	// Verify reads back whether the step took effect; nil = the answer is proof.
	Verify func(context.Context) error
	// Seen looks, after an unknown outcome, whether the step took effect; nil = Verify
	// tells, where there is one.
	Seen func(context.Context) (bool, error)
	// Skip leaves the step out when earlier ones have made it pointless; nil =
	// never.
	Skip func() bool
	// HandsOver marks the step after which the change's Once is in hand: it is
	// delivered before the next step, which may take the old one away.
	HandsOver bool
	// Gate marks a first step without which nothing else makes sense: its failure
	// is told without a list of what was not done.
	Gate bool
	// GoOn says how to finish by hand when this step fails.
	GoOn string
	// Look is the command that shows whether the step took effect, for when its
	// answer is lost.
	Look string
	// Undo takes the step back when a later one fails; nil = it stays.
	Undo rest.Prepared

	// SignInAnew makes the next command sign in again: the token in use does not
	// know of the change.
	SignInAnew bool

	tell    func(answered bool) error // hears of it; nil = nobody does
	changes []plannedChange           // what it replaces, where that is known
	hides   []json.RawMessage         // documents whose secrets must not be shown
}

func (s Step) take(ctx context.Context, run *session.Session) (json.RawMessage, error) {
	if s.tell == nil {
		return s.send(ctx, run)
	}
	if err := s.tell(false); err != nil {
		return nil, err
	}
	answer, err := s.send(ctx, run)
	if err == nil {
		err = s.tell(true)
	}
	return answer, err
}

func (s Step) send(ctx context.Context, run *session.Session) (json.RawMessage, error) {
	answer, err := s.Call.Send(run.Terminal.Metered(ctx, s.Name))
	seen := err != nil && s.tookEffect(ctx, err)
	switch {
	case seen:
		answer = json.RawMessage("null")
		run.Terminal.Note("%s: %v; a look shows that it was carried out", s.Name, err)
	case err != nil:
		return nil, s.doubtful(err)
	}
	if s.SignInAnew {
		if err := run.Clients.SignInAnew(ctx); err != nil {
			return answer, err
		}
	}
	if s.Verify != nil && !seen {
		return answer, s.Verify(ctx)
	}
	return answer, nil
}

// tookEffect looks whether a step whose outcome is unknown, or at which the server
// failed, was carried out. That it was not cannot be seen: the call may still
// arrive.
func (s Step) tookEffect(ctx context.Context, err error) bool {
	switch {
	case !fault.AnyOf(err, fault.OutcomeUnknown) && !fault.MayBeDone(err), ctx.Err() != nil:
		return false
	case s.Seen != nil:
		seen, looking := s.Seen(ctx)
		return looking == nil && seen
	}
	return s.Verify != nil && s.Verify(ctx) == nil
}

// doubtful says how to find out what became of a step whose answer was lost.
func (s Step) doubtful(err error) error {
	if s.Look == "" || !fault.AnyOf(err, fault.OutcomeUnknown) {
		return err
	}
	return &doubtError{err: err, look: s.Look}
}

// doubtError is an unknown outcome with the command that tells.
type doubtError struct {
	err  error
	look string
}

func (e *doubtError) Error() string { return e.err.Error() }
func (e *doubtError) Unwrap() error { return e.err }
func (e *doubtError) Hint() string {
	return "`" + e.look + "` tells whether it happened: look before you repeat it"
}

// takeSteps sends the steps and gives the answers in order.
func takeSteps(ctx context.Context, run *session.Session, steps []Step, handOver func() error) ([]json.RawMessage, error) {
	answers := make([]json.RawMessage, 0, len(steps))
	for i, step := range steps {
		if step.Skip != nil && step.Skip() {
			continue
		}
		answer, err := step.take(ctx, run)
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

// Local is a step on this machine: a change to one of the tool's own files.
func Local(name, path string, do func(context.Context) error) Step {
	return Step{Name: name, Call: Prepared{
		Shown: rest.Preview{Method: "WRITE", URL: path},
		Do:    func(ctx context.Context) (json.RawMessage, error) { return json.RawMessage("null"), do(ctx) },
	}}
}

// Locals makes steps of changes to the tool's own files.
func Locals(writes []contexts.Write, err error) ([]Step, error) {
	var steps []Step
	for _, w := range writes {
		steps = append(steps, Local(w.Name, w.Path, w.Do))
	}
	return steps, err
}

// Undo is a write that takes another one back.
func Undo(do func(context.Context) error) rest.Prepared { return Local("", "", do).Call }

// Prepared is a write that is no single request.
type Prepared struct {
	Shown rest.Preview
	Do    func(context.Context) (json.RawMessage, error)
}

// Preview implements rest.Prepared.
func (p Prepared) Preview() rest.Preview { return p.Shown }

// Send implements rest.Prepared.
func (p Prepared) Send(ctx context.Context) (json.RawMessage, error) { return p.Do(ctx) }
