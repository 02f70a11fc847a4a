package testserver

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPreparedAnswers(t *testing.T) {
	file := filepath.Join(t.TempDir(), "answers")
	text := "# comment\nGET* /users 401 X-Id:7 {\"once\": true}\nGET /users?page-after=b 200 {\"page\":2}\nGET /users 200 {\"page\":1}\nDELETE /users 200\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Start("answers", file)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var got []string
	for _, call := range []string{"GET /users", "GET /users", "GET /users?x=1&page-after=b", "DELETE /users", "GET /roles"} {
		method, path, _ := strings.Cut(call, " ")
		got = append(got, ask(t, method, s.URL+path))
	}
	want := []string{
		`401 7 {"once": true}`, `200  {"page":1}`, `200  {"page":2}`, `200  `,
		`404  ` + problem("no answer is prepared for GET /roles", "null"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if s.Calls() != len(want) {
		t.Errorf("%d calls, want %d", s.Calls(), len(want))
	}
}

// TestPreparedBodies: JSON, HTML and plain text go out as what they are.
func TestPreparedBodies(t *testing.T) {
	for line, want := range map[string][3]string{
		`GET / 200 X:1 [{"a": [1]}]`:              {"GET / 200 X:1", `[{"a": [1]}]`, "application/json"},
		`GET / 200 {"a": "b <c"}`:                 {"GET / 200", `{"a": "b <c"}`, "application/json"},
		`GET / 404 <html> {no} "x"`:               {"GET / 404", `<html> {no} "x"`, "text/html"},
		`GET / 403 "error code: 1010\n"`:          {"GET / 403", "error code: 1010\n", "text/plain"},
		`GET /?filters=eq(name,"b") 204`:          {`GET /?filters=eq(name,"b") 204`, "", "application/json"},
		`GET / 302 Location:http://localhost:1/?`: {"GET / 302 Location:http://localhost:1/?", "", "application/json"},
	} {
		head, body, media, err := cutBody(line)
		if diff := cmp.Diff(want, [3]string{head, body, media}); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", line, err, diff)
		}
	}
	if _, err := parseAnswer(`GET / 200 "open`); err == nil {
		t.Error("an open quotation is taken for a text")
	}
}

func ask(t *testing.T, method, url string) string {
	t.Helper()
	request, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Status[:3] + " " + answer.Header.Get("X-Id") + " " + string(body)
}

func TestTranscript(t *testing.T) {
	s, err := Start("status", "404")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	request, err := http.NewRequest(http.MethodPost, s.URL+"/a%2Fb?x=1%2C2&y=", strings.NewReader(`{"a":[1]}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "other.example.com:80"
	request.Header = http.Header{"User-Agent": {"test"}, "Accept-Encoding": {"identity"}}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	want := "POST /a%2Fb\n  ? x=1,2\n  ? y=\n  Accept-Encoding: identity\n  User-Agent: test\n  Host: other.example.com\n" +
		"{\n  \"a\": [\n    1\n  ]\n}\n"
	if diff := cmp.Diff(want, s.Transcript()); diff != "" {
		t.Error(diff)
	}
}

func TestStartRefuses(t *testing.T) {
	for want, args := range map[string][]string{
		"no behaviour \"odd\"; there are: answers, html200": {"odd"},
		"usage: status CODE [MESSAGE [PROPERTY]]":           {"status"},
		"status: strconv.Atoi":                              {"status", "x"},
	} {
		if _, err := Start(args[0], args[1:]...); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s…", args, err, want)
		}
	}
}

// TestNoAnswer: an answer with the status 0 never comes, and holds up no other.
func TestNoAnswer(t *testing.T) {
	file := filepath.Join(t.TempDir(), "answers")
	if err := os.WriteFile(file, []byte("GET /never 0\nGET /now 200 \"here\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Start("answers", file)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, leave := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/never", nil)
	if err != nil {
		t.Fatal(err)
	}
	gone := make(chan error, 1)
	go func() {
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			err = answer.Body.Close()
		}
		gone <- err
	}()
	for s.Calls() == 0 {
		time.Sleep(time.Millisecond)
	}
	if got := ask(t, http.MethodGet, s.URL+"/now"); got != "200  here" {
		t.Errorf("beside it: %s", got)
	}
	leave()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("the answer that never comes: %v", err)
	}
}

// TestZip: sign-in gives a bare token, all else a zip of a length.
func TestZip(t *testing.T) {
	s, err := Start("zip", "30")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got := ask(t, http.MethodPost, s.URL+"/auth") + ask(t, http.MethodGet, s.URL+"/intranet/diagnosis")
	if want := "200  token-of-the-test-server200  PK\x03\x04" + strings.Repeat("\x00", 4) + "PK\x05\x06" + strings.Repeat("\x00", 12) + "\x08\x00\x00\x00\x00\x00"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
