package cli

import (
	"context"
	"encoding/json"

	"unictl/internal/cli/fault"
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

	changes []plannedChange // what it replaces, where that is known
}

func (s Step) take(ctx context.Context) (json.RawMessage, error) {
	call := s.Call
	if call == nil {
		var err error
		if call, err = s.Build(ctx); err != nil {
			return nil, err
		}
	}
	answer, err := call.Send(metered(ctx, s.Name))
	if err != nil {
		return nil, s.doubtful(err)
	}
	if s.Verify != nil {
		return answer, s.Verify(ctx)
	}
	return answer, nil
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
