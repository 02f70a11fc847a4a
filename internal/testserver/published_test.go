package testserver

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPublished(t *testing.T) {
	const list = `{"status":"success","type":"x","data":[{"publicId":"Us3rUs3rUs3r"}],"moreAfter":null}`
	for _, c := range []struct {
		method, path, without string
		status                int
		sent, answer          string
		want                  []string
	}{
		{"GET", "users?fields=name&page-size=2", "", 200, "", list, nil},
		{"GET", "users?page=2", "", 200, "", list, []string{"the query has page"}},
		{"GET", "users", "Api-Company", 200, "", list, []string{"it goes without Api-Company"}},
		{"GET", "users", "", 201, "", list, []string{"the status of success is 200"}},
		{"GET", "users", "", 200, "", strings.Replace(list, "publicId", "id", 1), []string{"answered: data[0].id: is not published"}},
		{"GET", "companies", "", 200, "", `{"status":"success","type":"x","data":[]}`, []string{"it does not take Api-Company"}},
		{"GET", "trusted-devices/abcdefghijkl", "", 200, "", list, []string{"the operation is not published"}},
		{"GET", "trusted-devices/abcdefghijkl", "", 404, "", `{"status":"error","type":"Error","data":[{"message":"Not found"}]}`, nil},
		{"GET", "users", "", 404, "", `{"status":"error","type":"Error","data":{"message":"Not found"}}`,
			[]string{"refused: json: cannot unmarshal object into Go struct field .Data of type []struct { Message string; PropertyName *string; ListIndex *int }"}},
		{"GET", "users", "", 404, "", `{"status":"error","type":"Error","data":[]}`, []string{"refused: it is no error of IXON"}},
		{"GET", "users", "", 502, "", `<html>`, nil},
		{"DELETE", "users", "", 200, `[{"id":"x"}]`, `{"status":"success","type":"x","data":null}`,
			[]string{"sent: [0].id: is not published", "sent: [0].publicId: is missing"}},
	} {
		var got []string
		next := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if body, _ := io.ReadAll(r.Body); string(body) != c.sent {
				t.Errorf("the body is %q", body)
			}
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.answer)
		})
		r := httptest.NewRequest(c.method, "/api/"+c.path, strings.NewReader(c.sent))
		for _, name := range []string{"Api-Version", "Api-Application", "Api-Company", "Authorization"} {
			if name != c.without {
				r.Header.Set(name, "x")
			}
		}
		answered := httptest.NewRecorder()
		Published(next, "/api", true, func(fault string) {
			_, words, _ := strings.Cut(fault, "): ")
			got = append(got, words)
		}).ServeHTTP(answered, r)
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" || answered.Body.String() != c.answer || answered.Code != c.status {
			t.Errorf("%s %s (%d): %s", c.method, c.path, c.status, diff)
		}
	}
}
