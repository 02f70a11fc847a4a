package login

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"unictl/internal/cli/contexts"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// Status is where one stands with one provider in one context.
type Status struct {
	Context  string     `json:"context"` // "" = variables alone
	Provider string     `json:"provider"`
	Who      string     `json:"who"`
	How      string     `json:"how"`    // "token", "password", "hmac"
	Source   string     `json:"source"` // a variable, "OS keyring", "secrets file PATH", "secret_command NAME"
	Expires  *time.Time `json:"expires"`
	State    State      `json:"state"`
	Detail   string     `json:"detail"` // what is wrong, and the way out
}

// State says whether a credential can be used.
type State string

// The states of a credential.
const (
	StatusOK          State = "ok"          // the service took it just now
	StatusUnchecked   State = "not checked" // it is there
	StatusExpired     State = "expired"
	StatusMissing     State = "missing"
	StatusRefused     State = "refused"     // by the service, just now
	StatusUnreachable State = "unreachable" // the service could not be asked
	StatusBroken      State = "broken"      // the settings or the secret cannot be read
)

// Unusable reports that commands would fail for want of a credential.
func (s State) Unusable() bool {
	return slices.Contains([]State{StatusExpired, StatusMissing, StatusRefused, StatusBroken}, s)
}

// Statuses are those of all contexts, or of the one that --context names. It
// never asks and never signs in, unless network is on: then each credential is
// tried at its service.
func Statuses(ctx context.Context, s *session.Session, network bool) iter.Seq2[rest.Item[Status], error] {
	return func(yield func(rest.Item[Status], error) bool) {
		places, err := placesOf(s)
		if err != nil {
			yield(rest.Item[Status]{}, err)
			return
		}
		for _, place := range places {
			for _, p := range s.App.Providers() {
				if p.Login == nil || !place.concerns(p) {
					continue
				}
				row, err := place.status(ctx, p, network)
				if !yield(rest.Item[Status]{Value: row}, err) || err != nil {
					return
				}
			}
		}
	}
}

// place is one context to look at.
type place struct {
	session *session.Session
	name    string
	listed  []string // providers that the file has settings for
	chosen  bool     // it is in use, so that variables count
}

// placesOf are the contexts of the file, and the one in use where it is
// none of them.
func placesOf(s *session.Session) ([]place, error) {
	if s.Globals.Context == config.SandboxContext {
		return []place{{session: s, name: config.SandboxContext, chosen: true}}, nil
	}
	file, err := s.Settings.File()
	if err != nil {
		return nil, err
	}
	all, err := contexts.List(s)
	if err != nil {
		return nil, err
	}
	chosen := cmp.Or(s.Settings.ContextName(), file.Current())
	if s.Globals.Context != "" {
		if _, err := file.Context(chosen); err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(all, func(c contexts.Summary) bool { return c.Name != chosen })
	}
	var places []place
	if !slices.ContainsFunc(all, func(c contexts.Summary) bool { return c.Name == chosen }) {
		places = append(places, place{session: s, name: chosen, chosen: true})
	}
	for _, c := range all {
		place := place{session: s, name: c.Name, listed: c.Providers, chosen: c.Name == chosen}
		if !place.chosen {
			place.session = s.Elsewhere(c.Name)
		}
		places = append(places, place)
	}
	return places, nil
}

// concerns reports whether the provider is meant to be used here: the context
// has settings for it, or a variable of it is set.
func (place place) concerns(p *session.Provider) bool {
	if place.name == config.SandboxContext || slices.Contains(place.listed, p.Name) {
		return true
	}
	return place.chosen && slices.ContainsFunc(p.Options, func(o config.Option) bool {
		value, _ := place.session.App.Env(o.Env)
		return o.Env != "" && value != ""
	})
}

// standing looks at one provider; what is wrong is told in the row.
func (place place) status(ctx context.Context, p *session.Provider, network bool) (Status, error) {
	row := Status{Context: place.name, Provider: p.Name}
	look := &look{session: place.session, provider: p, network: network, row: &row}
	err := look.offline(ctx)
	if err == nil && row.State == StatusUnchecked && network {
		err = look.online(ctx)
	}
	if err != nil && ctx.Err() != nil {
		return row, ctx.Err()
	}
	if err != nil {
		row.State, row.Detail = StatusBroken, look.described(err)
	}
	return row, nil
}

