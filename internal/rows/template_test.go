package rows

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func invitation() []TemplateColumn {
	return []TemplateColumn{
		{Name: "email", Usage: "whom to invite,\n\"once\"", Required: true},
		{Name: "groups", Usage: "groups to join", List: true},
		{Name: "first-name"},
	}
}

func TestTemplate(t *testing.T) {
	const about = "# email: whom to invite, \"once\" (required)\n# groups: groups to join (a list)\n# first-name: \n"
	const csvAbout = "# email: whom to invite, \"once\" (required)\n# groups: groups to join (several are separated by |)\n# first-name: \n"
	for f, want := range map[Format]string{
		CSV: csvAbout + "email,groups,first-name\n",
		TSV: csvAbout + "email\tgroups\tfirst-name\n",
		JSON: "[\n  {\n    \"# email\": \"whom to invite, \\\"once\\\" (required)\",\n" +
			"    \"# groups\": \"groups to join (a list)\",\n    \"# first-name\": \"\"\n  }\n]\n",
		JSONL: about,
		YAML:  about,
		List:  "# email: whom to invite, \"once\" (required)\n",
	} {
		if diff := cmp.Diff(want, Template(f, invitation())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f, diff)
		}
	}
}

// A template is a file without rows.
func TestTemplateIsRead(t *testing.T) {
	for _, f := range Formats() {
		for _, columns := range [][]TemplateColumn{invitation(), {{Name: "email"}}} {
			text := Template(Format(f), columns)
			for _, text := range []string{text, "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")} {
				if got := outcomeOf(t, strings.NewReader(text), Format(f), verb()); len(got.Rows) > 0 || len(got.Faults) > 0 || got.Err != "" {
					t.Errorf("%s: %q gives %+v", f, text, got)
				}
			}
		}
	}
	reader, err := NewReader(strings.NewReader(Template(CSV, invitation())), CSV, verb())
	if err != nil || !slices.Equal(reader.Columns(), []string{"email", "groups", "first-name"}) {
		t.Errorf("columns %v, %v", reader, err)
	}
}

func TestTemplateWithoutColumns(t *testing.T) {
	for _, f := range Formats() {
		if got := outcomeOf(t, strings.NewReader(Template(Format(f), nil)), Format(f), verb()); !cmp.Equal(got, outcome{}) && f != "json" {
			t.Errorf("%s: %+v", f, got)
		}
	}
}
