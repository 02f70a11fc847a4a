package intrexx

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
)

func TestLocation(t *testing.T) {
	tests := []struct{ location, body, id string }{
		{"test01/users/6", "", "6"},
		{"/test01/users/6", "", "6"},
		{"https://iaa.example.org:4242/irma/test01/users/6", "", "6"},
		{"https://foreign.example/x/7", "", "7"},
		{"//foreign.example/x/7", "", "7"},
		{"test01/users/6/", "", "6"},
		{"test01/users/6?a=/b#/c", "", "6"},
		{"test01//users//6", "", "6"},
		{"test01/users/a%20b%2Bc", "", "a b+c"},
		{"6", "", "6"},
		{"https://foreign.example", `{"id":8}`, "8"},
		{"//foreign.example", `{"id":8}`, "8"},
		{"", `{"id":8}`, "8"},
		{"", `{"guid":"G"}`, "G"},
		{"", `{"user":{"id":8}}`, "8"},
		{"", `{"status":"ok","data":{"id":8}}`, "8"},
		{"", `{"data":{"user":{"id":"8"}},"links":[]}`, "8"},
		{"", `{"data":[{"id":8}]}`, "8"},
		{"", `{"user":{"id":8},"group":{"id":4}}`, ""}, // which one?
		{"", `[{"id":8},{"id":9}]`, ""},
		{"", "8", "8"},
		{"", `"8"`, "8"},
		{"", "8.5", ""},
		{"", "true", ""},
		{"", "", ""},
		{"", "created", ""},
		{"/test01/users", `{"id":8}`, "8"}, // the collection itself
		{"test01/users/..", "", ""},
		{"test01/users/a%2Fb", "", ""},
		{"test01/users/%zz", "", ""},
		{"///", "", ""},
	}
	for _, test := range tests {
		_, client := serve(t, reply{status: 201, body: test.body, header: http.Header{"Location": {test.location}}})
		got, err := client.CreateUser(User{General: UserGeneral{LastName: "E"}}.Body()).Do(t.Context())
		if err != nil || got.ID != test.id {
			t.Errorf("%q with %q: %+v %v, want %q", test.location, test.body, got, err, test.id)
		}
	}
}

// TestForeignLocation: what a Location names is never asked for.
func TestForeignLocation(t *testing.T) {
	other, _ := serve(t, ok(""))
	server, client := serve(t, reply{status: 201, header: http.Header{"Location": {other.url + "/test01/users/9"}}})
	got, err := client.CreateUser(User{Account: UserAccount{Password: "pw"}}.Body()).Do(t.Context())
	if err != nil || got.ID != "9" || len(other.calls) != 0 || len(server.calls) != 1 {
		t.Error(got, err, len(other.calls))
	}
}

func TestAnswerBodies(t *testing.T) {
	for body, want := range map[string]string{
		"": "null", " \n": "null", "done": `"done"`, `"done"`: `"done"`, " {\"b\":1, \"a\":2}\n": `{"b":1, "a":2}`, "17": "17", "a\xff": `"a` + "\uFFFD" + `"`, "3 imported": `"3 imported"`,
	} {
		_, client := serve(t, ok(body))
		if err := do(client.DeleteGroup("4")); err != nil {
			t.Errorf("%q: %v", body, err)
		}
		item, err := client.Group("4").Do(t.Context())
		if err != nil || string(item.Raw) != want || string(item.Value.Raw) != want {
			t.Errorf("%q: %s %v, want %s", body, item.Raw, err, want)
		}
	}
}

// TestNoAnswers: a web page is no consent, and broken JSON is no answer.
func TestNoAnswers(t *testing.T) {
	for _, body := range []string{"<!DOCTYPE html><title>Sign in", " <html>", `{"a":`, `[1,`} {
		_, client := serve(t, ok(body))
		e := asError(t, do(client.DeleteGroup("4")), rest.Unknown)
		if !strings.Contains(e.Message, "unknown") {
			t.Error(e)
		}
		asError(t, do(client.Group("4")), rest.Failed)
		asError(t, rowsOf(client.Jobs(t.Context())), rest.Failed)
	}
	_, client := serve(t, reply{status: 200, body: `{"a":1`, cut: true})
	asError(t, do(client.Group("4")), rest.Temporary)
	asError(t, do(client.UpdateUser("6", User{Account: UserAccount{Password: "pw"}}.Body())), rest.Unknown)
}

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
		if o.ID() != test.id || o.Names()[0] != test.name {
			t.Errorf("%s: id %q names %q, want %q and %q", test.raw, o.ID(), o.Names(), test.id, test.name)
		}
	}
}

// TestReportedErrors: a success that says itself that it is none leaves the
// outcome of a change open.
func TestReportedErrors(t *testing.T) {
	for body, fails := range map[string]bool{
		`{"error":"disk full"}`: true, `{"error":{"message":"disk full"}}`: true, `{"errors":["x"]}`: true, `{"error":true}`: true,
		`{"error":null,"id":6}`: false, `{"errors":[],"id":6}`: false, `{"error":false}`: false, `"error"`: false, `{"id":6}`: false,
	} {
		_, client := serve(t, ok(body))
		if err := do(client.DeleteUser("6")); rest.Is(err, rest.Unknown) != fails || (err != nil) != fails {
			t.Errorf("%s: %v", body, err)
		}
	}
}
