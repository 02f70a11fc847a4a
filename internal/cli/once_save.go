package cli

import (
	"errors"

	"unictl/internal/cli/fault"
)

// saveValue brings a secret to its place. It does so too where a later step
// failed: what was created would be of no use without it.
func (c *changeRun) saveValue(s *Session, row *changeRow, failed error) error {
	if c.once == nil {
		return nil
	}
	value := row.form.secret()
	s.secrets.Add(value)
	asked := c.flags.printValue || c.flags.valueFile != ""
	switch {
	case value == "" && failed == nil && asked && c.once.tells:
		return row.form.lost()
	case value == "" || takenBack(failed):
		return nil
	}
	err := c.once.keep(c.place, value, row.form.id())
	if c.flags.printValue {
		if printing := c.once.print(s, value); printing != nil {
			err = errors.Join(err, &fault.SecretLostError{Noun: c.once.noun, ID: row.form.id(), Err: printing})
		}
	}
	return err
}

// takenBack reports that the steps before the failed one were undone, and what
// they created is gone.
func takenBack(err error) bool {
	step, ok := errors.AsType[*fault.StepError](err)
	return ok && len(step.Undone) > 0 && len(step.Done) == 0
}
