package output

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriteList(t *testing.T) {
	tests := map[string]struct {
		o    Options
		want string
	}{
		"table piped": {Options{}, `
name     publicId  emailAddress     lastSeenOn
Ada      id1       ada@example.com  2026-11-19T10:00:00Z
Bob <b>  id2
`},
		"table on a terminal": {terminal(Table), `
name     publicId  emailAddress     lastSeenOn
Ada      id1       ada@example.com  3 days ago
Bob <b>  id2
`},
		"wide": {Options{Format: Wide}, `
name     publicId  emailAddress     lastSeenOn            logins  roles
Ada      id1       ada@example.com  2026-11-19T10:00:00Z  10      Admin, Engineer
Bob <b>  id2                                              9
`},
		"no header": {Options{NoHeader: true, Columns: []string{"logins", "name"}}, `
10  Ada
9   Bob <b>
`},
		"csv": {Options{Format: CSV, Columns: []string{"publicId", "roles", "lastSeenOn"}}, `
publicId,roles,lastSeenOn
id1,Admin|Engineer,2026-11-19T10:00:00Z
id2,,
`},
		"csv of one column": {Options{Format: CSV, NoHeader: true, Columns: []string{"emailAddress"}}, `
ada@example.com
""
`},
		"name": {Options{Format: Name}, `
id1
id2
`},
		"jsonl keeps order and numbers": {Options{Format: JSONL}, `
{"name":"Ada","publicId":"id1","emailAddress":"ada@example.com","lastSeenOn":"2026-11-19T10:00:00Z","logins":10,"roles":["Admin","Engineer"],"quota":12345678901234567890.10}
{"publicId":"id2","name":"Bob <b>","emailAddress":null,"lastSeenOn":null,"logins":9,"roles":[]}
`},
		"json columns are typed": {Options{Format: JSON, Columns: []string{"logins", "lastSeenOn", "name", "roles"}}, `
[
  {
    "logins": 10,
    "lastSeenOn": "2026-11-19T10:00:00Z",
    "name": "Ada",
    "roles": [
      "Admin",
      "Engineer"
    ]
  },
  {
    "logins": 9,
    "lastSeenOn": null,
    "name": "Bob <b>",
    "roles": []
  }
]
`},
		"yaml": {Options{Format: YAML}, `
- name: Ada
  publicId: id1
  emailAddress: ada@example.com
  lastSeenOn: "2026-11-19T10:00:00Z"
  logins: 10
  roles:
    - Admin
    - Engineer
  quota: 12345678901234567890.10
- publicId: id2
  name: Bob <b>
  emailAddress: null
  lastSeenOn: null
  logins: 9
  roles: []
`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			n, err := WriteList(&out, tt.o, personColumns(), each(people(t)))
			if err != nil || n != 2 {
				t.Fatalf("WriteList = %d, %v; want 2 rows", n, err)
			}
			if diff := cmp.Diff(tt.want[1:], out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWriteListEmpty(t *testing.T) {
	tests := map[string]struct {
		o    Options
		want string
	}{
		"json":              {Options{Format: JSON}, "[]\n"},
		"jsonl":             {Options{Format: JSONL}, ""},
		"yaml":              {Options{Format: YAML}, "[]\n"},
		"csv":               {Options{Format: CSV}, "name,publicId,emailAddress,lastSeenOn\n"},
		"csv without":       {Options{Format: CSV, NoHeader: true}, ""},
		"name":              {Options{Format: Name}, ""},
		"table piped":       {Options{}, "name  publicId  emailAddress  lastSeenOn\n"},
		"table on terminal": {terminal(Table), ""},
		"jq":                {Options{JQ: "length"}, "0\n"},
		"jq identity":       {Options{JQ: "."}, "[]\n"},
		"sorted csv":        {Options{Format: CSV, Columns: []string{"name"}, Sort: []string{"name"}}, "name\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			n, err := WriteList(&out, tt.o, personColumns(), each(nil))
			if n != 0 || err != nil {
				t.Fatalf("WriteList = %d, %v", n, err)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRowWithoutRawIsMarshalled(t *testing.T) {
	row := Row{Value: map[string]any{"b": 1, "a": "<&>"}}
	var out bytes.Buffer
	if _, err := WriteList(&out, Options{Format: JSONL}, nil, each([]Row{row})); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"a":"<&>","b":1}`+"\n", out.String()); diff != "" {
		t.Error(diff)
	}
}
