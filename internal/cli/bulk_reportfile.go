package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"unictl/internal/rows"
)

// reportFile writes results of rows. In JSON, and in YAML, which takes JSON for
// its own, numbers are numbers.
type reportFile struct {
	table *rows.Writer // csv and tsv
	text  *bufio.Writer
	start string // of the file
	lead  string // of every row
	next  string // between two rows
	end   string // of the file
	some  bool
}

func newReportFile(w io.Writer, format rows.Format) *reportFile {
	f := &reportFile{text: bufio.NewWriter(w), next: "\n", end: "\n"}
	switch format {
	case rows.JSON:
		f.start, f.next, f.end = "[\n", ",\n", "\n]\n"
	case rows.YAML:
		f.lead = "- "
	case rows.JSONL:
	case rows.TSV:
		f.table = rows.NewWriter(w, rows.TSV, reportColumns())
	default:
		f.table = rows.NewWriter(w, rows.CSV, reportColumns())
	}
	return f
}

func reportColumns() []string {
	return []string{"row", "key", "status", "id", "reason", "code", "error", "hint"}
}

func (f *reportFile) write(r RowResult) error {
	if f.table != nil {
		return f.table.Write(reportCells(r))
	}
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	between := f.next
	if !f.some {
		between = f.start
	}
	f.some = true
	_, err = f.text.WriteString(between + f.lead + string(line))
	return err
}

func (f *reportFile) close() error {
	if f.table != nil {
		return f.table.Close()
	}
	var err error
	switch {
	case f.some:
		_, err = f.text.WriteString(f.end)
	case f.start != "" || f.lead != "": // an empty list, in JSON and in YAML
		_, err = f.text.WriteString("[]\n")
	}
	return errors.Join(err, f.text.Flush())
}

func reportCells(r RowResult) []rows.Cell {
	values := []string{strconv.Itoa(r.Row), r.Key, r.Status, r.ID, r.Reason, r.Code, r.Error, r.Hint}
	cells := make([]rows.Cell, len(values))
	for i, column := range reportColumns() {
		cells[i] = rows.Cell{Column: column, Values: values[i : i+1], Given: values[i] != ""}
	}
	return cells
}
