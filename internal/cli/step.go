package cli

import (
	"context"
	"encoding/json"

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
	// GoOn says how to finish by hand when this step fails.
	GoOn string
	// Undo takes the step back when a later one fails; nil = it stays.
	Undo rest.Prepared
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
