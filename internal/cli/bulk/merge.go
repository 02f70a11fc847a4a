package bulk

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/rest"
	"unictl/internal/rows"
)

// MergeError is reports that do not make up a whole: rows that several of them
// have, and rows that none has.
type MergeError struct {
	Twice, Missing []string // numbers of rows, "7" or "12-15"
}

func (e *MergeError) Error() string {
	var parts []string
	if len(e.Twice) > 0 {
		parts = append(parts, "rows that come more than once: "+fault.List(e.Twice))
	}
	if len(e.Missing) > 0 {
		parts = append(parts, "rows that no report has: "+fault.List(e.Missing))
	}
	return strings.Join(parts, "; ")
}

func (e *MergeError) Hint() string {
	return "name the report of each shard once; rows that are missing are those of a shard that has not ended"
}

// Merged joins the reports of shards.
type Merged struct {
	Paths []string
	gaps  MergeError
	last  int // row that was given out last
}

// Inputs is the argument.
func (m *Merged) Inputs() input.Inputs { return input.Inputs{input.Paths("report", &m.Paths)} }

// Verdict is a *MergeError, or nil when the reports make up a whole.
func (m *Merged) Verdict() error {
	if len(m.gaps.Twice)+len(m.gaps.Missing) == 0 {
		return nil
	}
	return &m.gaps
}

// Items are the rows of all reports in the order of the file. One row of each
// report is held at a time, whatever their number.
func (m *Merged) Items() iter.Seq2[rest.Item[RowResult], error] {
	return func(yield func(rest.Item[RowResult], error) bool) {
		var open []*reportReader
		defer func() {
			for _, r := range open {
				_ = r.file.Close()
			}
		}()
		for _, path := range m.Paths {
			r, err := openReport(path)
			if err != nil {
				yield(rest.Item[RowResult]{}, err)
				return
			}
			open = append(open, r)
		}
		for r := least(open); r != nil; r = least(open) {
			m.note(r.next.Row)
			if !yield(rest.Item[RowResult]{Value: r.next}, nil) {
				return
			}
			if err := r.advance(); err != nil {
				yield(rest.Item[RowResult]{}, err)
				return
			}
		}
	}
}

// note remembers what is wrong with the sequence of rows.
func (m *Merged) note(row int) {
	switch {
	case row == m.last:
		if n := len(m.gaps.Twice); n == 0 || m.gaps.Twice[n-1] != strconv.Itoa(row) {
			m.gaps.Twice = append(m.gaps.Twice, strconv.Itoa(row))
		}
	case row == m.last+2:
		m.gaps.Missing = append(m.gaps.Missing, strconv.Itoa(row-1))
	case row > m.last+2:
		m.gaps.Missing = append(m.gaps.Missing, fmt.Sprintf("%d-%d", m.last+1, row-1))
	}
	m.last = row
}

// least is the reader whose row comes first; nil = all are at their end.
func least(open []*reportReader) (first *reportReader) {
	for _, r := range open {
		if !r.ended && (first == nil || r.next.Row < first.next.Row) {
			first = r
		}
	}
	return first
}

// reportReader is a report with one row in hand.
type reportReader struct {
	path  string
	file  *os.File
	rows  *rows.Reader
	next  RowResult
	ended bool
}

func openReport(path string) (*reportReader, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, &fault.UsageError{Flag: "REPORT", Message: fault.Cause(err)}
	}
	r := &reportReader{path: path, file: file}
	format, _ := rows.FormatOf(path)
	if format == rows.List {
		format = rows.CSV // as it was written
	}
	r.rows, err = rows.NewReader(file, format, rows.Options{Known: func(name string) bool {
		return slices.Contains(reportColumns(), rows.FoldColumn(name))
	}})
	if err == nil {
		err = r.advance()
	} else {
		err = r.wrong(err)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return r, nil
}

// advance reads the next row.
func (r *reportReader) advance() error {
	row, err := r.rows.Next()
	if errors.Is(err, io.EOF) {
		r.ended = true
		return nil
	}
	if err != nil {
		return r.wrong(err)
	}
	before := r.next.Row
	r.next = RowResult{}
	for _, cell := range row.Cells {
		if err := r.next.set(cell); err != nil {
			return r.wrong(&rows.Fault{Row: row.Number, Line: row.Line, Column: cell.Column, Message: err.Error()})
		}
	}
	if r.next.Row <= before {
		return r.wrong(&rows.Fault{Row: row.Number, Line: row.Line, Column: "row", Message: "does not come after the one before it"})
	}
	return nil
}

func (r *reportReader) wrong(err error) error {
	return &fault.UsageError{Flag: "REPORT", Message: r.path + ": " + err.Error(), Hint: "a report is what --report FILE wrote, as it wrote it"}
}

// set takes a cell of a report.
func (r *RowResult) set(cell rows.Cell) (err error) {
	if !cell.Given {
		return nil
	}
	text := cell.Values[0]
	switch rows.FoldColumn(cell.Column) {
	case "row":
		r.Row, err = strconv.Atoi(text)
	case "key":
		r.Key = text
	case "status":
		r.Status = text
	case "id":
		r.ID = text
	case "reason":
		r.Reason = text
	case "code":
		r.Code = text
	case "error":
		r.Error = text
	case "hint":
		r.Hint = text
	}
	if err != nil {
		return errors.New("is no number of a row")
	}
	return nil
}
