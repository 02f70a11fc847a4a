package bulk

import (
	"context"
	"errors"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/document"
	"unictl/internal/journal"
	"unictl/internal/rows"
)

// row is one row on its way.
type row struct {
	change.Row
	number int
	key    string // what it is about, in the file's own words
	cells  []rows.Cell
	before rowBefore
	step   journal.Step // that was sent last, with the id of what it acts on
	gone   error        // what it is about is not there, and need not be; nil = it is
}

// rows reads the file again, and hands on the rows of this shard with their
// names looked up. The key is what the file says: it is the same when the run
// is resumed, whatever has become of the names.
func (b *Run) rows(ctx context.Context, do func(*row) error) error {
	file, err := b.file.open()
	if err != nil {
		return err
	}
	return b.file.each(file, func(r rows.Row, wrong *rows.Fault) error {
		if wrong != nil {
			return wrong
		}
		f := b.blank()
		if err := b.decode(ctx, r, f); err != nil {
			return err
		}
		key := f.Key()
		if !b.shard.Holds(key) {
			b.forms.Put(f)
			return nil
		}
		next := &row{number: r.Number, key: key, cells: r.Cells, before: b.known(key)}
		next.Form, next.Target = f, f.Target()
		if b.lookups && !next.before.settled() {
			if next.gone, err = b.identify(ctx, f, next.before); err != nil {
				return err
			}
		}
		return do(next)
	})
}

// identify looks up what a row names; gone says that it was to be taken away, or
// was sent before, and is not there. What is in doubt or half done is what was
// sent then: another thing may bear its name now.
func (b *Run) identify(ctx context.Context, f change.Form, known rowBefore) (gone, err error) {
	if ids := known.Step.ID; (known.doubtful() || known.halfDone()) && ids != "" {
		there, err := b.Finder.Pin(ctx, b.Client, f.Inputs(), ids)
		if err != nil || !there {
			return errGone, err
		}
	}
	if err = b.Resolve(ctx, f.Inputs()); b.Unfound(err) {
		return b.withoutOthers(err), nil
	}
	return nil, err
}

// blank is a form that is free: making one is most of what decoding a row costs.
func (b *Run) blank() change.Form {
	if f, used := b.forms.Get().(change.Form); used {
		f.Wipe()
		return f
	}
	return b.Form()
}

// decode fills a form from a row: its cells, and for what they do not give the flags
// of the command line. The same code checks both. What is wrong with the row is
// a *rows.Fault.
func (b *Run) decode(ctx context.Context, row rows.Row, f change.Form) error {
	inputs := f.Inputs()
	for i := range row.Cells {
		cell := &row.Cells[i]
		if !cell.Given {
			continue
		}
		in := b.places.Of(inputs, cell.Column)
		if in == nil {
			return faultOf(row, cell.Column, noColumn(cell.Column))
		}
		if err := in.SetCell(cell); err != nil {
			return faultOf(row, in.Name, err)
		}
		b.named = b.named || in.Look()
	}
	if err := b.complete(row, inputs); err != nil {
		return err
	}
	err := inputs.Load(ctx, b.Session)
	if err == nil {
		err = f.Check()
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return faultOf(row, "", err)
	}
	return inputs.Ask(ctx, b.Session, b.asked) // no row is to blame for what nobody can be asked
}

// complete gives inputs that a row left open what the command line says.
func (b *Run) complete(row rows.Row, inputs input.Inputs) error {
	for i, in := range inputs {
		if in.Given() {
			continue
		}
		if err := b.places.SetDefault(i, in); err != nil {
			return err // no row is to blame
		}
		if in.Missing() {
			return faultOf(row, in.Name, errors.New("is missing"))
		}
	}
	return nil
}

// readDefaults fetches and checks what the command line says for all rows: no
// row is to blame for it.
func (b *Run) readDefaults(ctx context.Context) error {
	b.usual = b.Form()
	inputs := b.usual.Inputs()
	b.places = input.NewPlaces(inputs, b.CommandFlags)
	for i, in := range inputs {
		if err := b.places.SetDefault(i, in); err != nil {
			return err
		}
	}
	return inputs.Load(ctx, b.Session)
}

// noColumn refuses a column that the verb does not have.
func noColumn(name string) error {
	if document.SecretKey(name) {
		return &fault.UsageError{
			Message: "a secret has no column, since files of rows are passed around",
			Hint:    "take the column out: a secret is given with its own flag or variable, see --help",
		}
	}
	return errors.New("there is no such column")
}

// faultOf is what is wrong with a row.
func faultOf(row rows.Row, column string, err error) error {
	if known, ok := errors.AsType[*rows.Fault](err); ok {
		return known
	}
	wrong := &rows.Fault{Row: row.Number, Line: row.Line, Column: column, Message: err.Error(), Way: fault.Hint(err)}
	if usage, ok := errors.AsType[*fault.UsageError](err); ok && column != "" {
		wrong.Message = usage.Message
	}
	return wrong
}
