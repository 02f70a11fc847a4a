package cli

import "unictl/internal/output"

// Column is one column of a list or of one object. Name is the provider's
// field name.
type Column[T any] struct {
	Name string
	Wide bool // only with -o wide or by name
	ID   bool // what -o name prints
	Cell func(T) any
}

func outputColumns[T any](columns []Column[T]) []output.Column {
	cols := make([]output.Column, len(columns))
	for i, c := range columns {
		cols[i] = output.Column{Name: c.Name, Wide: c.Wide, ID: c.ID, Cell: func(v any) any {
			typed, ok := v.(T)
			if !ok {
				return nil
			}
			return c.Cell(typed)
		}}
	}
	return cols
}
