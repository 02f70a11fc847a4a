package rows

// Row is one row of a file.
type Row struct {
	Number int // from 1, counting rows only
	Line   int // where it starts in the file, from 1
	Cells  []Cell
}

// Cell is what a row says about one column.
type Cell struct {
	// Column is the name as the file has it, without blanks around it.
	Column string
	// Values is the cell's text; an array's entries. A text may hold several
	// entries separated by |, which only the verb can tell.
	Values []string
	// List says that Values are the entries of an array, not to be split.
	List bool
	// Given is false for an empty cell, null, and an array without entries.
	Given bool
}
