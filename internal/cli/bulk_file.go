package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"unictl/internal/rows"
	"unictl/internal/suggest"
)

// bulkFile is a file of rows that is read several times.
type bulkFile struct {
	name    string // for people
	path    string // absolute; "" = standard input, spooled
	format  rows.Format
	options rows.Options
	spooled *rows.Spooled
	print   rows.Fingerprint
}

// openRows checks that there is such a file; standard input is put by.
func (s *Session) openRows(flags *bulkFlags, columns Inputs) (*bulkFile, error) {
	f := &bulkFile{name: flags.from, format: rows.Format(flags.format), options: rowOptions(columns)}
	if flags.from == "-" {
		return f, f.spool(s)
	}
	info, err := os.Stat(flags.from)
	switch {
	case err != nil:
		return nil, &UsageError{Flag: "--from", Message: cause(err)}
	case info.IsDir():
		return nil, &UsageError{Flag: "--from", Message: flags.from + " is a folder", Hint: "name a file of rows in it"}
	case !info.Mode().IsRegular(): // a pipe can be read only once
		return f, f.spoolFrom(s, flags.from)
	}
	if f.path, err = filepath.Abs(flags.from); err != nil {
		return nil, err
	}
	if f.format == "" {
		f.format, _ = rows.FormatOf(f.path)
	}
	return f, nil
}

func rowOptions(columns Inputs) rows.Options {
	names := Each(columns, func(in *Input) string { return in.Name })
	only := ""
	if args := columns.args(); len(args) > 0 {
		only = args[len(args)-1].Name
	}
	return rows.Options{
		Only:    only,
		Known:   func(name string) bool { return columns.column(name) != nil },
		Suggest: func(name string) string { return suggest.Nearest(name, names) },
	}
}

func (f *bulkFile) spool(s *Session) error {
	f.name = "standard input"
	if s.stdinUse != "" {
		return &UsageError{Flag: "--from", Message: "standard input is already taken for " + s.stdinUse}
	}
	s.stdinUse = "--from"
	return f.keep(s, s.App.In)
}

func (f *bulkFile) spoolFrom(s *Session, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return &UsageError{Flag: "--from", Message: cause(err)}
	}
	defer file.Close()
	return f.keep(s, file)
}

func (f *bulkFile) keep(s *Session, from io.Reader) (err error) {
	if f.spooled, err = rows.Spool(from, os.TempDir()); err != nil {
		return &UsageError{Flag: "--from", Message: err.Error(), Hint: "write the rows to a file and name it"}
	}
	s.closers = append(s.closers, f.spooled.Close)
	return nil
}

// open is the file from its beginning.
func (f *bulkFile) open() (io.ReadCloser, error) {
	if f.spooled == nil {
		file, err := os.Open(f.path)
		if err != nil {
			return nil, &UsageError{Flag: "--from", Message: cause(err)}
		}
		return file, nil
	}
	_, err := f.spooled.Seek(0, io.SeekStart)
	return io.NopCloser(f.spooled), err
}

// identity is what a journal knows the file by.
func (f *bulkFile) identity() string {
	if f.path != "" {
		return f.path
	}
	return "-" + f.print.String()
}

// unchanged reports a file that is not the one that was checked.
func (f *bulkFile) unchanged() error {
	file, err := f.open()
	if err != nil {
		return err
	}
	defer file.Close()
	if err := f.print.Check(file); err != nil {
		return &UsageError{Flag: "--from", Message: f.name + ": " + err.Error(), Hint: "something else writes to it: run the command again when that is done"}
	}
	return nil
}

// each reads all rows; a *rows.Fault comes with its row, and the next follows.
// Any other error ends it.
func (f *bulkFile) each(read io.Reader, do func(rows.Row, *rows.Fault) error) error {
	reader, err := rows.NewReader(read, f.format, f.options)
	if err != nil {
		return f.wrong(err)
	}
	f.format = reader.Format()
	for {
		row, err := reader.Next()
		fault, isFault := errors.AsType[*rows.Fault](err)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !isFault:
			return f.wrong(err)
		}
		if err := do(row, fault); err != nil {
			return err
		}
	}
}

// wrong is a file that cannot be read as rows.
func (f *bulkFile) wrong(err error) error {
	bad := &UsageError{Flag: "--from", Message: f.name + ": " + err.Error()}
	if known, ok := errors.AsType[*rows.FileError](err); ok {
		bad.Hint = known.Hint
	}
	return bad
}