// look fills in one row.
type look struct {
	session  *session.Session
	provider *session.Provider
	network  bool
	settings *config.Settings
	row      *Status
}

func (l *look) described(err error) string {
	message, hint := l.session.Describe(err)
	return strings.ReplaceAll(message+", "+cmp.Or(hint, "`unictl doctor` looks closer"), "\n", " ")
}

// offline is what this machine knows.
func (l *look) offline(ctx context.Context) (err error) {
	s, p := l.session, l.provider
	if l.settings, err = s.Settings.Of(ctx, p.Name); err != nil {
		return err
	}
	missing, err := s.Clients.Missing(p, l.settings, p.Login.Without)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		l.row.State, l.row.Detail = StatusMissing, "no "+fault.List(missing)
		return nil
	}
	for _, way := range p.Login.Methods {
		found, err := l.has(ctx, way)
		if err != nil {
			return err
		}
		if found {
			return nil
		}
	}
	l.row.State, l.row.Detail = StatusMissing, s.Clients.WayToCredential(p)
	return nil
}

// has reports whether the credential of a way is complete, and says in the row
// what is known of it.
func (l *look) has(ctx context.Context, way session.Method) (bool, error) {
	setting := l.settings.String
	if way.When != nil && !way.When(setting) || way.Person != "" && setting(l.provider.Name+"."+way.Person) == "" {
		return false, nil
	}
	var first secret.Value
	for i, name := range way.Secrets {
		value, found, err := l.secret(ctx, name)
		if err != nil || !found {
			return false, err
		}
		if i == 0 {
			first = value
		}
	}
	l.row.How, l.row.Source, l.row.State = way.How, first.Origin(), StatusUnchecked
	if way.Person != "" {
		l.row.Who = setting(l.provider.Name + "." + way.Person)
		if cache, key, ok := cached(l.session, l.provider, l.settings); ok {
			if token, kept := cache.Peek(key); kept && token.Expires.After(l.session.App.Now()) {
				l.row.Expires = &token.Expires
			}
		}
	}
	return true, l.remember(ctx, way.Secrets[0], first)
}

// remember adds what the login said that kept the secret.
func (l *look) remember(ctx context.Context, name string, value secret.Value) error {
	ref, err := l.session.Secrets.Ref(ctx, l.provider.Name, name)
	if err != nil {
		return err
	}
	record, err := l.session.Secrets.RecordOf(ctx, ref, value)
	if err != nil || record == nil {
		return err
	}
	l.row.Who = cmp.Or(l.row.Who, record.Who)
	if record.Expires != nil {
		l.row.Expires = record.Expires
	}
	if fault := record.Fault(l.provider, l.session.App.Now()); fault != "" {
		l.row.State, l.row.Detail = StatusBroken, fault+", "+l.session.Secrets.SignInAgain(l.provider)
	}
	if record.Expired(l.session.App.Now()) {
		l.row.State = StatusExpired
	}
	return nil
}

// secret finds a secret as commands would; a program is not run for it, unless
// the network is asked, too.
func (l *look) secret(ctx context.Context, name string) (secret.Value, bool, error) {
	s := l.session
	if l.settings.Sandbox() || l.network {
		value, err := s.Secrets.Usable(ctx, l.provider.Name, name)
		return value, value.Reveal() != "", err
	}
	return s.Secrets.Seen(ctx, l.settings, l.provider.Name, name)
}

// online tries the credential at its service.
func (l *look) online(ctx context.Context) error {
	s, p := l.session, l.provider
	client, err := s.Clients.Connect(ctx, p, p.Login.Without...)
	if err != nil {
		return err
	}
	known, err := whoami(ctx, p, client)
	switch {
	case err == nil:
		l.row.State, l.row.Who = StatusOK, cmp.Or(l.row.Who, known.Who)
		if known.Expires != nil {
			l.row.Expires = known.Expires
		}
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case rest.KindOf(err) == rest.Credential:
		l.row.State = StatusRefused
	default:
		l.row.State = StatusUnreachable
	}
	l.row.Detail = l.described(err)
	return nil
}
