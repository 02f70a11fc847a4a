package cli

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"unictl/internal/bulk"
	"unictl/internal/rows"
)

// sideFiles opens what --report and --failed name, before a row is sent.
func (b *bulkRun[C, In]) sideFiles() (*sideFiles, error) {
	side := &sideFiles{session: b.session}
	var err error
	if b.flags.report != "" {
		if side.report, err = side.open("--report", b.flags.report, b.file.format, reportColumns()); err != nil {
			return nil, err
		}
	}
	if b.flags.failed != "" {
		columns := Each(b.Inputs(new(In)).columns(), func(in *Input) string { return in.Name })
		if side.failed, err = side.open("--failed", b.flags.failed, b.file.format, columns); err != nil {
			return nil, err
		}
	}
	return side, nil
}

func reportColumns() []string { return []string{"row", "key", "status", "id", "code", "error", "hint"} }

// open makes a file that its owner alone can read: rows may be about people.
func (f *sideFiles) open(flag, path string, otherwise rows.Format, columns []string) (*rows.Writer, error) {
	format, ok := rows.FormatOf(path)
	if !ok {
		format = otherwise
	}
	if format == rows.List && len(columns) != 1 {
		format = rows.CSV
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, &UsageError{Flag: flag, Message: cause(err)}
	}
	f.files = append(f.files, file)
	return rows.NewWriter(file, format, columns), nil
}

// add writes one row's result. A file that cannot be written is told of at the
// end: the rows do not wait for it.
func (f *sideFiles) add(r RowResult, cells []rows.Cell) {
	if f.report != nil {
		f.keep(f.report.Write(reportCells(r)))
	}
	if f.failed != nil && (r.Status == bulk.Failed.String() || r.Status == bulk.Skipped.String()) {
		f.keep(f.failed.Write(cells))
	}
}

func reportCells(r RowResult) []rows.Cell {
	values := []string{strconv.Itoa(r.Row), r.Key, r.Status, r.ID, r.Code, r.Error, r.Hint}
	cells := make([]rows.Cell, len(values))
	for i, column := range reportColumns() {
		cells[i] = rows.Cell{Column: column, Values: values[i : i+1], Given: values[i] != ""}
	}
	return cells
}

func (f *sideFiles) keep(err error) {
	if f.fault == nil {
		f.fault = err
	}
}

func (f *sideFiles) close() error {
	for _, w := range []*rows.Writer{f.report, f.failed} {
		if w != nil {
			f.keep(w.Close())
		}
	}
	for _, file := range f.files {
		f.keep(file.Close())
	}
	if f.fault != nil {
		return fmt.Errorf("the rows were carried out, but a file about them could not be written: %w", f.fault)
	}
	return nil
}

// saveRowValue puts a secret that a service shows once on disk.
func (b *bulkRun[C, In]) saveRowValue(row *bulkRow[C, In]) error {
	if b.Once == nil {
		return nil
	}
	value := b.Once.Value(row.in)
	b.session.secrets.Add(value)
	if value == "" || b.flags.valuesFile == "" {
		return nil
	}
	b.values.Lock()
	defer b.values.Unlock()
	file, err := os.OpenFile(b.flags.valuesFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return &SecretLostError{Noun: b.Once.Noun, ID: b.id(row.in), Err: err}
	}
	w := rows.NewWriter(file, rows.JSONL, []string{"key", "id", "value"})
	err = errors.Join(w.Write([]rows.Cell{
		{Column: "key", Values: []string{row.target}, Given: true}, {Column: "id", Values: []string{b.id(row.in)}, Given: true},
		{Column: "value", Values: []string{value}, Given: true},
	}), w.Close(), file.Sync(), file.Close())
	if err != nil {
		return &SecretLostError{Noun: b.Once.Noun, ID: b.id(row.in), Err: err}
	}
	return nil
}
