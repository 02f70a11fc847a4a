package bulk

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"sync"

	"github.com/spf13/pflag"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/cli/session"
	"unictl/internal/journal"
	"unictl/internal/output"
)

// Run carries one change out for the rows of a file.
type Run struct {
	*change.Engine
	CommandFlags *pflag.FlagSet
	RowFlags     *Flags

	file    *file
	places  *input.Places
	asked   input.Asked
	usual   change.Form // what the command line says for all rows
	forms   sync.Pool   // of change.Form
	shard   Shard
	lookups bool             // something has to be looked up
	named   bool             // so have cells of rows
	total   int              // rows of this shard
	journal *journal.Journal // nil until it is open
	values  *valuesFile      // nil = no secret comes, or none is kept
	breaker breaker
	unshown int // rows of which a person sees the count alone
}

// usualJobs is how many rows are on their way at a time where the provider says
// nothing.
const usualJobs = 4

// All carries the change out for every row of a file.
func (b *Run) All(ctx context.Context, words []string) error {
	s := b.Session
	b.asked, b.FailIfExists, b.FailIfAbsent = input.Asked{}, b.RowFlags.failIfExists, b.RowFlags.failIfAbsent
	if err := b.refuse(ctx, words); err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(session.ListGCPercent))
	b.Finder.Many = true
	var err error
	if b.file, err = openRows(ctx, s, b.RowFlags, b.Form().Inputs().Columns()); err != nil {
		return err
	}
	if err := b.refuseFiles(); err != nil {
		return err
	}
	if err := b.readDefaults(ctx); err != nil {
		return err
	}
	switch err := b.pass(ctx, b.examineForm); {
	case errors.Is(err, errNoRows):
		return b.rowless()
	case err != nil:
		return err
	}
	// A run that is unfinished is refused before anything is asked; one that is
	// to begin anew is put aside only when the answer is yes.
	if !b.RowFlags.restart {
		if err := b.remembered(ctx); err != nil {
			return b.carriedOut(err)
		}
	}
	return b.connected(ctx)
}

// connected is the part that talks to the service.
func (b *Run) connected(ctx context.Context) (err error) {
	if err := b.Connect(ctx); err != nil {
		return err
	}
	if b.lookups {
		if err := b.Resolve(ctx, b.usual.Inputs()); err != nil {
			return err
		}
	}
	if b.named {
		if err := b.pass(ctx, b.examineNames); err != nil {
			return err
		}
	}
	if b.Session.Globals.DryRun {
		return b.planRows(ctx)
	}
	if b.Once != nil && b.values == nil && b.RowFlags.valuesFile == "" {
		b.Session.Terminal.Note("the %ss stay at the service: --values-file FILE would keep them", b.Once.Noun)
	}
	if b.total > 0 { // another machine may have all rows
		if err := b.agree(ctx); err != nil {
			return err
		}
	}
	if b.journal == nil {
		if err := b.openJournal(ctx); err != nil {
			return err
		}
	}
	return b.InTurn(ctx, func() error { return b.carryOut(ctx) })
}

// refuse is everything that can be said before the file is read.
func (b *Run) refuse(ctx context.Context, words []string) (err error) {
	s, f := b.Session, b.RowFlags
	printed := columns()
	if s.Globals.DryRun {
		printed = change.Columns()
	}
	if err := b.Before(ctx, printed, "every row"); err != nil {
		return err
	}
	if err := b.contradiction(words); err != nil {
		return err
	}
	if b.shard, err = shardOf(s, f.shard); err != nil {
		return err
	}
	s.Globals.Rate = b.shard.Divide(s.Globals.Rate) // of all machines together
	return b.Permit(ctx)
}

