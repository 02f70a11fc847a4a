package output

// Typed is one column of a list, or of one object, of T. Name is the provider's
// field name.
type Typed[T any] struct {
	Name string
	Wide bool // only with -o wide or by name
	ID   bool // what -o name prints
	Cell func(T) any
}

// Columns are the same columns for rows of any type: a row that is no T has
// empty cells.
func Columns[T any](typed []Typed[T]) []Column {
	columns := make([]Column, len(typed))
	for i, c := range typed {
		columns[i] = Column{Name: c.Name, Wide: c.Wide, ID: c.ID, Cell: func(v any) any {
			value, ok := v.(T)
			if !ok {
				return nil
			}
			return c.Cell(value)
		}}
	}
	return columns
}
