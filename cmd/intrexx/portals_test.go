package intrexx

import (
	"bytes"
	"encoding/json"
	"testing"

	"go.yaml.in/yaml/v3"

	"unictl/internal/intrexx"
)

func TestNewThingsAreNamed(t *testing.T) {
	t.Parallel()
	portal := func(p intrexx.PortalCreate, body string) string {
		in := createPortalIn{Portal: p}
		in.SetBody(json.RawMessage(body))
		return in.name()
	}
	user := func(u intrexx.User, body string) string {
		in := createUserIn{User: u}
		in.SetBody(json.RawMessage(body))
		return in.name()
	}
	for _, tt := range []struct{ got, want string }{
		{portal(intrexx.PortalCreate{Portal: intrexx.PortalDetails{DisplayName: "Intranet"}}, ""), "Intranet"},
		{portal(intrexx.PortalCreate{}, `{"portal":{"web_connector_port":"odd","display_name":"From a\u001b body"}}`), "From a body"},
		{portal(intrexx.PortalCreate{}, `[1]`), "a portal"},
		{user(intrexx.User{Account: intrexx.UserAccount{LoginUsername: "ada"}}, ""), "ada"},
		{user(intrexx.User{}, `{"account":{"login_username":"body"}}`), "body"},
		{user(intrexx.User{}, `{"account":7}`), "a user"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

// The template is a body that CreatePortal takes, with every field of the
// sample but the password.
func TestPortalTemplateIsABody(t *testing.T) {
	t.Parallel()
	var values map[string]any
	if err := yaml.Unmarshal([]byte(portalTemplate()), &values); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var p intrexx.PortalCreate
	if err := decoder.Decode(&p); err != nil {
		t.Fatal(err)
	}
	if p.Portal.DisplayName == "" || p.Database.Create == nil || p.Portal.SearchConfiguration.ServerConfiguration.URL == "" || p.Database.Password != "" {
		t.Errorf("the template gives %+v", p)
	}
}