// contradiction refuses flags that do not go together.
func (b *Run) contradiction(words []string) error {
	f, g := b.RowFlags, b.Session.Globals
	switch {
	case len(words) > 0:
		return &fault.UsageError{Message: "with --from, what is changed comes from the file alone", Hint: "give it as a column, or leave --from out"}
	case f.resume && f.restart || f.goOn && (f.resume || f.restart):
		return &fault.UsageError{Message: "--resume, --restart and --continue exclude each other"}
	case f.failIfExists && b.Flags.IfAbsent:
		return &fault.UsageError{Message: "--if-absent and --fail-if-exists exclude each other"}
	case f.failIfAbsent && b.Flags.IfExists:
		return &fault.UsageError{Message: "--if-exists and --fail-if-absent exclude each other"}
	case f.jobs < 0 || f.maxErrors < 0:
		return &fault.UsageError{Message: "--jobs and --max-errors must not be negative"}
	case b.Flags.PrintValue || b.Flags.ValueFile != "":
		return &fault.UsageError{Message: "--print-value and --value-file are for one " + b.Once.Noun, Hint: "--values-file FILE takes those of all rows"}
	case b.Once != nil && !b.Once.Optional && f.valuesFile == "" && !g.DryRun:
		return &fault.UsageError{Message: "the " + b.Once.Noun + " of each row is shown only once: say where they go", Hint: "--values-file FILE keeps them in a file readable by you alone"}
	}
	return input.CheckFormat(f.Format)
}

// shardOf reads --shard: I/N, or N alone where Kubernetes counts.
func shardOf(s *session.Session, text string) (shard Shard, err error) {
	if count, number := strconv.Atoi(text); number == nil {
		shard, err = ShardFromEnv(s.App.Env, count)
	} else {
		shard, err = ParseShard(text)
	}
	if err != nil {
		return shard, &fault.UsageError{Flag: "--shard", Message: err.Error()}
	}
	return shard, nil
}

// agree asks once for all rows, with their number.
func (b *Run) agree(ctx context.Context) error {
	settings, err := b.Session.Guarding(ctx)
	if err != nil {
		return err
	}
	need := session.Consent{
		What: fmt.Sprintf("%s: %d rows of %s", b.Action, b.total, b.file.name), Asks: b.Asks(), Without: b.Without,
	}
	if b.journal != nil {
		if counts := b.journal.Counts(); counts.Done+counts.Unchanged > 0 {
			need.What += fmt.Sprintf(", of which %d are done", counts.Done+counts.Unchanged)
		}
	}
	if b.TypesName {
		need.Word = strconv.Itoa(b.total)
	}
	return b.Session.Confirm(ctx, settings, need)
}

// readAhead reads once what all rows are compared with, where the verb knows how.
func (b *Run) readAhead(ctx context.Context) (err error) {
	if b.Index != nil && b.total > 1 {
		b.Ahead, err = b.Index(ctx, b.Client)
	}
	return err
}

// jobs is how many rows are on their way at a time.
func (b *Run) jobs() int {
	switch {
	case b.Once != nil && b.Effect != change.Create: // what is made to replace another is told apart by what was there before
		return 1
	case b.RowFlags.jobs > 0:
		return b.RowFlags.jobs
	case b.Session.Provider.Jobs > 0:
		return b.Session.Provider.Jobs
	}
	return usualJobs
}

// once reports that to carry a finished file out again would create everything
// once more, or bring new secrets: the verb cannot look.
func (b *Run) once() bool {
	return !b.Looks && (b.Effect == change.Create || b.Once != nil && b.Effect == change.Update)
}

// carriedOut is what is told of a file that was carried out before. A scheduler
// that repeats its command line has nothing left to do; anybody else is refused.
func (b *Run) carriedOut(err error) error {
	known, finished := errors.AsType[*journal.FinishedError](err)
	if !finished || !b.RowFlags.goOn || known.Grown {
		return err
	}
	b.Session.Terminal.Note("%s: nothing is done", known.Error())
	if session.ForPeople(b.Session.Output()) {
		return nil
	}
	// Whoever reads it gets the form that is due.
	_, err = output.WriteList(b.Session.App.Out, b.Session.Output(), columns(), func(func(output.Row, error) bool) {})
	return err
}
