package rows

// Options is what a Reader is told about the verb that takes the rows.
type Options struct {
	// Columns are those that there are, for messages.
	Columns []string
	// Only is the column of a plain list's values.
	Only string
	// Known tells whether the verb has this column; see FoldColumn. Without it
	// every column is known.
	Known func(column string) bool
	// Suggest gives the column that was probably meant, or "". It may be nil.
	Suggest func(column string) string
}

func (o Options) known(column string) bool {
	return o.Known == nil || o.Known(column)
}

func (o Options) suggest(column string) string {
	if o.Suggest == nil {
		return ""
	}
	return o.Suggest(column)
}
