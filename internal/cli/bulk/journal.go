package bulk

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/config"
	"unictl/internal/journal"
	"unictl/internal/rows"
)

// rowBefore is what an earlier process of the same run did about a row.
type rowBefore struct {
	journal.Outcome
	attempted bool
}

func (r rowBefore) settled() bool { return r.attempted && r.Status.Settled() }

// doubtful reports that it was sent, and that nobody knows what came of it.
func (r rowBefore) doubtful() bool { return r.attempted && r.Status == journal.Unknown }

// halfDone reports that it failed after a part of its steps was carried out.
func (r rowBefore) halfDone() bool {
	return r.attempted && r.Status == journal.Failed && (r.Step.Number > 0 || r.Code == halfDone)
}

// known is what the journal knows of a row; nothing, where it is not open yet.
func (b *Run) known(key string) (known rowBefore) {
	if b.journal != nil {
		known.Outcome, known.attempted = b.journal.Before(key)
	}
	return known
}

// mode is what is to be done about an unfinished run.
func (f *Flags) mode() journal.Mode {
	switch {
	case f.resume:
		return journal.Resume
	case f.restart:
		return journal.Restart
	case f.goOn:
		return journal.Continue
	}
	return journal.Fresh
}

// goesOn reports whether an unfinished run may be gone on with.
func (f *Flags) goesOn() bool { return f.resume || f.goOn }

// remembered opens the memory of this run. A plan of one that would begin leaves
// none behind, and only looks.
func (b *Run) remembered(ctx context.Context) error {
	if b.Session.Globals.DryRun && !b.RowFlags.resume {
		dir, run, err := b.identity(ctx)
		if err == nil && b.once() {
			err = journal.FinishedBefore(dir, run, b.input())
		}
		if err != nil || !b.RowFlags.goOn {
			return err
		}
	}
	return b.openJournal(ctx)
}

// openJournal opens the memory of this run, and closes it with the session.
func (b *Run) openJournal(ctx context.Context) error {
	dir, run, err := b.identity(ctx)
	if err != nil {
		return err
	}
	mode, looking := b.RowFlags.mode(), b.Session.Globals.DryRun && b.RowFlags.goOn
	if looking {
		mode = journal.Resume
	}
	b.journal, err = journal.Open(dir, run, b.input(), mode)
	switch {
	case looking && fault.Is[*journal.NothingToResumeError](err):
		return nil
	case err != nil:
		return err
	}
	b.Session.OnClose(b.journal.Close)
	return b.strange(ctx)
}

// input is what the journal is told of this process.
func (b *Run) input() journal.Input {
	return journal.Input{Rows: b.total, SHA256: b.file.print.String(), Limit: b.Session.Globals.Timeout, Once: b.once()}
}

// strange refuses a journal that knows of rows that are done, and of which the
// file has none: it is not the one that they were of.
func (b *Run) strange(ctx context.Context) error {
	counts := b.journal.Counts()
	if counts.Done+counts.Unchanged == 0 {
		return nil
	}
	file, err := b.file.open()
	if err != nil {
		return err
	}
	err = b.file.each(file, func(r rows.Row, wrong *rows.Fault) error {
		if wrong != nil {
			return wrong
		}
		f := b.blank()
		defer b.forms.Put(f)
		if err := b.decode(ctx, r, f); err != nil {
			return err
		}
		if key := f.Key(); b.shard.Holds(key) && b.known(key).attempted {
			return errStopReading
		}
		return nil
	})
	switch {
	case errors.Is(err, errStopReading):
		return nil
	case err != nil:
		return err
	}
	return &fault.UsageError{
		Flag:    "--from",
		Message: fmt.Sprintf("the unfinished run of %s has done %d rows, and none of them is in it now", b.file.name, counts.Done+counts.Unchanged),
		Hint:    "bring back the file that the run began with, or start from the first row with --restart",
	}
}

// identity is where journals are kept, and what this run is known by.
func (b *Run) identity(ctx context.Context) (dir string, run journal.Run, err error) {
	if dir, err = bulkDir(b.Session); err != nil {
		return "", run, err
	}
	place, err := b.place(ctx)
	return dir, journal.Run{
		Context: place, Provider: b.Session.Provider.Name, Verb: strings.TrimPrefix(b.Action, b.Session.Provider.Name+" "),
		Input: b.file.identity(), Shard: b.shard.String(),
	}, err
}

// place is the context that a run belongs to. Variables and flags can point one
// name, or none, to several services: a row that is done at one of them is not
// done at the others. The sandbox has another address each time.
func (b *Run) place(ctx context.Context) (string, error) {
	s := b.Session
	settings, err := s.Settings.Of(ctx, s.Provider.Name)
	if err != nil || settings.Sandbox() {
		return config.SandboxContext, err
	}
	parts := []string{strings.TrimRight(settings.String(s.Provider.Name+".url"), "/")}
	if s.Provider.Scope != nil {
		parts = append(parts, s.Provider.Scope(settings.String))
	}
	where := strings.Join(parts, ", ")
	if name := settings.Context(); name != "" {
		return name + " (" + where + ")", nil
	}
	return where, nil
}

// bulkDir is where journals are kept.
func bulkDir(s *session.Session) (string, error) {
	dir, err := config.StateDir(s.App.Env)
	return filepath.Join(dir, "bulk"), err
}
