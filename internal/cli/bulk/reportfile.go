package bulk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
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

// sideFiles are --report and --failed.
type sideFiles struct {
	report *reportFile
	failed *rows.Writer
	files  []*os.File
	fault  error
}

// refuseFiles keeps what is written apart from what is read, and from each
// other.
func (b *Run) refuseFiles() error {
	f := b.RowFlags
	type written struct{ flag, path string }
	var before []written
	for _, file := range [...]written{{"--report", f.report}, {"--failed", f.failed}, {"--values-file", f.valuesFile}} {
		if file.path == "" {
			continue
		}
		if kind := strings.ToLower(filepath.Ext(file.path)); kind == ".xlsx" || kind == ".xls" || kind == ".ods" {
			return &fault.UsageError{Flag: file.flag, Message: file.path + ": workbooks are not written", Hint: "name a .csv file, which spreadsheets open"}
		}
		if b.Session.Globals.DryRun {
			b.Session.Terminal.Note("%s: nothing is carried out, so that it is not written", file.flag)
		}
		if b.file.same(file.path) {
			return &fault.UsageError{Flag: file.flag, Message: file.path + " is the file of the rows itself", Hint: "name another one: it would be written over"}
		}
		for _, other := range before {
			if regular(file.path) && sameFile(file.path, other.path) {
				return &fault.UsageError{Flag: file.flag, Message: file.path + " is named for " + other.flag + " already"}
			}
		}
		before = append(before, file)
	}
	if _, err := os.Lstat(f.valuesFile); f.valuesFile != "" && err == nil && !f.goesOn() {
		return valuesThere(f.valuesFile)
	}
	return nil
}

// regular reports a file, there or to come, and no device: those take anything.
func regular(path string) bool {
	info, err := os.Stat(path)
	return err != nil || info.Mode().IsRegular()
}

// sideFiles opens what --report, --failed and --values-file name, before a row
// is sent.
func (b *Run) sideFiles(ctx context.Context) (*sideFiles, error) {
	side := &sideFiles{}
	if b.RowFlags.report != "" {
		file, err := side.open("--report", b.RowFlags.report)
		if err != nil {
			return nil, err
		}
		side.report = newReportFile(file, side.format(b.RowFlags.report, b.file.format))
	}
	if b.RowFlags.failed != "" {
		file, err := side.open("--failed", b.RowFlags.failed)
		if err != nil {
			return nil, err
		}
		columns := input.Each(b.Form().Inputs().Columns(), func(in *input.Input) string { return in.Name })
		format := side.format(b.RowFlags.failed, b.file.format)
		if format == rows.List && b.file.format != rows.List {
			format = rows.CSV // one column does not hold them
		}
		if format == rows.List {
			columns = []string{b.file.options.Only}
		}
		side.failed = rows.NewWriter(file, format, columns)
	}
	if err := b.openValues(ctx); err != nil {
		return nil, err
	}
	return side, side.empty()
}

// empty takes away what stood in the files, now that all of them can be written.
func (f *sideFiles) empty() error {
	for _, file := range f.files {
		if !regular(file.Name()) {
			continue
		}
		if err := file.Truncate(0); err != nil {
			return &fault.UsageError{Message: fault.Cause(err)}
		}
	}
	return nil
}

// open makes a file that its owner alone can read: rows may be about people. An
// earlier one of the person is written over.
func (f *sideFiles) open(flag, path string) (*os.File, error) {
	var file *os.File
	var err error
	if !regular(path) || strings.HasPrefix(path, "/dev/") { // devices and pipes take anything
		file, err = os.OpenFile(path, os.O_WRONLY, 0)
	} else {
		file, _, err = openOwn(path, os.O_WRONLY)
	}
	if err != nil {
		return nil, &fault.UsageError{Flag: flag, Message: fault.Cause(err)}
	}
	f.files = append(f.files, file)
	return file, nil
}

// format is that of the file's extension, or else that of the rows.
func (f *sideFiles) format(path string, otherwise rows.Format) rows.Format {
	if format, ok := rows.FormatOf(path); ok {
		return format
	}
	return otherwise
}

// add writes one row's result. A file that cannot be written is told of at the
// end: the rows do not wait for it.
func (f *sideFiles) Add(r result) {
	if f.report != nil {
		f.keep(f.report.write(r.shown))
	}
	if f.failed != nil && r.cells != nil {
		f.keep(f.failed.Write(r.cells))
	}
}

func (f *sideFiles) keep(err error) {
	if f.fault == nil {
		f.fault = err
	}
}

func (f *sideFiles) close() error {
	if f.report != nil {
		f.keep(f.report.close())
	}
	if f.failed != nil {
		f.keep(f.failed.Close())
	}
	for _, file := range f.files {
		f.keep(file.Close())
	}
	if f.fault != nil {
		return fmt.Errorf("the rows were carried out, but a file about them could not be written: %w", f.fault)
	}
	return nil
}
