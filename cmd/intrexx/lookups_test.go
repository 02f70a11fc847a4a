package intrexx

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/rest"
)

func TestGroupOfAUser(t *testing.T) {
	t.Parallel()
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, strings.TrimPrefix(r.URL.Path, "/intranet/"))
		switch r.URL.Path {
		case "/intranet/users/6/groups":
			_, _ = w.Write([]byte(`[{"id":4,"name":"Users"},{"id":5,"name":"Twins"},{"id":9,"name":"Twins"},{"id":"own","name":"Own"}]`))
		case "/intranet/groups/opaque":
			_, _ = w.Write([]byte(`{"id":"opaque"}`))
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(server.Close)
	client, err := intrexx.New(rest.Conn{BaseURL: server.URL, Auth: rest.Bearer("token"), Explain: explain}, "intranet")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"4": "4", "99": "99", strings.Repeat("AB", 20): strings.Repeat("AB", 20), // of the form of ids: nothing is looked for
		"Users": "4", "own": "own", "opaque": "opaque",
		"users": "", "Twins": "", "Strangers": "",
	} {
		asked = nil
		got, err := groupOf(t.Context(), client, "6", text)
		if err != nil {
			got = ""
		}
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", text, got, err)
		}
		if hasForm(text) != (len(asked) == 0) {
			t.Errorf("%s: asked %q", text, asked)
		}
	}
}

func TestWordsAreNoIDs(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"ada@example.com", "Ada Example", "Ada\u00a0Example"} {
		_, err := idOf("user")(text)
		if e, ok := err.(*cli.UsageError); !ok || !strings.Contains(e.Hint, "cannot be searched") { //nolint:errorlint // the error itself
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"6", "Us-er_1", strings.Repeat("0F", 20)} {
		if _, err := idOf("user")(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}
