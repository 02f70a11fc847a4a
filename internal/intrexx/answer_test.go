package intrexx

import (
	"net/http"
	"strings"
	"testing"

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
		got, err := client.CreateUser(UserCreate{LastName: "E"}.Body()).Do(t.Context())
		if err != nil || got.ID != test.id || got.Location != test.location {
			t.Errorf("%q with %q: %+v %v, want %q", test.location, test.body, got, err, test.id)
		}
	}
}

// TestForeignLocation: what a Location names is never asked for.
func TestForeignLocation(t *testing.T) {
	other, _ := serve(t, ok(""))
	server, client := serve(t, reply{status: 201, header: http.Header{"Location": {other.url + "/test01/users/9"}}})
	got, err := client.CreateUser(UserPassword("pw")).Do(t.Context())
	if err != nil || got.ID != "9" || len(other.calls) != 0 || len(server.calls) != 1 {
		t.Error(got, err, len(other.calls))
	}
}

func TestAnswerBodies(t *testing.T) {
	for body, want := range map[string]string{
		"": "null", " \n": "null", "done": `"done"`, `"done"`: `"done"`, " {\"b\":1, \"a\":2}\n": `{"b":1, "a":2}`, "17": "17", "a\xff": `"a` + "\uFFFD" + `"`, "3 imported": `"3 imported"`,
	} {
		_, client := serve(t, ok(body))
		got, err := client.DeleteGroup("4").Do(t.Context())
		if err != nil || string(got.Raw) != want {
			t.Errorf("%q: %s %v, want %s", body, got.Raw, err, want)
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
	asError(t, do(client.UpdateUser("6", UserPassword("pw"))), rest.Unknown)
}
