package rows

import (
	"strings"
	"testing"
)

const cells = "a cell takes a text, a number, true, false, null, or a list of those"

func TestJSON(t *testing.T) {
	const cut = " // it was probably cut off"
	tell(t, JSON, verb(), []story{
		{"plain", `[{"email": "ada@x.org", "first_name": "Ada"}]`, rowsOf("1:1 email=ada@x.org first_name=Ada")},
		{"lines", "\ufeff\n[\n  {\"email\": \"ada@x.org\"},\n\n  {\n    \"email\": \"bob@x.org\"\n  }\n]\n", rowsOf("1:3 email=ada@x.org", "2:5 email=bob@x.org")},
		{"values", `[{"email": 1.50e3, "groups": true, "first-name": null}, {"email": false, "groups": ""}, {}]`,
			rowsOf("1:1 email=1.50e3 groups=true", "2:1 email=false", "3:1")},
		{"lists", `[{"email": "a", "groups": ["A|B", 2, true]}, {"groups": [ ]}, {"groups":["x"]}]`, rowsOf("1:1 email=a groups=[A|B|2|true]", "2:1", "3:1 groups=[x]")},
		{"escapes", `[{"em\u0061il": "a\"b\\,]}\u00e9\ud83d\ude00\n", "groups": ["]", "\\"]}]`, rowsOf("1:1 email=a\"b\\,]}é😀\n groups=[]|\\]")},
		{"comments", `[{"# email": {"a": ["b", {"c": "}"}]}, "#": 1}, {"email": "a", "# x": null}]`, rowsOf("1:1 email=a")},
		{"empty list", " [ ] ", outcome{}},
		{"empty", "", outcome{}},
		{"blank", " \n\t\n", outcome{}},
		{"object", "\n {\"email\": [\"a\"]}", refused("line 2, character 2: this is one object, and a list of objects is wanted // put the rows in [ ] with commas between them; for one object per line use --format jsonl")},
		{"text", "email\na@x.org\n", refused("line 1, character 1: this is not a JSON list of objects // put the rows in [ ] with commas between them")},
		{"syntax", "[{\"email\": \"a\"},\n {\"grüps\": x1}]", outcome{Rows: []string{"1:1 email=a"}, Err: "line 2, character 12: this is no valid JSON: invalid character 'x' looking for beginning of value"}},
		{"no comma", "[{\"email\": \"a\"}\n{\"email\": \"b\"}]", refused("line 2, character 1: this is no valid JSON: invalid character '{' after top-level value")},
		{"comma at the end", "[{\"email\": \"a\"},\n]", outcome{Rows: []string{"1:1 email=a"}, Err: "line 2, character 1: a comma without an object after it // remove the comma"}},
		{"comma at the start", "[,]", refused("line 1, character 2: a comma without an object after it // remove the comma")},
		{"bracket forgotten", "[{\"groups\": [\"a\"},\n{}]", refused("line 1, character 17: this is no valid JSON: invalid character '}' after array element")},
		{"brace too many", "[{}},\n{}]", refused("line 1, character 4: this is no valid JSON: invalid character '}' after top-level value")},
		{"cut in a row", "[{\"email\": \"a\"},\n{\"email\": \"b", outcome{Rows: []string{"1:1 email=a"}, Err: "line 2, character 13: the file ends before the list is closed with ]" + cut}},
		{"cut after a row", "[{\"email\": \"a\"}\n", refused("line 2, character 1: the file ends before the list is closed with ]" + cut)},
		{"cut after a comma", "[{\"email\": \"a\"},", outcome{Rows: []string{"1:1 email=a"}, Err: "line 1, character 17: the file ends before the list is closed with ]" + cut}},
		{"cut in an escape", `[{"email": "a\`, refused("line 1, character 15: the file ends before the list is closed with ]" + cut)},
		{"cut at the start", "[", refused("line 1, character 2: the file ends before the list is closed with ]" + cut)},
		{"more", "[]\n[]", refused("line 2, character 1: there is more after the end of the list // a file holds one list")},
	})
}

func TestJSONFaults(t *testing.T) {
	for _, c := range []struct{ name, row, want string }{
		{"text", `"canary@x.org"`, `: is a text and not an object // a row names its columns: {"column": "value"}`},
		{"number", `12`, `: is a number and not an object // a row names its columns: {"column": "value"}`},
		{"null", `null`, `: is null and not an object // a row names its columns: {"column": "value"}`},
		{"list", `["canary"]`, `: is a list and not an object // a row names its columns: {"column": "value"}`},
		{"object in a cell", `{"email": {"canary": 1}}`, ", column email: holds an object // " + cells},
		{"object in a list", `{"groups": ["canary", {"a": 1}]}`, ", column groups: entry 2 of the list is an object // " + cells},
		{"list in a list", `{"groups": [["canary"]]}`, ", column groups: entry 1 of the list is a list // " + cells},
		{"null in a list", `{"groups": ["canary", null]}`, ", column groups: entry 2 of the list is empty"},
		{"unknown column", `{"emial": "canary"}`, `, column emial: there is no such column // did you mean "email"?`},
		{"same column", `{"email": "canary", "email": "x"}`, `, column email: is given twice, as "email" and as "email" // remove one; upper case, dashes, underscores and blanks make no difference`},
		{"same column in another spelling", `{"first-name": null, "First Name": "canary"}`, `, column First Name: is given twice, as "first-name" and as "First Name" // remove one; upper case, dashes, underscores and blanks make no difference`},
		{"no name", `{" ": "canary"}`, ": has a column without a name"},
		{"control character in a name", `{"ema\u001bil": "canary"}`, ": has a column whose name holds the control character U+001B // remove it; many editors do not show it"},
		{"control character", `{"email": "canary\u0000"}`, ", column email: holds the control character U+0000 // remove it; many editors do not show it"},
		{"not UTF-8", "{\"email\": \"canary\xe9\"}", `, column email: holds bytes that are not UTF-8 // save the file as UTF-8; in Excel the type is "CSV UTF-8 (comma delimited)"`},
		{"not UTF-8, with escapes", "{\"groups\": [\"canary\\n\xe9\"]}", `, column groups: holds bytes that are not UTF-8 // save the file as UTF-8; in Excel the type is "CSV UTF-8 (comma delimited)"`},
		{"half a pair", `{"email": "canary\ud83d"}`, ", column email: holds U+FFFD: a letter was lost when the text was converted // write the letter again, or export the file again, as UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := outcome{Rows: []string{"1:1 email=a", "3:3 email=b"}, Faults: []string{"row 2 (line 2)" + c.want}}
			good, bad := `{"email": "a"}`, `{"email": "b"}`
			tell(t, JSON, verb(), []story{{"json", "[" + strings.Join([]string{good, c.row, bad}, ",\n") + "]", want}})
			tell(t, JSONL, verb(), []story{{"jsonl", strings.Join([]string{good, c.row, bad}, "\n"), want}})
		})
	}
}

func TestJSONL(t *testing.T) {
	const hint = " // each line holds one whole object; a list of objects in [ ] is --format json"
	tell(t, JSONL, verb(), []story{
		{"plain", "{\"email\": \"a\"}\n{\"email\": \"b\"}\n", rowsOf("1:1 email=a", "2:2 email=b")},
		{"CRLF, blank lines and comments", "\ufeff# people\r\n\r\n{\"email\": \"a\"}\r\n  \r\n  # b\r\n {\"# x\": 1}\r\n{\"email\": \"c\"}", rowsOf("1:3 email=a", "2:7 email=c")},
		{"empty", "", outcome{}},
		{"comments only", "# nothing", outcome{}},
		{"a broken line", "{\"email\": \"é\" \"canary\"}\n{\"email\": \"b\"}\n", outcome{Rows: []string{"2:2 email=b"}, Faults: []string{
			`row 1 (line 1): this is no valid JSON: invalid character '"' after object key:value pair (character 15)` + hint,
		}}},
		{"over several lines", "{\n\"email\": \"a\"}\n", outcome{Faults: []string{
			"row 1 (line 1): this is no valid JSON: it ends too early (character 2)" + hint,
			"row 2 (line 2): this is no valid JSON: invalid character ':' after top-level value (character 8)" + hint,
		}}},
		{"two in a line", "{} {}\n", outcome{Faults: []string{"row 1 (line 1): this is no valid JSON: invalid character '{' after top-level value (character 4)" + hint}}},
		{"a comment with a row behind a CR", "# x\r{\"email\": \"a\"}\n", outcome{Faults: []string{
			"row 1 (line 1): this is no valid JSON: invalid character '#' looking for beginning of value (character 1)" + hint,
		}}},
	})
}

// Faults are the caller's own: the next one of the same column is another.
func TestFaultsAreKept(t *testing.T) {
	reader, err := NewReader(strings.NewReader("{\"shoe\": 1}\n{\"shoe\": 2}\n"), JSONL, verb())
	if err != nil {
		t.Fatal(err)
	}
	_, first := reader.Next()
	_, second := reader.Next()
	if first.Error() != "row 1 (line 1), column shoe: there is no such column" || second.Error() != "row 2 (line 2), column shoe: there is no such column" {
		t.Errorf("%v; %v", first, second)
	}
}

func TestManyColumns(t *testing.T) {
	members := make([]string, maxColumns+1)
	for i := range members {
		members[i] = `"c` + strings.Repeat("x", i%150) + string(rune('a'+i/150)) + `": 1`
	}
	most, more := "{"+strings.Join(members[1:], ",")+"}", "{"+strings.Join(members, ",")+"}"
	got := outcomeOf(t, strings.NewReader(most+"\n"+more+"\n"+more+"\n"), JSONL, Options{})
	if len(got.Rows) != 1 || len(got.Faults) != 2 || got.Faults[1] != "row 3 (line 3): has more than 1000 columns" {
		t.Errorf("%d rows, faults %q", len(got.Rows), got.Faults)
	}
}
