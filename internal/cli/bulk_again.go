package cli

import (
	"context"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/journal"
	"unictl/internal/output"
)

// finishedBefore refuses a file that was carried out before, where to begin anew
// would create everything once more: the verb cannot look. A scheduler that
// repeats its command line has nothing left to do; then over is true.
func (b *bulkRun) finishedBefore(ctx context.Context) (over bool, err error) {
	if b.effect != Create || b.looks || b.rowFlags.restart || b.rowFlags.resume {
		return false, nil
	}
	dir, run, err := b.identity(ctx)
	if err != nil {
		return false, err
	}
	at, sum := journal.LastFinished(dir, run)
	if at.IsZero() {
		return false, nil
	}
	known := &FinishedBeforeError{At: at, Grown: sum != b.file.print.String()}
	if !b.rowFlags.goOn || known.Grown {
		return false, known
	}
	b.session.Note("%s: nothing is done", known.Error())
	if !forPeople(b.session.output()) { // whoever reads it gets the form that is due
		_, err = output.WriteList(b.session.App.Out, b.session.output(), rowColumns(), func(func(output.Row, error) bool) {})
	}
	return true, err
}

// FinishedBeforeError is a file that was carried out before, by a verb that
// cannot look what exists.
type FinishedBeforeError struct {
	At    time.Time
	Grown bool // it is not the same file any more
}

func (e *FinishedBeforeError) Error() string {
	file := "the rows of this file were"
	if e.Grown {
		file = "another state of this file was"
	}
	return file + " carried out on " + e.At.UTC().Format(time.RFC3339) + ", and this command cannot look what exists"
}

// ExitCode is that of bad input: nothing was sent.
func (e *FinishedBeforeError) ExitCode() int { return fault.ExitUsage }

func (e *FinishedBeforeError) Hint() string {
	return "put new rows into a file of their own; --restart carries out all rows of this one, those of then too"
}
