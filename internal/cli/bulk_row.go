package cli

import (
	"context"
	"errors"
	"strings"

	"unictl/internal/document"
	"unictl/internal/rows"
)

// listSeparator stands between the values of a list in one cell.
const listSeparator = "|"

// fromCells makes one In from a row: its cells, and for what they do not give
// the flags of the command line. The same code checks both. What is wrong with
// the row is a *rows.Fault.
func (v *verb[C, In]) fromCells(ctx context.Context, s *Session, row rows.Row) (*In, Inputs, error) {
	in := new(In)
	inputs := v.inputs(in)
	for i := range row.Cells {
		cell := &row.Cells[i]
		if !cell.Given {
			continue
		}
		input := inputs.column(cell.Column)
		if input == nil {
			return nil, nil, faultOf(row, cell.Column, unknownColumn(cell.Column))
		}
		if err := input.setCell(cell); err != nil {
			return nil, nil, faultOf(row, input.Name, err)
		}
	}
	if err := v.fromFlags(inputs); err != nil {
		return nil, nil, err // of the command line: no row is to blame
	}
	for _, input := range inputs {
		if input.required && !input.given && (input.arg || input.absent == nil) {
			return nil, nil, faultOf(row, input.Name, errors.New("is missing"))
		}
	}
	err := loaded(ctx, s, inputs)
	if err == nil && v.check != nil {
		err = v.check(in)
	}
	if err == nil {
		err = v.askFor(ctx, s, inputs)
	}
	if err != nil {
		return nil, nil, faultOf(row, "", err)
	}
	return in, inputs, nil
}

// fromFlags gives inputs that a row left open what the command line says.
func (v *verb[C, In]) fromFlags(inputs Inputs) error {
	for _, input := range inputs {
		if input.arg || input.given {
			continue
		}
		given, ok := v.cmd.Flags().Lookup(input.Name).Value.(*flagValue)
		if !ok {
			continue
		}
		for _, text := range given.texts {
			if err := input.set(text); err != nil {
				return err
			}
		}
	}
	return nil
}

// setCell parses what a cell holds.
func (in *Input) setCell(cell *rows.Cell) error {
	values := cell.Values
	if in.list && !cell.List && len(values) == 1 {
		values = strings.Split(values[0], listSeparator)
	}
	if !in.list && len(values) > 1 {
		return errors.New("holds several values where one is taken")
	}
	for _, text := range values {
		if in.list {
			text = strings.TrimSpace(text)
		}
		if err := in.set(text); err != nil {
			return err
		}
	}
	return nil
}

// unknownColumn refuses a column that the verb does not have; rows of JSON name
// their own.
func unknownColumn(name string) error {
	if document.SecretKey(name) {
		return &UsageError{Message: "a secret has no column, since files of rows are passed around", Hint: "give it with its own flag, which names a file"}
	}
	return errors.New("there is no such column")
}

// faultOf is what is wrong with a row; errors of the command line and of the
// service stay what they are.
func faultOf(row rows.Row, column string, err error) error {
	if fault, ok := errors.AsType[*rows.Fault](err); ok {
		return fault
	}
	fault := &rows.Fault{Row: row.Number, Line: row.Line, Column: column, Message: err.Error(), Hint: hintOf(err)}
	if usage, ok := errors.AsType[*UsageError](err); ok && column != "" {
		fault.Message = usage.Message
	}
	return fault
}
