package sandbox

import (
	"context"
	"errors"
	"io/fs"
	"strings"
)

// AcceptError says that no invitation of an address can be accepted.
type AcceptError struct {
	Email  string
	Reason string // what each provider says
}

func (e *AcceptError) Error() string { return "sandbox accept: " + e.Reason }

// Is makes it match fs.ErrNotExist.
func (e *AcceptError) Is(target error) bool { return target == fs.ErrNotExist }

// Accept plays an invited person who accepts, with every provider that has
// invited the address. It returns the person's id per provider. Nothing to
// accept, or too late, is an *AcceptError, which matches fs.ErrNotExist.
func (s *Sandbox) Accept(ctx context.Context, email string) (map[string]string, error) {
	accepted := map[string]string{}
	var missed []string
	for _, svc := range s.services {
		id, err := svc.Accept(ctx, email)
		switch {
		case errors.Is(err, errors.ErrUnsupported):
		case errors.Is(err, fs.ErrNotExist):
			missed = append(missed, svc.Name()+": "+strings.TrimSuffix(err.Error(), ": "+fs.ErrNotExist.Error()))
		case err != nil:
			return accepted, err
		default:
			accepted[svc.Name()] = id
		}
	}
	if len(accepted) == 0 {
		return nil, &AcceptError{Email: email, Reason: strings.Join(missed, "; ")}
	}
	return accepted, nil
}
