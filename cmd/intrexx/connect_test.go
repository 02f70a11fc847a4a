package intrexx

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"unictl/internal/intrexx"
	"unictl/internal/rest"
)

// serve is a client of a server that answers everything like this, and the
// paths that it is asked for.
func serve(t *testing.T, portal string, status int) (*intrexx.Client, *[]string) {
	t.Helper()
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{}`))
	}))
	t.Cleanup(server.Close)
	client, err := intrexx.New(rest.Conn{BaseURL: server.URL, Auth: rest.Bearer("token"), Explain: explain}, portal)
	if err != nil {
		t.Fatal(err)
	}
	return client, &asked
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		portal string
		status int
		path   string
		fails  bool
	}{
		"a portal":              {"intranet", 200, "/intranet/webserver", false},
		"an unknown portal":     {"intranet", 404, "/intranet/webserver", true},
		"no portal":             {"", 200, "/portals", false},
		"a Docker deployment":   {"", 404, "/portals", false},
		"a token not taken":     {"", 401, "/portals", true},
		"a server that is down": {"", 503, "/portals", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, asked := serve(t, tt.portal, tt.status)
			err := check(t.Context(), client)
			if (err != nil) != tt.fails || !slices.Equal(*asked, []string{tt.path}) {
				t.Errorf("asked %s: %v", *asked, err)
			}
		})
	}
}

// A licence that is missing is had with a command, a wrong password is not.
func TestLicenseHint(t *testing.T) {
	t.Parallel()
	const way = "from version 11.0.0 on the Administration API needs a licence of its own: `unictl intrexx licenses activate-api`"
	for status, want := range map[int]bool{401: false, 402: true, 403: true, 500: false} {
		client, _ := serve(t, "intranet", status)
		_, err := client.User("6").Do(t.Context())
		if e, ok := errors.AsType[*rest.Error](err); !ok || (e.Hint == way) != want {
			t.Errorf("%d: %v", status, e)
		}
		_, err = client.SignIn("ada", "password").Do(t.Context())
		if e, ok := errors.AsType[*rest.Error](err); !ok || e.Hint == way || len(e.Hint) > 0 && e.Hint[len(e.Hint)-1] == '`' {
			t.Errorf("signing in: %d: %v", status, e)
		}
	}
}
