package document

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseSet(t *testing.T) {
	for expression, want := range map[string]Set{
		`a=1`:               {Path: []string{"a"}, Text: "1"},
		`a.b.0.c=x y`:       {Path: []string{"a", "b", "0", "c"}, Text: "x y"},
		`a=`:                {Path: []string{"a"}},
		`a==`:               {Path: []string{"a"}, Text: "="},
		`a=b:=1`:            {Path: []string{"a"}, Text: "b:=1"},
		`a:=1`:              {Path: []string{"a"}, Text: "1", JSON: true},
		`a.b:={"c": [1]}`:   {Path: []string{"a", "b"}, Text: `{"c": [1]}`, JSON: true},
		`http:port=1`:       {Path: []string{"http:port"}, Text: "1"},
		`a\.b\\.c\=d\:=x`:   {Path: []string{"a.b\\", "c=d:"}, Text: "x"},
		`größe.ü:="\u00e4"`: {Path: []string{"größe", "ü"}, Text: `"\u00e4"`, JSON: true},
	} {
		got, err := ParseSet(expression)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", expression, diff)
		}
	}
}

func TestParseSetRefuses(t *testing.T) {
	for expression, want := range map[string]string{
		``:             "there is no = in it; write a.b=text or a.b:=json",
		`a.b`:          "there is no = in it",
		`=x`:           "a name in the path is empty",
		`a..b=x`:       "a..b: a name in the path is empty",
		`.a=x`:         "a name in the path is empty",
		`a.:=1`:        "a name in the path is empty",
		`a\b=x`:        `write \\ for a backslash`,
		`a\`:           "a backslash stands before",
		`a:=`:          "there is no JSON after :=; write null",
		`a:=abc`:       "a:= is not JSON: line 1, column 1: invalid character 'a'",
		`a.b:=[1,]`:    "a.b:= is not JSON: line 1, column 4",
		"a:={\n \"b\"": "a:= is not JSON: line 2, column 4: unexpected end of JSON input",
		`a:=1 2`:       "a:= is not JSON: line 1, column 3",
	} {
		if _, err := ParseSet(expression); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", expression, err, want)
		}
	}
	_, err := ParseSet("a:=[1,")
	if syntax, ok := errors.AsType[*SyntaxError](err); !ok || syntax.Line != 1 || syntax.Column != 3 {
		t.Errorf("broken JSON gives %+v, want a *SyntaxError at 1, 3", err)
	}
}

func TestJoinPath(t *testing.T) {
	for _, path := range [][]string{{"a"}, {"a.b", "c\\", "=:"}, {"0", `\.`}} {
		if diff := cmp.Diff(path, splitPath(JoinPath(path))); diff != "" {
			t.Errorf("there and back (-want +got):\n%s", diff)
		}
		s, err := ParseSet(JoinPath(path) + "=x")
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(path, s.Path); diff != "" {
			t.Errorf("read by ParseSet (-want +got):\n%s", diff)
		}
	}
}
