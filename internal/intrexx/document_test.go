package intrexx

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

func TestListShapes(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"array", ` [ {"b":1, "a":2} ,{"id":"x"}]`, []string{`{"b":1, "a":2}`, `{"id":"x"}`}},
		{"empty array", `[]`, nil},
		{"scalars", `["blank",7,null,true]`, []string{`"blank"`, `7`, `null`, `true`}},
		{"arrays inside", `[[1],[2]]`, []string{`[1]`, `[2]`}},
		{"wrapped", `{"total":2,"portals":[{"id":1},{"id":2}]}`, []string{`{"id":1}`, `{"id":2}`}},
		{"wrapped nothing", `{"portals":[]}`, nil},
		{"two arrays", `{"a":[1],"b":[2]}`, []string{`{"a":[1],"b":[2]}`}},
		{"no array", `{"id":1,"inner":{"list":[1]}}`, []string{`{"id":1,"inner":{"list":[1]}}`}},
		{"text", `"one"`, []string{`"one"`}},
		{"plain text", `one two`, []string{`"one two"`}},
		{"number", `5`, []string{`5`}},
		{"null", ` null `, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, ok(test.body))
			items, err := drain(client.Portals(t.Context()))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, item := range items {
				got = append(got, string(item.Raw))
				if string(item.Value.Raw) != string(item.Raw) {
					t.Errorf("value %s of %s", item.Value.Raw, item.Raw)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestListWithoutBody(t *testing.T) {
	_, client := serve(t, reply{status: 204})
	if items, err := drain(client.Portals(t.Context())); err != nil || len(items) != 0 {
		t.Error(items, err)
	}
	_, client = serve(t, ok(" "))
	asError(t, rowsOf(client.Portals(t.Context())), rest.Failed)
}

func TestListStopsEarly(t *testing.T) {
	server, client := serve(t, ok(`[{"id":1},{"id":2}]`))
	for item, err := range client.UserGroups(t.Context(), "6") {
		if err != nil || item.Value.ID() != "1" {
			t.Error(item, err)
		}
		break
	}
	if len(server.calls) != 1 {
		t.Errorf("%d calls", len(server.calls))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := rowsOf(client.Jobs(ctx)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestObject(t *testing.T) {
	tests := []struct{ raw, id, name string }{
		{`{"id":6,"name":"ada"}`, "6", "ada"},
		{`{"GUID":"25CC","display_name":"Intranet"}`, "25CC", "Intranet"},
		{`{"guid":"G","ID":"7","title":"t","displayName":"d"}`, "7", "d"},
		{`{"uuid":"u","login":"ada"}`, "u", "ada"},
		{`{"id":"","guid":"G","name":"","title":"T"}`, "G", "T"},
		{`{"id":{"x":1},"object_id":12345678901234567890,"label":"L"}`, "12345678901234567890", "L"},
		{`{"id":null,"name":["a"]}`, "", ""},
		{`{"general_settings":{"object_name":"ada.example","id":9},"account":{"login_username":"ada"}}`, "", "ada.example"},
		{`{"account":{"login_username":"ada"}}`, "", "ada"},
		{`{"name":"a\u001b[31m\nb"}`, "", "a[31m b"},
		{`{"key":"` + canaryLicense + `"}`, "", ""},
		{`["id"]`, "", ""},
		{`"id"`, "", ""},
		{`6`, "", ""},
		{`null`, "", ""},
		{``, "", ""},
		{`{"id":`, "", ""},
	}
	for _, test := range tests {
		o := Object{Raw: json.RawMessage(test.raw)}
		if o.ID() != test.id || o.Name() != test.name {
			t.Errorf("%s: id %q name %q, want %q and %q", test.raw, o.ID(), o.Name(), test.id, test.name)
		}
	}
}

func TestObjectKeepsItsJSON(t *testing.T) {
	const raw = `{"z":1.0,"a":[ "<&>" ],"z":2}`
	item, err := rest.DecodeItem[Object](json.RawMessage(raw))
	if err != nil || string(item.Value.Raw) != raw {
		t.Fatal(item, err)
	}
	out, err := rest.Body(item.Value)
	if err != nil || string(out) != `{"z":1.0,"a":["<&>"],"z":2}` {
		t.Errorf("%s %v", out, err)
	}
	if out, err := json.Marshal(Object{}); err != nil || string(out) != "null" {
		t.Errorf("%s %v", out, err)
	}
}
