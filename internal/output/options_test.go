package output

import (
	"errors"
	"strings"
	"testing"
)

func TestCheckRefuses(t *testing.T) {
	all := "name, publicId, emailAddress, lastSeenOn, logins, roles"
	tests := map[string]struct {
		o                   Options
		flag, message, hint string
	}{
		"format":         {Options{Format: "xml"}, "-o", `unknown format "xml"`, "table, wide, json, jsonl, yaml, csv, name"},
		"column":         {Options{Columns: []string{"name", "mail"}}, "--columns", `unknown column "mail"`, all},
		"column case":    {Options{Columns: []string{"publicid"}}, "--columns", `"publicid"`, `did you mean "publicId"?`},
		"column twice":   {Options{Columns: []string{"name", "name"}}, "--columns", `"name" is given twice`, "once"},
		"sort":           {Options{Sort: []string{"name", "-mail"}}, "--sort", `unknown column "mail"`, all},
		"limit":          {Options{Limit: -1}, "--limit", "-1 is negative", "0 for all"},
		"jq syntax":      {Options{JQ: ".[", Format: JSON}, "--jq", `invalid expression ".["`, "jq"},
		"jq function":    {Options{JQ: "nope"}, "--jq", "function not defined: nope/0", "jq"},
		"dialect":        {Options{Format: CSV, CSV: "dos"}, "--csv", `unknown dialect "dos"`, "safe, raw, excel"},
		"no csv":         {Options{Format: JSON, CSV: Raw}, "--csv", "does not go with -o json", "-o csv"},
		"no csv at all":  {Options{CSV: Safe}, "--csv", "does not go with -o table", "-o csv"},
		"jq with csv":    {Options{JQ: ".", Format: CSV}, "--jq", "does not go with -o csv", "-o jsonl"},
		"jq with table":  {Options{JQ: ".", Format: Table}, "--jq", "does not go with -o table", "-o json"},
		"jq with escape": {Options{JQ: "\x1b[31m"}, "--jq", "␛[31m", "jq"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := tt.o.Check(personColumns())
			usage, ok := errors.AsType[*UsageError](err)
			if !ok {
				t.Fatalf("Check = %v, want a UsageError", err)
			}
			if usage.Flag != tt.flag || !strings.Contains(usage.Message, tt.message) || !strings.Contains(usage.Way, tt.hint) {
				t.Errorf("Check = %+v\nwant %s: …%s… hint …%s…", usage, tt.flag, tt.message, tt.hint)
			}
			if !strings.HasPrefix(err.Error(), tt.flag+": ") {
				t.Errorf("Error() = %q does not name the flag", err)
			}
		})
	}
}

func TestCheckAccepts(t *testing.T) {
	for _, o := range []Options{
		{}, {JQ: "."}, {JQ: ".", Format: JSONL}, {Format: Name, Limit: 3},
		{Columns: []string{"roles", "name"}, Sort: []string{"-lastSeenOn", "name"}},
	} {
		if err := o.Check(personColumns()); err != nil {
			t.Errorf("Check(%+v) = %v", o, err)
		}
	}
}

func TestCheckOfADocument(t *testing.T) {
	err := Options{Columns: []string{"id"}}.Check(nil)
	usage, ok := errors.AsType[*UsageError](err)
	if !ok || !strings.Contains(usage.Way, "--jq") {
		t.Errorf("Check = %v, want a UsageError that points to --jq", err)
	}
}

func TestUsageErrorSpeaksForItself(t *testing.T) {
	err := Options{Format: "xml"}.Check(nil)
	var known interface {
		ExitCode() int
		Hint() string
	}
	if !errors.As(err, &known) || known.ExitCode() != 2 || !strings.HasPrefix(known.Hint(), "formats: table") {
		t.Errorf("%#v", err)
	}
}
