package contexts

import (
	"strings"
	"testing"

	"unictl/internal/cli/session"
	"unictl/internal/config"
	"unictl/internal/rest"
)

// Contexts are renamed and deleted with what logins keep beside the secrets.
func TestSecretNamesHaveWhatLoginsKeep(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		login *session.Login
		want  string
	}{{&session.Login{}, "token login device"}, {nil, "token"}} {
		plant := &session.Provider{Name: "plant", Login: test.login, Options: []config.Option{
			{Key: "plant.url", Env: "UNICTL_PLANT_URL"}, {Key: "plant.token", Env: "UNICTL_PLANT_TOKEN", Secret: true},
		}}
		app := &session.App{
			Env:       func(string) (string, bool) { return "", false },
			Providers: func() []*session.Provider { return []*session.Provider{plant} },
		}
		refs, err := secretNames(session.New(app, &session.Globals{}, nil, nil, &rest.Secrets{}))
		var got []string
		for _, ref := range refs {
			got = append(got, ref.Name)
		}
		if err != nil || strings.Join(got, " ") != test.want {
			t.Errorf("%q, want %q: %v", got, test.want, err)
		}
	}
}
