package cli

import "errors"

// saveValue brings a secret to its place. It does so too where a later step
// failed: what was created would be of no use without it.
func (c *changeRun[C, In]) saveValue(s *Session, row *changeRow[C, In], failed error) error {
	if c.Once == nil {
		return nil
	}
	value := c.Once.Value(row.in)
	s.secrets.Add(value)
	asked := c.flags.printValue || c.flags.valueFile != ""
	switch {
	case value == "" && failed == nil && asked && c.Once.Lost != nil:
		return c.Once.Lost(row.in)
	case value == "" || takenBack(failed):
		return nil
	}
	err := c.Once.keep(c.place, value, c.id(row.in))
	if c.flags.printValue {
		if printing := c.Once.print(s, value); printing != nil {
			err = errors.Join(err, &SecretLostError{Noun: c.Once.Noun, ID: c.id(row.in), Err: printing})
		}
	}
	return err
}

// takenBack reports that the steps before the failed one were undone, and what
// they created is gone.
func takenBack(err error) bool {
	step, ok := errors.AsType[*StepError](err)
	return ok && len(step.Undone) > 0 && len(step.Done) == 0
}
