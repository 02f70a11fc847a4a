package cli

import (
	"context"
	"fmt"
	"runtime/debug"
	"strconv"
	"sync"

	"unictl/internal/cli/bulk"
	"unictl/internal/cli/fault"
	"unictl/internal/journal"
)

// bulkRun carries one change out for the rows of a file.
type bulkRun struct {
	*changeRun
	session  *Session
	rowFlags *bulkFlags
	file     *bulkFile
	places   *cellPlaces
	usual    form      // what the command line says for all rows
	forms    sync.Pool // of form
	shard    bulk.Shard
	client   any
	lookups  bool             // something has to be looked up
	named    bool             // so have cells of rows
	total    int              // rows of this shard
	ahead    *existingIndex   // what was there at the start; nil = rows are asked for one by one
	journal  *journal.Journal // nil until it is open
	values   *valuesFile      // nil = no secret comes, or none is kept
	halt     halt
}

// usualJobs is how many rows are on their way at a time where the provider says
// nothing.
const usualJobs = 4

// rowsFrom carries the change out for every row of a file.
func (c *changeRun) rowsFrom(ctx context.Context, s *Session, words []string) error {
	b := &bulkRun{changeRun: c, session: s, rowFlags: &c.flags.bulk}
	if err := b.refuse(ctx, words); err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(listGCPercent))
	s.many = true
	var err error
	if b.file, err = s.openRows(ctx, b.rowFlags, c.form().inputs().columns()); err != nil {
		return err
	}
	if err := b.refuseFiles(); err != nil {
		return err
	}
	if err := b.readDefaults(ctx); err != nil {
		return err
	}
	if err := b.pass(ctx, b.examineForm); err != nil {
		return err
	}
	if over, err := b.finishedBefore(ctx); over || err != nil {
		return err
	}
	// A run that is unfinished is refused before anything is asked; one that is
	// to begin anew is put aside only when the answer is yes.
	if !b.rowFlags.restart && (!s.Globals.DryRun || b.rowFlags.goesOn()) {
		if err := b.openJournal(ctx); err != nil {
			return err
		}
	}
	return b.connected(ctx)
}

// connected is the part that talks to the service.
func (b *bulkRun) connected(ctx context.Context) (err error) {
	if b.client, err = b.verb.client(ctx, b.session); err != nil {
		return err
	}
	if b.lookups {
		if err := b.session.resolve(ctx, b.client, b.usual.inputs()); err != nil {
			return err
		}
	}
	if b.named {
		if err := b.pass(ctx, b.examineNames); err != nil {
			return err
		}
	}
	if b.session.Globals.DryRun {
		return b.planRows(ctx)
	}
	if b.once != nil && b.values == nil && b.rowFlags.valuesFile == "" {
		b.session.Note("the %ss stay at the service: --values-file FILE would keep them", b.once.noun)
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
	return b.carryOut(ctx)
}

// refuse is everything that can be said before the file is read.
func (b *bulkRun) refuse(ctx context.Context, words []string) (err error) {
	s, f := b.session, b.rowFlags
	columns := rowColumns()
	if s.Globals.DryRun {
		columns = documentColumns()
	}
	if err := s.checkOutput(columns); err != nil {
		return err
	}
	if err := b.contradiction(words); err != nil {
		return err
	}
	if b.shard, err = shardOf(s, f.shard); err != nil {
		return err
	}
	s.Globals.Rate = b.shard.Divide(s.Globals.Rate) // of all machines together
	s.own = b.own
	if b.first != nil {
		if err := b.first(ctx, s); err != nil {
			return err
		}
	}
	return s.permit(ctx, b.asks())
}

// contradiction refuses flags that do not go together.
func (b *bulkRun) contradiction(words []string) error {
	f, g := b.rowFlags, b.session.Globals
	switch {
	case len(words) > 0:
		return &fault.UsageError{Message: "with --from, what is changed comes from the file alone", Hint: "give it as a column, or leave --from out"}
	case f.resume && f.restart || f.goOn && (f.resume || f.restart):
		return &fault.UsageError{Message: "--resume, --restart and --continue exclude each other"}
	case f.failIfExists && b.changeRun.flags.ifAbsent:
		return &fault.UsageError{Message: "--if-absent and --fail-if-exists exclude each other"}
	case f.jobs < 0 || f.maxErrors < 0:
		return &fault.UsageError{Message: "--jobs and --max-errors must not be negative"}
	case g.Limit != 0:
		return &fault.UsageError{Flag: "--limit", Message: "is for lists: a change is carried out for every row"}
	case b.changeRun.flags.printValue || b.changeRun.flags.valueFile != "":
		return &fault.UsageError{Message: "--print-value and --value-file are for one " + b.once.noun, Hint: "--values-file FILE takes those of all rows"}
	case b.once != nil && !b.once.optional && f.valuesFile == "" && !g.DryRun:
		return &fault.UsageError{Message: "the " + b.once.noun + " of each row is shown only once: say where they go", Hint: "--values-file FILE keeps them in a file readable by you alone"}
	}
	return checkRowFormat(f.format)
}

// shardOf reads --shard: I/N, or N alone where Kubernetes counts.
func shardOf(s *Session, text string) (shard bulk.Shard, err error) {
	if count, number := strconv.Atoi(text); number == nil {
		shard, err = bulk.ShardFromEnv(s.App.Env, count)
	} else {
		shard, err = bulk.ParseShard(text)
	}
	if err != nil {
		return shard, &fault.UsageError{Flag: "--shard", Message: err.Error()}
	}
	return shard, nil
}

// agree asks once for all rows, with their number.
func (b *bulkRun) agree(ctx context.Context) error {
	settings, err := b.session.guarding(ctx)
	if err != nil {
		return err
	}
	need := consent{
		what: fmt.Sprintf("%s: %d rows of %s", action(b.verb.cmd), b.total, b.file.name), asks: b.asks(),
	}
	if b.journal != nil {
		if counts := b.journal.Counts(); counts.Done+counts.Unchanged > 0 {
			need.what += fmt.Sprintf(", of which %d are done", counts.Done+counts.Unchanged)
		}
	}
	if b.typeName {
		need.word = strconv.Itoa(b.total)
	}
	return b.session.confirm(ctx, settings, need)
}

// readAhead reads once what all rows are compared with, where the verb knows how.
func (b *bulkRun) readAhead(ctx context.Context) (err error) {
	if b.index != nil && b.total > 1 {
		b.ahead, err = b.index(ctx, b.client)
	}
	return err
}

// jobs is how many rows are on their way at a time. Where a guard keeps the
// last of something, rows must not overtake each other.
func (b *bulkRun) jobs() int {
	switch {
	case b.change.guard != nil && !b.changeRun.flags.allowSelf:
		return 1
	case b.rowFlags.jobs > 0:
		return b.rowFlags.jobs
	case b.session.Provider.Jobs > 0:
		return b.session.Provider.Jobs
	}
	return usualJobs
}
