package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"unictl/internal/bulk"
	"unictl/internal/config"
	"unictl/internal/output"
	"unictl/internal/rows"
)

// usualJobs is how many rows are on their way at a time where the provider says
// nothing.
const usualJobs = 4

// rowsFrom carries the change out for every row of a file.
func (c *changeRun[C, In]) rowsFrom(ctx context.Context, s *Session, words []string) error {
	b := &bulkRun[C, In]{changeRun: c, session: s, flags: &c.flags.bulk}
	if err := b.refuse(ctx, words); err != nil {
		return err
	}
	s.many = true
	var err error
	if b.file, err = s.openRows(b.flags, c.Inputs(new(In)).columns()); err != nil {
		return err
	}
	if err := b.examineFile(ctx); err != nil {
		return err
	}
	if s.Globals.DryRun {
		return b.plan(ctx)
	}
	if err := b.agree(ctx); err != nil {
		return err
	}
	return b.carryOut(ctx)
}

// refuse is everything that can be said before the file is read.
func (b *bulkRun[C, In]) refuse(ctx context.Context, words []string) (err error) {
	s, f := b.session, b.flags
	if err := s.checkOutput(rowColumns()); err != nil {
		return err
	}
	switch {
	case len(words) > 0:
		return &UsageError{Message: "with --from, what is changed comes from the file alone", Hint: "give it as a column, or leave --from out"}
	case f.resume && f.restart || f.goOn && (f.resume || f.restart):
		return &UsageError{Message: "--resume, --restart and --continue exclude each other"}
	case f.jobs < 0 || f.maxErrors < 0:
		return &UsageError{Message: "--jobs and --max-errors must not be negative"}
	case s.Globals.Limit != 0:
		return &UsageError{Flag: "--limit", Message: "is for lists: a change is carried out for every row"}
	case b.Once != nil && !b.Once.Optional && f.valuesFile == "" && !s.Globals.DryRun:
		return &UsageError{Message: "the " + b.Once.Noun + " of each row is shown only once: say where they go", Hint: "--values-file FILE keeps them in a file readable by you alone"}
	}
	if f.format != "" && !known(rows.Formats(), f.format) {
		return &UsageError{Flag: "--format", Message: fmt.Sprintf("%q is none of %s", f.format, list(rows.Formats()))}
	}
	if b.shard, err = shardOf(s, f.shard); err != nil {
		return err
	}
	return s.permit(ctx, b.asks())
}

func known(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

// shardOf reads --shard: I/N, or N alone where Kubernetes counts.
func shardOf(s *Session, text string) (shard bulk.Shard, err error) {
	if count, number := strconv.Atoi(text); number == nil {
		shard, err = bulk.ShardFromEnv(s.App.Env, count)
	} else {
		shard, err = bulk.ParseShard(text)
	}
	if err != nil {
		return shard, &UsageError{Flag: "--shard", Message: err.Error()}
	}
	return shard, nil
}

// agree asks once for all rows, with their number.
func (b *bulkRun[C, In]) agree(ctx context.Context) error {
	settings, err := b.session.guarding(ctx)
	if err != nil {
		return err
	}
	need := consent{
		what: fmt.Sprintf("%s: %d rows of %s", action(b.verb.cmd), b.total, b.file.name), asks: b.asks(),
	}
	if b.TypeName {
		need.word = strconv.Itoa(b.total)
	}
	return b.session.confirm(ctx, settings, need)
}

// plan shows what would be sent for each row.
func (b *bulkRun[C, In]) plan(ctx context.Context) error {
	if err := b.snapshot(ctx); err != nil {
		return err
	}
	people := forPeople(b.session.output())
	documents := func(yield func(output.Row, error) bool) {
		err := b.rows(ctx, func(row *bulkRow[C, In]) error {
			doc, err := b.planned(ctx, row)
			if err != nil {
				return fmt.Errorf("row %d: %w", row.number, err)
			}
			if people {
				return doc.writePlan(b.session.App.Out)
			}
			if !yield(output.Row{Value: *doc}, nil) {
				return errStopReading
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopReading) {
			yield(output.Row{}, err)
		}
	}
	if people {
		var failed error
		documents(func(_ output.Row, err error) bool { failed = err; return err == nil })
		return failed
	}
	_, err := output.WriteList(b.session.App.Out, b.session.output(), documentColumns(), documents)
	return err
}

func (b *bulkRun[C, In]) planned(ctx context.Context, row *bulkRow[C, In]) (*Document, error) {
	if err := b.look(ctx, row); err != nil {
		return nil, err
	}
	return b.one(ctx, b.session, &row.changeRow)
}

// snapshot reads once what all rows are compared with, where the verb knows how.
func (b *bulkRun[C, In]) snapshot(ctx context.Context) (err error) {
	if b.Snapshot != nil {
		b.probe, err = b.Snapshot(ctx, b.client)
	}
	return err
}

// journal opens the memory of this run.
func (b *bulkRun[C, In]) journal(ctx context.Context) (*bulk.Journal, error) {
	dir, err := bulkDir(b.session)
	if err != nil {
		return nil, err
	}
	settings, err := b.session.Settings(ctx, b.session.Provider.Name)
	if err != nil {
		return nil, err
	}
	mode := bulk.Fresh
	switch {
	case b.flags.resume:
		mode = bulk.Resume
	case b.flags.restart:
		mode = bulk.Restart
	case b.flags.goOn:
		mode = bulk.Continue
	}
	run := bulk.Run{
		Context: settings.Context(), Provider: b.session.Provider.Name, Verb: action(b.verb.cmd), Input: b.file.identity(), Shard: b.shard.String(),
	}
	j, err := bulk.Open(dir, run, bulk.Input{Rows: b.total, SHA256: b.file.print.String()}, mode)
	if err != nil {
		return nil, journalFault(err)
	}
	return j, nil
}

// bulkDir is where journals are kept.
func bulkDir(s *Session) (string, error) {
	dir, err := config.StateDir(s.App.Env)
	return filepath.Join(dir, "bulk"), err
}

// journalFault puts a journal's refusal into the terms of the command line; its
// own words name the way out.
func journalFault(err error) error {
	switch {
	case is[*bulk.BusyError](err):
		return &RefusedError{Message: err.Error()}
	case is[*bulk.OpenError](err):
		return &UsageError{Message: err.Error(), Hint: "make the folder writable, or set XDG_STATE_HOME to one that is"}
	}
	return &UsageError{Message: err.Error()}
}
