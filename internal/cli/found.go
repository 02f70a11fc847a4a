package cli

import (
	"encoding/json"
	"iter"

	"unictl/internal/output"
)

// revealFlag adds --reveal to reads of a provider whose answers may hold
// secrets; for others it is off.
func (v *verb) revealFlag() *bool {
	reveal := new(bool)
	if p, _ := v.t.providerOf(v.cmd); p != nil && p.Masks {
		v.cmd.Flags().BoolVar(reveal, "reveal", false, "show values that look like secrets")
	}
	return reveal
}

// declaredColumns are a verb's own columns, with the output flags checked
// against them; nil when only the answer tells which there are.
func declaredColumns[T any](s *Session, columns []Column[T]) ([]output.Column, error) {
	if columns != nil {
		declared := outputColumns(columns)
		return declared, s.checkOutput(declared)
	}
	options := s.output()
	options.Columns, options.Sort = nil, nil
	return nil, s.checkOptions(options, nil)
}

// columnsFound are the columns of one object, as it came.
func (s *Session) columnsFound(raw json.RawMessage) ([]output.Column, output.Row, error) {
	return s.output().FoundOne(raw)
}

// columnsOf reads all rows, and gives the columns that they have: such answers
// come in one piece anyway.
func (s *Session) columnsOf(rows iter.Seq2[output.Row, error]) ([]output.Column, iter.Seq2[output.Row, error], error) {
	var raw []json.RawMessage
	for row, err := range rows {
		if err != nil {
			return nil, nil, err
		}
		raw = append(raw, row.Raw)
	}
	columns, found, err := s.output().Found(raw)
	return columns, func(yield func(output.Row, error) bool) {
		for _, row := range found {
			if !yield(row, nil) {
				return
			}
		}
	}, err
}
