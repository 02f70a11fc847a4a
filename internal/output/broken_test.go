package output

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var errPage = errors.New("page 2: 502 bad gateway")

func TestListThatFailsHalfWay(t *testing.T) {
	tests := map[string]struct {
		o    Options
		n    int
		want string
	}{
		"json":              {Options{Format: JSON}, 0, ""},
		"yaml":              {Options{Format: YAML}, 0, ""},
		"jq":                {Options{JQ: ".[].name"}, 0, ""},
		"sorted":            {Options{Format: CSV, Sort: []string{"name"}}, 0, ""},
		"jsonl with jq":     {Options{Format: JSONL, JQ: ".name"}, 2, "Ada\nBob <b>\n"},
		"name":              {Options{Format: Name}, 2, "id1\nid2\n"},
		"csv":               {Options{Format: CSV, Columns: []string{"name"}}, 2, "name\nAda\nBob <b>\n"},
		"table piped":       {Options{Columns: []string{"name"}}, 2, "name\nAda\nBob <b>\n"},
		"table on terminal": {Options{Terminal: true, Columns: []string{"name"}}, 2, "name\nAda\nBob <b>\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			n, err := WriteList(&out, tt.o, personColumns(), eachThen(people(t), errPage))
			if n != tt.n || !errors.Is(err, errPage) {
				t.Errorf("WriteList = %d, %v; want %d and the page's error", n, err, tt.n)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

func TestListThatFailsAtOncePrintsNothing(t *testing.T) {
	for _, format := range Formats() {
		var out bytes.Buffer
		_, err := WriteList(&out, Options{Format: Format(format)}, personColumns(), eachThen(nil, errPage))
		if !errors.Is(err, errPage) || out.Len() > 0 {
			t.Errorf("-o %s: error %v, output %q", format, err, &out)
		}
	}
}

func TestInvalidRawJSONFailsTheList(t *testing.T) {
	rows := []Row{{Value: new(person), Raw: json.RawMessage(`{"name":`)}}
	for _, format := range []Format{JSON, YAML} {
		var out bytes.Buffer
		_, err := WriteList(&out, Options{Format: format}, nil, each(rows))
		if err == nil || out.Len() > 0 {
			t.Errorf("-o %s: error %v, output %q", format, err, &out)
		}
	}
}

// brokenPipe fails every write after the first good ones.
type brokenPipe struct{ good int }

func (p *brokenPipe) Write(b []byte) (int, error) {
	if p.good == 0 {
		return 0, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
	}
	p.good--
	return len(b), nil
}

// counted counts how often the iterator is asked for a row.
func counted(rows []Row, asked *int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, r := range rows {
			*asked++
			if !yield(r, nil) {
				return
			}
		}
		*asked++
	}
}

func TestClosedPipeStopsTheList(t *testing.T) {
	rows := crowd(t, 5000)
	for _, o := range []Options{
		{Format: CSV}, {Format: JSONL}, {Format: Name}, {Format: Table}, {Format: JSONL, JQ: ".name"},
	} {
		asked := 0
		_, err := WriteList(&brokenPipe{good: 1}, o, personColumns(), counted(rows, &asked))
		if !errors.Is(err, syscall.EPIPE) {
			t.Errorf("-o %s: %v, want EPIPE", o.Format, err)
		}
		if asked > 2*blockLines+1 {
			t.Errorf("-o %s: asked for %d rows after the pipe closed", o.Format, asked)
		}
	}
	for _, f := range []Format{JSON, YAML} {
		_, err := WriteList(&brokenPipe{}, Options{Format: f}, personColumns(), each(rows))
		if !errors.Is(err, syscall.EPIPE) {
			t.Errorf("-o %s: %v, want EPIPE", f, err)
		}
	}
	if err := WriteOne(&brokenPipe{}, Options{}, personColumns(), rows[0]); !errors.Is(err, syscall.EPIPE) {
		t.Errorf("WriteOne: %v, want EPIPE", err)
	}
}

func TestLimitAsksForNoMore(t *testing.T) {
	for _, format := range Formats() {
		t.Run(format, func(t *testing.T) {
			asked := 0
			var out bytes.Buffer
			o := Options{Format: Format(format), Limit: 2}
			n, err := WriteList(&out, o, personColumns(), counted(crowd(t, 5), &asked))
			if n != 2 || err != nil || asked != 2 {
				t.Errorf("WriteList = %d, %v after asking for %d rows; want 2 of each", n, err, asked)
			}
			if s := out.String(); !strings.Contains(s, "id000001") || strings.Contains(s, "id000002") {
				t.Errorf("want the first two people, got:\n%s", s)
			}
		})
	}
}

// writes records each write.
type writes struct{ sizes []int }

func (w *writes) Write(b []byte) (int, error) {
	w.sizes = append(w.sizes, bytes.Count(b, []byte{'\n'}))
	return len(b), nil
}

func TestStreamShowsTheFirstRowAtOnce(t *testing.T) {
	var w writes
	if _, err := WriteList(&w, Options{Format: CSV}, personColumns(), each(crowd(t, 2500))); err != nil {
		t.Fatal(err)
	}
	want := []int{2, 1000, 1000, 499}
	if diff := cmp.Diff(want, w.sizes); diff != "" {
		t.Errorf("lines in each write (-want +got):\n%s%s", diff, fmt.Sprint(w.sizes))
	}
}
