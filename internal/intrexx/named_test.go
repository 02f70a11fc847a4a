package intrexx

import (
	"encoding/json"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"unictl/internal/rest"
)

func TestNewThingsAreNamed(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{PortalName(PortalCreate{Portal: PortalDetails{DisplayName: "Intranet"}}, nil), "Intranet"},
		{PortalName(PortalCreate{}, json.RawMessage(`{"portal":{"display_name":"From a body"}}`)), "From a body"},
		{PortalName(PortalCreate{}, json.RawMessage(`[1]`)), "a portal"},
		{UserName(UserCreate{LoginUsername: "ada"}, nil), "ada"},
		{UserName(UserCreate{}, json.RawMessage(`{"account":{"login_username":"body"}}`)), "body"},
		{UserName(UserCreate{}, nil), "a user"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

// The template is a body that CreatePortal takes, with every field of the
// sample but the password.
func TestPortalTemplateIsABody(t *testing.T) {
	var values map[string]any
	if err := yaml.Unmarshal([]byte(PortalTemplate()), &values); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	var p PortalCreate
	if err := decoder.Decode(&p); err != nil {
		t.Fatal(err)
	}
	if p.Portal.DisplayName == "" || p.Database.Create == nil || p.Portal.SearchConfiguration.ServerConfiguration.URL == "" || p.Database.Password != "" {
		t.Errorf("the template gives %+v", p)
	}
}

func TestReachable(t *testing.T) {
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
			server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken)}, Settings{Portal: tt.portal}, reply{status: tt.status, body: `{}`})
			err := client.Reachable(t.Context())
			if sent := server.last(t).uri; (err != nil) != tt.fails || sent != tt.path {
				t.Errorf("asked %s: %v", sent, err)
			}
		})
	}
}
