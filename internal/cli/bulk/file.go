package bulk

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/cli/session"
	"unictl/internal/cli/terminal"
	"unictl/internal/document"
	"unictl/internal/rows"
	"unictl/internal/suggest"
)

// file is a file of rows that is read several times: a copy of it, so that
// what is sent is what was checked, whoever else writes to the file.
type file struct {
	name    string // for people
	path    string // absolute, without links; "" = standard input
	format  rows.Format
	options rows.Options
	columns input.Inputs
	spooled *rows.Spooled
	info    os.FileInfo // nil = standard input or a pipe
	print   rows.Fingerprint
}

// openRows checks that there is such a file; standard input is put by.
func openRows(ctx context.Context, s *session.Session, flags *Flags, columns input.Inputs) (*file, error) {
	f := &file{name: flags.From, format: rows.Format(flags.Format), options: rowOptions(columns), columns: columns}
	if flags.From == "-" {
		return f, f.spool(ctx, s)
	}
	info, err := os.Stat(flags.From)
	switch {
	case err != nil:
		return nil, &fault.UsageError{Flag: "--from", Message: fault.Cause(err)}
	case info.IsDir():
		return nil, &fault.UsageError{Flag: "--from", Message: flags.From + " is a folder", Hint: "name a file of rows in it"}
	case !info.Mode().IsRegular(): // a pipe can be read only once
		return f, f.spoolFrom(ctx, s, flags.From)
	}
	if f.format == "" {
		f.format, _ = rows.FormatOf(flags.From)
	}
	f.info = info
	if f.path, err = identified(flags.From); err != nil {
		return nil, err
	}
	return f, f.spoolFrom(ctx, s, flags.From)
}

func rowOptions(columns input.Inputs) rows.Options {
	names := input.Each(columns, func(in *input.Input) string { return in.Name })
	only := ""
	if args := columns.Args(); len(args) > 0 {
		only = args[len(args)-1].Name
	}
	return rows.Options{
		Columns: names,
		Only:    only,
		Known:   func(name string) bool { return columns.IndexOf(name) >= 0 || document.SecretKey(name) },
		Suggest: func(name string) string { return suggest.Nearest(name, names) },
	}
}

// identified is a path as it is known, however it was spelt.
func identified(path string) (string, error) {
	path, err := filepath.Abs(path)
	if real, missing := filepath.EvalSymlinks(path); missing == nil {
		return real, err
	}
	if folder, missing := filepath.EvalSymlinks(filepath.Dir(path)); missing == nil { // the file may be to come
		path = filepath.Join(folder, filepath.Base(path))
	}
	return path, err
}

// same reports whether path is the file of the rows itself.
func (f *file) same(path string) bool { return f.info != nil && sameFile(f.path, path) }

// sameFile reports whether two paths lead to one file, which may be to come.
func sameFile(a, b string) bool {
	first, missing := os.Stat(a)
	second, alsoMissing := os.Stat(b)
	if missing == nil && alsoMissing == nil {
		return os.SameFile(first, second)
	}
	a, err := identified(a)
	b, alsoErr := identified(b)
	return err == nil && alsoErr == nil && a == b
}

func (f *file) spool(ctx context.Context, s *session.Session) error {
	f.name = "standard input"
	in, err := s.TakeStdin("--from")
	if err != nil {
		return &fault.UsageError{Flag: "--from", Message: err.Error()}
	}
	return f.keep(ctx, s, func() (*rows.Spooled, error) { return rows.Spool(in, os.TempDir()) })
}

func (f *file) spoolFrom(ctx context.Context, s *session.Session, path string) error {
	return f.keep(ctx, s, func() (*rows.Spooled, error) {
		file, err := os.Open(path) // which waits for a writer
		if err != nil {
			return nil, err
		}
		defer file.Close()
		return rows.Spool(file, os.TempDir())
	})
}

func (f *file) keep(ctx context.Context, s *session.Session, spool func() (*rows.Spooled, error)) error {
	var kept *rows.Spooled
	err := terminal.Heard(ctx, func() (err error) {
		kept, err = spool()
		return err
	})
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return err
	case fault.Is[*rows.SpoolError](err):
		known, _ := errors.AsType[*rows.SpoolError](err)
		return &fault.UsageError{Flag: "--from", Message: err.Error(), Hint: known.Way}
	case f.info != nil:
		return &fault.UsageError{Flag: "--from", Message: fault.Cause(err)}
	default:
		return &fault.UsageError{Flag: "--from", Message: fault.Cause(err), Hint: "write the rows to a file and name it"}
	}
	f.spooled = kept
	s.OnClose(kept.Close)
	return nil
}

// open is the copy from its beginning.
func (f *file) open() (io.Reader, error) {
	_, err := f.spooled.Seek(0, io.SeekStart)
	return f.spooled, err
}

// identity is what a journal knows the file by.
func (f *file) identity() string {
	if f.path != "" {
		return f.path
	}
	return "-" + f.print.String()
}

// unchanged reports a file that is not any more the one that was checked: it
// would be another one that a person means.
func (f *file) unchanged() error {
	if f.info == nil {
		return nil
	}
	file, err := os.Open(f.path)
	if err != nil {
		return &fault.UsageError{Flag: "--from", Message: fault.Cause(err)}
	}
	defer file.Close()
	if err := f.print.Check(file); err != nil {
		return &fault.UsageError{Flag: "--from", Message: f.name + ": " + err.Error(), Hint: "something else writes to it: run the command again when that is done"}
	}
	return nil
}

// each reads all rows; a *rows.Fault comes with its row, and the next follows.
// Any other error ends it.
func (f *file) each(read io.Reader, do func(rows.Row, *rows.Fault) error) error {
	reader, err := rows.NewReader(read, f.format, f.options)
	if err != nil {
		return f.wrong(err)
	}
	f.format = reader.Format()
	if err := f.secretColumn(reader.Columns()); err != nil {
		return err
	}
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

// secretColumn refuses a header that has a column for a secret; rows that name
// their own columns are refused one by one.
func (f *file) secretColumn(columns []string) error {
	at := slices.IndexFunc(columns, func(name string) bool { return document.SecretKey(name) && f.columns.IndexOf(name) < 0 })
	if at < 0 {
		return nil
	}
	refused, _ := errors.AsType[*fault.UsageError](noColumn(columns[at]))
	return &fault.UsageError{Flag: "--from", Message: f.name + ": column " + columns[at] + ": " + refused.Message, Hint: refused.Hint}
}

// wrong is a file that cannot be read as rows.
func (f *file) wrong(err error) error {
	bad := &fault.UsageError{Flag: "--from", Message: f.name + ": " + err.Error()}
	if known, ok := errors.AsType[*rows.FileError](err); ok {
		bad.Hint = known.Way
	}
	return bad
}
