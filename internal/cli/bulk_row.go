package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/pflag"

	"unictl/internal/document"
	"unictl/internal/rows"
)

// listSeparator stands between the values of a list in one cell.
const listSeparator = "|"

// cellPlaces is what is the same for all rows: which input a column is for, and
// what the command line says for those that have no cell.
type cellPlaces struct {
	inputs   map[string]int // by column, as the file spells it
	defaults [][]string     // texts of the command line, by input
}

func newCellPlaces(inputs Inputs, flags *pflag.FlagSet) *cellPlaces {
	p := &cellPlaces{inputs: map[string]int{}, defaults: make([][]string, len(inputs))}
	for i, in := range inputs {
		if in.arg {
			continue
		}
		if given, ok := flags.Lookup(in.Name).Value.(*flagValue); ok {
			p.defaults[i] = given.texts
		}
	}
	return p
}

// of is the input that a column is for; nil = none.
func (p *cellPlaces) of(inputs Inputs, column string) *Input {
	i, known := p.inputs[column]
	if !known {
		i = inputs.indexOf(column)
		p.inputs[strings.Clone(column)] = i
	}
	if i < 0 {
		return nil
	}
	return inputs[i]
}

// blank is a form that is free: making one is most of what decoding a row costs.
func (b *bulkRun) blank() form {
	if f, used := b.forms.Get().(form); used {
		f.wipe()
		return f
	}
	return b.form()
}

// decode fills a form from a row: its cells, and for what they do not give the flags
// of the command line. The same code checks both. What is wrong with the row is
// a *rows.Fault.
func (b *bulkRun) decode(ctx context.Context, row rows.Row, f form) error {
	inputs := f.inputs()
	for i := range row.Cells {
		cell := &row.Cells[i]
		if !cell.Given {
			continue
		}
		input := b.places.of(inputs, cell.Column)
		if input == nil {
			return faultOf(row, cell.Column, noColumn(cell.Column))
		}
		if err := input.setCell(cell); err != nil {
			return faultOf(row, input.Name, err)
		}
		b.named = b.named || input.look()
	}
	if err := b.complete(row, inputs); err != nil {
		return err
	}
	err := loaded(ctx, b.session, inputs)
	if err == nil {
		err = f.check()
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return faultOf(row, "", err)
	}
	return b.verb.askFor(ctx, b.session, inputs) // no row is to blame for what nobody can be asked
}

// complete gives inputs that a row left open what the command line says.
func (b *bulkRun) complete(row rows.Row, inputs Inputs) error {
	for i, input := range inputs {
		if input.given {
			continue
		}
		if err := b.places.setDefault(i, input); err != nil {
			return err // no row is to blame
		}
		if input.required && !input.given && (input.arg || input.absent == nil) {
			return faultOf(row, input.Name, errors.New("is missing"))
		}
	}
	return nil
}

// readDefaults fetches and checks what the command line says for all rows: no
// row is to blame for it.
func (b *bulkRun) readDefaults(ctx context.Context) error {
	b.usual = b.form()
	inputs := b.usual.inputs()
	b.places = newCellPlaces(inputs, b.verb.cmd.Flags())
	for i, input := range inputs {
		if err := b.places.setDefault(i, input); err != nil {
			return err
		}
	}
	return loaded(ctx, b.session, inputs)
}

// setDefault gives an input what the command line says.
func (p *cellPlaces) setDefault(i int, input *Input) error {
	for _, text := range p.defaults[i] {
		if err := input.set(text); err != nil {
			return err
		}
	}
	return nil
}

// setCell parses what a cell holds.
func (in *Input) setCell(cell *rows.Cell) error {
	values := cell.Values
	if in.list && !cell.List && len(values) == 1 && strings.Contains(values[0], listSeparator) {
		values = strings.Split(values[0], listSeparator)
	}
	if !in.list && len(values) > 1 {
		return errors.New("holds several values where one is taken")
	}
	for _, text := range values {
		if in.list || in.arg { // no name or id ends in a blank, and cells do
			text = strings.TrimSpace(text)
		}
		if err := in.set(text); err != nil {
			return err
		}
	}
	return nil
}

// noColumn refuses a column that the verb does not have.
func noColumn(name string) error {
	if document.SecretKey(name) {
		return &UsageError{
			Message: "a secret has no column, since files of rows are passed around",
			Hint:    "take the column out: a secret is given with its own flag or variable, see --help",
		}
	}
	return errors.New("there is no such column")
}

// faultOf is what is wrong with a row.
func faultOf(row rows.Row, column string, err error) error {
	if fault, ok := errors.AsType[*rows.Fault](err); ok {
		return fault
	}
	fault := &rows.Fault{Row: row.Number, Line: row.Line, Column: column, Message: err.Error(), Way: hintOf(err)}
	if usage, ok := errors.AsType[*UsageError](err); ok && column != "" {
		fault.Message = usage.Message
	}
	return fault
}
