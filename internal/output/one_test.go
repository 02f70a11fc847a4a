package output

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriteOne(t *testing.T) {
	tests := map[string]struct {
		o    Options
		want string
	}{
		"table piped": {Options{}, `
name:          Ada
publicId:      id1
emailAddress:  ada@example.com
lastSeenOn:    2026-11-19T10:00:00Z
`},
		"wide on a terminal": {terminal(Wide), `
name:          Ada
publicId:      id1
emailAddress:  ada@example.com
lastSeenOn:    3 days ago
logins:        10
roles:         Admin, Engineer
`},
		"json": {Options{Format: JSON, Columns: []string{"publicId", "logins"}}, `
{
  "publicId": "id1",
  "logins": 10
}
`},
		"jsonl": {Options{Format: JSONL}, `
{"name":"Ada","publicId":"id1","emailAddress":"ada@example.com","lastSeenOn":"2026-11-19T10:00:00Z","logins":10,"roles":["Admin","Engineer"],"quota":12345678901234567890.10}
`},
		"yaml": {Options{Format: YAML, Columns: []string{"name", "roles"}}, `
name: Ada
roles:
  - Admin
  - Engineer
`},
		"csv": {Options{Format: CSV, Columns: []string{"name", "roles"}}, `
name,roles
Ada,Admin|Engineer
`},
		"name":          {Options{Format: Name}, "\nid1\n"},
		"jq":            {Options{JQ: ".quota, .name"}, "\n12345678901234567890.10\nAda\n"},
		"jq over jsonl": {Options{Format: JSONL, JQ: "{name}"}, "\n{\"name\":\"Ada\"}\n"},
		"jq that halts": {Options{JQ: ".name, halt, 1"}, "\nAda\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := WriteOne(&out, tt.o, personColumns(), received(t, adaJSON)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want[1:], out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// change is the document of the tests, with an order of keys that no map has.
type change struct {
	Action   string          `json:"action"`
	ID       string          `json:"id"`
	Changed  bool            `json:"changed"`
	Response json.RawMessage `json:"response"`
}

func TestWriteDocument(t *testing.T) {
	doc := change{"create", "id1", true, json.RawMessage(
		`{"token": "canary-7f3a", "big": 1.10, "tags": ["a", "b"], "invites": [{"publicId": "i1"}], "none": null, "empty": {}}`)}
	tests := map[string]struct {
		o    Options
		want string
	}{
		"table": {Options{}, `
action:                       create
id:                           id1
changed:                      true
response.token:               canary-7f3a
response.big:                 1.10
response.tags:                a, b
response.invites.0.publicId:  i1
response.none:
response.empty:
`},
		"quiet table": {Options{Quiet: true}, "\n"},
		"quiet json":  {Options{Quiet: true, Format: JSON, JQ: ".id"}, "\nid1\n"},
		"csv": {Options{Format: CSV}, `
action,id,changed,response.token,response.big,response.tags,response.invites.0.publicId,response.none,response.empty
create,id1,true,canary-7f3a,1.10,a|b,i1,,
`},
		"jsonl": {Options{Format: JSONL}, `
{"action":"create","id":"id1","changed":true,"response":{"token":"canary-7f3a","big":1.10,"tags":["a","b"],"invites":[{"publicId":"i1"}],"none":null,"empty":{}}}
`},
		"yaml": {Options{Format: YAML}, `
action: create
id: id1
changed: true
response:
  token: canary-7f3a
  big: 1.10
  tags:
    - a
    - b
  invites:
    - publicId: i1
  none: null
  empty: {}
`},
		"name": {Options{Format: Name}, "\nid1\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := WriteDocument(&out, tt.o, doc, "id1"); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want[1:], out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}
