package rows

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// verb is an imaginary verb with the columns email, first-name and groups.
func verb() Options {
	columns := map[string]string{"email": "email", "firstname": "first-name", "groups": "groups"}
	near := map[string]string{"emial": "email", "grups": "groups"}
	return Options{
		Only:    "email",
		Known:   func(c string) bool { return columns[FoldColumn(c)] != "" },
		Suggest: func(c string) string { return near[FoldColumn(c)] },
	}
}

// outcome is all that reading a file gives, in short.
type outcome struct {
	Rows   []string // "number:line column=value|value …"; a list is in [ ]
	Faults []string
	Err    string // the final error with its hint, "" at a good end
}

// outcomeOf reads to the end, checking what holds for every file.
func outcomeOf(t testing.TB, r io.Reader, f Format, o Options) (got outcome) {
	t.Helper()
	reader, err := NewReader(r, f, o)
	if err != nil {
		got.Err = described(err)
		return got
	}
	for number := 1; ; number++ {
		row, err := reader.Next()
		var fault *Fault
		switch {
		case err == nil:
			got.Rows = append(got.Rows, brief(row))
		case errors.As(err, &fault):
			got.Faults = append(got.Faults, described(fault))
			if fault.Row != row.Number || fault.Line != row.Line {
				t.Errorf("fault of row %d, line %d: %v", row.Number, row.Line, fault)
			}
		default:
			if err != io.EOF {
				got.Err = described(err)
			}
			if _, again := reader.Next(); again != err {
				t.Errorf("after %v: %v", err, again)
			}
			return got
		}
		if row.Number != number || row.Line < 1 {
			t.Errorf("row %d in line %d, want row %d", row.Number, row.Line, number)
		}
	}
}

func described(err error) string {
	var fault *Fault
	var file *FileError
	switch {
	case errors.As(err, &fault) && fault.Way != "":
		return err.Error() + " // " + fault.Way
	case errors.As(err, &file) && file.Way != "":
		return err.Error() + " // " + file.Way
	}
	return err.Error()
}

func brief(row Row) string {
	parts := []string{strconv.Itoa(row.Number) + ":" + strconv.Itoa(row.Line)}
	for _, c := range row.Cells {
		if !c.Given {
			continue
		}
		text := strings.Join(c.Values, "|")
		if c.List {
			text = "[" + text + "]"
		}
		parts = append(parts, c.Column+"="+text)
	}
	return strings.Join(parts, " ")
}

// story is a file and what reading it gives.
type story struct {
	name, text string
	want       outcome
}

// tell reads every file whole and byte by byte.
func tell(t *testing.T, f Format, o Options, stories []story) {
	t.Helper()
	for _, s := range stories {
		t.Run(s.name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(s.text), iotest.OneByteReader(strings.NewReader(s.text))} {
				if diff := cmp.Diff(s.want, outcomeOf(t, r, f, o)); diff != "" {
					t.Errorf("%q (-want +got):\n%s", s.text, diff)
				}
			}
		})
	}
}

func rowsOf(rows ...string) outcome { return outcome{Rows: rows} }

func refused(err string) outcome { return outcome{Err: err} }
