package ixon

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

func userIDs(t *testing.T, list []rest.Item[User]) (ids []string) {
	t.Helper()
	for _, item := range list {
		ids = append(ids, item.Value.PublicID)
	}
	return ids
}

func TestListFollowsEveryPage(t *testing.T) {
	server, client := serve(t,
		ok(`"moreAfter":"c1","data":[{"publicId":"u1","custom":{"x":1}} , {"publicId":"u2"}]`),
		ok("\"data\" :\n {\"publicId\":\"u3\"} ,\"moreAfter\":\"c2\""),
		ok(`"data":[{"publicId":"u4"} ],"moreAfter":"c3"`),
		ok(`"data":[ ]`),
	)
	list, err := drain(client.Users(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"u1", "u2", "u3", "u4"}, userIDs(t, list)); diff != "" {
		t.Error(diff)
	}
	if got := string(list[0].Raw); got != `{"publicId":"u1","custom":{"x":1}}` {
		t.Errorf("the JSON as received is %s", got)
	}
	if got := string(list[2].Raw); got != `{"publicId":"u3"}` {
		t.Errorf("the JSON of a single object is %s", got)
	}
	for i, after := range []string{"", "&page-after=c1", "&page-after=c2", "&page-after=c3"} {
		if want := "/api/users" + fields(UserFields) + paging + after; server.calls[i].uri != want {
			t.Errorf("page %d: %s, want %s", i+1, server.calls[i].uri, want)
		}
	}
}

func TestListStartsAnew(t *testing.T) {
	server, client := serve(t, ok(`"moreAfter":"c1","data":[{"publicId":"u1"}]`), success(`[]`), ok(`"moreAfter":"c1","data":[{"publicId":"u1"}]`), success(`[]`))
	all := client.Users(t.Context())
	for range 2 {
		if list, err := drain(all); err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
	}
	if len(server.calls) != 4 {
		t.Errorf("%d calls, want 4", len(server.calls))
	}
}

func TestListStopsEarly(t *testing.T) {
	server, client := serve(t, ok(`"moreAfter":"c1","data":[{"publicId":"u1"},{"publicId":"u2"}]`))
	all := client.Users(t.Context())
	for range all {
		break
	}
	if len(server.calls) != 1 {
		t.Errorf("%d calls, want 1", len(server.calls))
	}
}

func TestListFails(t *testing.T) {
	first := ok(`"moreAfter":"c1","data":[{"publicId":"u1"}]`)
	tests := []struct {
		name    string
		answers []answer
		rows    int
		kind    rest.Kind
		message string
	}{
		{"error on page 2", []answer{first, {status: 502, body: "<html>bad gateway"}}, 1, rest.Temporary, "Bad Gateway"},
		{"repeated cursor", []answer{first, ok(`"moreAfter":"c1","data":[{"publicId":"u2"}]`)}, 2, rest.Failed, `cursor "c1" twice`},
		{"cursors in a circle", []answer{first, ok(`"moreAfter":"c2","data":[{"publicId":"u2"}]`), ok(`"moreAfter":"c1","data":[{"publicId":"u3"}]`)},
			3, rest.Failed, `cursor "c1" twice`},
		{"new cursors and the same rows", []answer{first, ok(`"moreAfter":"c2","data":[{"publicId":"u2"}]`),
			ok(`"moreAfter":"c3","data":[{"publicId":"u3"},{"publicId":"u1"}]`)}, 3, rest.Failed, `gave u1 on two pages`},
		{"new cursors without rows", []answer{first, ok(`"moreAfter":"c2","data":[]`)}, 1, rest.Failed, "page without rows"},
		{"row that is null", []answer{success(`[null]`)}, 0, rest.Failed, "not an object"},
		{"null data", []answer{success(`null`)}, 0, rest.Failed, "neither a list nor an object"},
		{"text data", []answer{success(`"x"`)}, 0, rest.Failed, "neither a list nor an object"},
		{"no data", []answer{ok(`"moreAfter":null`)}, 0, rest.Failed, `no "data"`},
		{"no status", []answer{{status: 200, body: `{"data":[]}`}}, 0, rest.Failed, "status"},
		{"error as success", []answer{{status: 200, body: `{"status":"error","data":[]}`}}, 0, rest.Failed, "status"},
		{"not an object", []answer{{status: 200, body: `[]`}}, 0, rest.Failed, "not an object"},
		{"odd cursor", []answer{ok(`"data":[],"moreAfter":7`)}, 0, rest.Failed, "cannot be understood"},
		{"HTML", []answer{{status: 200, body: `<html>sign in</html>`}}, 0, rest.Failed, "not JSON"},
		{"empty", []answer{{status: 200}}, 0, rest.Failed, "empty"},
		{"JSON that ends early", []answer{{status: 200, body: `{"status":"success","data":[{"publicId":"u1"},`}}, 1, rest.Failed, "unexpected"},
		{"body cut short", []answer{{status: 200, body: `{"status":`, cut: true}}, 0, rest.Temporary, "cut short"},
		{"two documents", []answer{{status: 200, body: `{"status":"success","data":[]}{}`}}, 0, rest.Failed, "follows"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, test.answers...)
			list, err := drain(client.Users(t.Context()))
			if e := asError(t, err, test.kind); !strings.Contains(e.Message, test.message) {
				t.Errorf("message %q, want %q in it", e.Message, test.message)
			}
			if len(list) != test.rows {
				t.Errorf("%d rows before the error, want %d", len(list), test.rows)
			}
		})
	}
}

func TestListEndsWithItsContext(t *testing.T) {
	_, client := serve(t, ok(`"moreAfter":"c1","data":[{"publicId":"u1"}]`))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	all := client.Users(ctx)
	var last error
	for _, err := range all {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("got %v", last)
	}
}

func BenchmarkPage4000(b *testing.B) {
	row := `{"publicId":"Us3rUs3r%04d","type":"person","name":"Ada Example","emailAddress":"ada%d@example.com","support":false,` +
		`"registeredOn":"2024-01-02T03:04:05Z","lastSeenOn":null,"otpauthRequired":true,"memberships":[{"publicId":"Memb00000001",` +
		`"group":{"publicId":"Grp000000001","reference":{"name":"Company"}},"role":{"publicId":"Role00000001","reference":{"name":"Engineer"}},"expiresOn":null}]}`
	var rows []string
	for i := range 4000 {
		rows = append(rows, fmt.Sprintf(row, i, i))
	}
	body := []byte(`{"status":"success","type":"UserList","data":[` + strings.Join(rows, ",") + `],"moreAfter":null}`)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		count := 0
		if _, err := readPage(body, new(trail), func(rest.Item[User]) bool { count++; return true }); err != nil || count != 4000 {
			b.Fatal(count, err)
		}
	}
}
