package rows

import (
	"errors"
	"fmt"
	"io"
)

const (
	maxCell    = 1 << 20  // bytes
	maxRow     = 16 << 20 // bytes; also of a whole YAML file
	maxColumns = 1000
	maxName    = 200      // bytes of a column's name
	window     = 64 << 10 // bytes read at once, and how far a header is looked for
)

var errBudget = errors.New("row too long")

// budget is a reader that gives at most so many bytes for one row, so that a
// quote that is never closed does not take all memory.
type budget struct {
	from io.Reader
	left int
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errBudget
	}
	n, err := b.from.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// tooLong says in words that the budget of the row that starts at line is used
// up. Other errors are left as they are.
func tooLong(err error, line int) error {
	if !errors.Is(err, errBudget) {
		return err
	}
	return &FileError{
		Line:    line,
		Message: fmt.Sprintf("the row that starts here is longer than %d MB", maxRow>>20),
		Way:     "a quote or bracket that is opened there is probably never closed",
	}
}
