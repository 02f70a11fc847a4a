package rows

import (
	"strings"
	"testing"
)

func TestYAML(t *testing.T) {
	const dash = ` // begin each row with a dash: "- column: value"`
	tell(t, YAML, verb(), []story{
		{"plain", "# people\n- email: ada@x.org\n  first name: Ada # her\n\n- email: bob@x.org\n", rowsOf("1:2 email=ada@x.org first name=Ada", "2:5 email=bob@x.org")},
		{"byte order mark and CRLF", "\ufeff- email: a\r\n- email: b\r\n", rowsOf("1:1 email=a", "2:2 email=b")},
		{"values keep their text", "- {email: 007, groups: True, first-name: 2026-01-02}\n- {email: 1.50, groups: ~, first-name: ''}\n- {email: yes, groups: null}\n",
			rowsOf("1:1 email=007 groups=true first-name=2026-01-02", "2:2 email=1.50", "3:3 email=yes")},
		{"lists", "- groups: [A, 2]\n- groups: []\n- groups:\n  - x|y\n", rowsOf("1:1 groups=[A|2]", "2:2", "3:3 groups=[x|y]")},
		{"aliases", "- &a\n  email: &e a@x.org\n  groups: &g [A, B]\n- {email: *e, groups: *g}\n- {groups: [*e]}\n- *a\n",
			rowsOf("1:1 email=a@x.org groups=[A|B]", "2:4 email=a@x.org groups=[A|B]", "3:5 groups=[a@x.org]", "4:6 email=a@x.org groups=[A|B]")},
		{"text over lines", "- first-name: |\n    Ada\n    L\n  email: a\n", rowsOf("1:1 first-name=Ada\nL\n email=a")},
		{"comment members", "- '# email': {a: b}\n- {}\n", rowsOf("1:2")},
		{"JSON", `[{"email": "a"}]`, rowsOf("1:1 email=a")},
		{"document marks", "---\n- email: a\n...\n", rowsOf("1:2 email=a")},
		{"empty", "", outcome{}},
		{"comments only", "# nothing\n\n# here\n", outcome{}},
		{"null", "---\n", outcome{}},
		{"empty list", "[]\n", outcome{}},
		{"several documents", "- email: a\n---\n- email: b\n", refused("line 2: the file holds several documents // put all rows in one list, without ---")},
		{"mapping", "# x\nemail: a\n", refused("line 2: this is a mapping, and a list of mappings is wanted" + dash)},
		{"text", "a@x.org\n", refused("line 1: this is a single value, and a list of mappings is wanted" + dash)},
		{"syntax", "- email: a\n- email: [canary\n- b\n", refused("line 2: this is no valid YAML: did not find expected ',' or ']'")},
		{"syntax in a second document", "- email: a\n---\n- [\n", refused("line 4: this is no valid YAML: did not find expected node content")},
		{"syntax in a block", "- email: a\n- email: b\n   groups: c\n", refused("line 3: this is no valid YAML: mapping values are not allowed in this context")},
		{"syntax found by the parser", "- email: a\n-\n  email: b\n c: d\n", refused("line 4: this is no valid YAML: did not find expected '-' indicator")},
		{"not UTF-8", "- email: canary\xe9\n", refused("this is no valid YAML: incomplete UTF-8 octet sequence")},
	})
}

func TestYAMLFaults(t *testing.T) {
	for _, c := range []struct{ name, row, want string }{
		{"text", "canary", `: is a single value and not a mapping // a row names its columns: "- column: value"`},
		{"nothing", "", `: is empty and not a mapping // a row names its columns: "- column: value"`},
		{"list", "[canary]", `: is a list and not a mapping // a row names its columns: "- column: value"`},
		{"mapping in a cell", "email: {canary: b}", ", column email: holds a mapping // " + cells},
		{"list in a list", "groups: [[canary]]", ", column groups: entry 1 of the list is a list // " + cells},
		{"null in a list", "groups: [canary, ~]", ", column groups: entry 2 of the list is empty"},
		{"merge", "<<: *first", ": holds a merge (<<), which is not read here // write the columns out"},
		{"list for a name", "[a]: canary", ": has a list for the name of a column"},
		{"own tag", "email: !secret canary", ", column email: holds a value with a tag of its own // " + cells},
		{"itself", "&me {email: *me}", ", column email: holds a mapping // " + cells},
		{"unknown column", "grups: canary", `, column grups: there is no such column // did you mean "groups"?`},
		{"control character", `email: "canary\0"`, ", column email: holds the control character U+0000 // remove it; many editors do not show it"},
		{"same column", "{email: canary, Email: b}", `, column Email: is given twice, as "email" and as "Email" // remove one; upper case, dashes, underscores and blanks make no difference`},
	} {
		tell(t, YAML, verb(), []story{{
			c.name, "- &first\n  email: a\n- " + c.row + "\n- email: b\n",
			outcome{Rows: []string{"1:1 email=a", "3:4 email=b"}, Faults: []string{"row 2 (line 3)" + c.want}},
		}})
	}
}

// Aliases of aliases stand for no more text than the file has.
func TestYAMLBomb(t *testing.T) {
	bomb := "- a: &a [x, x, x, x, x, x, x, x, x]\n"
	for i := range 8 {
		name, last := string(rune('b'+i)), string(rune('a'+i))
		bomb += "- " + name + ": &" + name + " [" + strings.Repeat("*"+last+", ", 8) + "*" + last + "]\n"
	}
	got := outcomeOf(t, strings.NewReader(bomb), YAML, Options{})
	if len(got.Rows) != 1 || len(got.Faults) != 8 || got.Faults[7] != "row 9 (line 9), column i: entry 1 of the list is a list // "+cells {
		t.Errorf("%q", got)
	}
}
