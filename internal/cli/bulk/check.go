package bulk

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/output"
	"unictl/internal/rows"
)

// pass examines every row, and gives all faults together. Nothing is sent.
func (b *Run) pass(ctx context.Context, examine func(context.Context, rows.Row) (key string, err error)) error {
	file, err := b.file.open()
	if err != nil {
		return err
	}
	hashing := rows.NewHashing(file)
	faults := &fault.FaultsError{File: b.file.name}
	seen := Dedup{}
	err = b.file.each(hashing, func(row rows.Row, fault *rows.Fault) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		faults.Rows++
		if fault == nil {
			key, err := examine(ctx, row)
			if first, twice := 0, false; err == nil {
				if first, twice = seen.Add(key, row.Number); twice {
					err = sameAs(row, first)
				}
			}
			if found, ok := errors.AsType[*rows.Fault](err); ok {
				fault = found
			} else if err != nil {
				return err
			}
		}
		if fault != nil {
			faults.Add(fault)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case faults.Total > 0:
		return faults
	case faults.Rows == 0:
		return errNoRows
	}
	b.file.print, err = hashing.Fingerprint()
	return err
}

// errNoRows ends a run over a file in which nothing is to be done.
var errNoRows = errors.New("it holds no rows")

// rowless ends such a run: nothing to do is no error. Whoever reads a format
// gets its empty form.
func (b *Run) rowless() error {
	b.Session.Terminal.Note("%s: 0 rows", b.file.name)
	if session.ForPeople(b.Session.Output()) {
		return nil
	}
	_, err := output.WriteList(b.Session.App.Out, b.Session.Output(), columns(), func(func(output.Row, error) bool) {})
	return err
}

// examineForm looks at a row without a call, and counts those of this shard.
func (b *Run) examineForm(ctx context.Context, row rows.Row) (string, error) {
	f := b.blank()
	defer b.forms.Put(f)
	if err := b.decode(ctx, row, f); err != nil {
		return "", err
	}
	b.lookups = b.lookups || f.Inputs().Look()
	key := f.Key()
	if b.shard.Holds(key) {
		b.total++
	}
	return key, nil
}

// examineNames looks up what a row names. What an earlier process has settled, or
// another machine is about to settle, needs no name: who was removed cannot be
// found any more.
func (b *Run) examineNames(ctx context.Context, row rows.Row) (string, error) {
	f := b.blank()
	defer b.forms.Put(f)
	if err := b.decode(ctx, row, f); err != nil {
		return "", err
	}
	key := f.Key()
	known := b.known(key)
	if known.settled() || !b.shard.Holds(key) {
		return key, nil
	}
	_, err := b.identify(ctx, f, known)
	switch {
	case err == nil:
		return f.Key(), nil
	case fault.Is[*fault.NotFoundError](err), fault.Is[*fault.AmbiguousError](err):
		return "", faultOf(row, columnIn(row, columnOf(err)), b.withoutOthers(err))
	}
	return "", err
}

// withoutOthers takes the others out of what is said of somebody who is not
// there: a row of hundreds would list them all, and a near name in a file of
// removals is somebody else.
func (b *Run) withoutOthers(err error) error {
	if missing, ok := errors.AsType[*fault.NotFoundError](err); ok && missing.Target && !missing.Alike {
		missing.Close, missing.Candidates = "", nil
	}
	return err
}

// columnOf is the column that a name which means nothing stands in.
func columnOf(err error) string {
	label := ""
	if e, ok := errors.AsType[*fault.NotFoundError](err); ok {
		label = e.Flag
	}
	return strings.ToLower(strings.TrimPrefix(cmp.Or(label, fault.FlagOf(err)), "--"))
}

// columnIn is the column as the row has it; "" = what is wrong comes from elsewhere.
func columnIn(row rows.Row, column string) string {
	for _, cell := range row.Cells {
		if rows.FoldColumn(cell.Column) == rows.FoldColumn(column) {
			return cell.Column
		}
	}
	return ""
}

func sameAs(row rows.Row, first int) error {
	return &rows.Fault{
		Row: row.Number, Line: row.Line, Message: "repeats row " + strconv.Itoa(first), Way: "leave one of them out",
	}
}
