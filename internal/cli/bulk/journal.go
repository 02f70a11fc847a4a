package bulk

import (
	"context"
	"path/filepath"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/config"
	"unictl/internal/journal"
)

// rowBefore is what an earlier process of the same run did about a row.
type rowBefore struct {
	journal.Outcome
	attempted bool
}

func (r rowBefore) settled() bool { return r.attempted && r.Status.Settled() }

// doubtful reports that it was sent, and that nobody knows what came of it.
func (r rowBefore) doubtful() bool { return r.attempted && r.Status == journal.Unknown }

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
	b.journal, err = journal.Open(dir, run, journal.Input{Rows: b.total, SHA256: b.file.print.String()}, mode)
	switch {
	case looking && fault.Is[*journal.NothingToResumeError](err):
		return nil
	case err != nil:
		return err
	}
	b.Session.OnClose(b.journal.Close)
	return nil
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
