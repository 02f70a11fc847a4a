package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// standing looks at one provider; what is wrong is told in the row.
func (place standingPlace) standing(ctx context.Context, p *Provider, network bool) (Standing, error) {
	row := Standing{Context: place.name, Provider: p.Name}
	look := &standingLook{session: place.session, provider: p, network: network, row: &row}
	err := look.offline(ctx)
	if err == nil && row.State == StandingUnchecked && network {
		err = look.online(ctx)
	}
	if err != nil && ctx.Err() != nil {
		return row, ctx.Err()
	}
	if err != nil {
		row.State, row.Detail = StandingBroken, look.described(err)
	}
	return row, nil
}

// standingLook fills in one row.
type standingLook struct {
	session  *Session
	provider *Provider
	network  bool
	settings *config.Settings
	row      *Standing
}

func (l *standingLook) described(err error) string {
	message, hint := l.session.Describe(err)
	return strings.ReplaceAll(Words(message, message, cmp.Or(hint, "`unictl doctor` looks closer")), "\n", " ")
}

// offline is what this machine knows.
func (l *standingLook) offline(ctx context.Context) (err error) {
	s, p := l.session, l.provider
	if l.settings, err = s.Settings(ctx, p.Name); err != nil {
		return err
	}
	missing, err := s.missing(p, l.settings, p.Login.Without)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		l.row.State, l.row.Detail = StandingMissing, "no "+fault.List(missing)
		return nil
	}
	for _, way := range p.Login.Ways {
		found, err := l.has(ctx, way)
		if err != nil {
			return err
		}
		if found {
			return nil
		}
	}
	l.row.State, l.row.Detail = StandingMissing, s.wayToCredential(p)
	return nil
}

// has reports whether the credential of a way is complete, and says in the row
// what is known of it.
func (l *standingLook) has(ctx context.Context, way Way) (bool, error) {
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
	l.row.How, l.row.Source, l.row.State = way.How, first.Origin(), StandingUnchecked
	if way.Person != "" {
		l.row.Who = setting(l.provider.Name + "." + way.Person)
		if cache, key, ok := l.session.cached(l.provider, l.settings); ok {
			if token, kept := cache.Peek(key); kept && token.Expires.After(l.session.App.Now()) {
				l.row.Expires = &token.Expires
			}
		}
	}
	return true, l.remember(ctx, way.Secrets[0], first)
}

// remember adds what the login said that kept the secret.
func (l *standingLook) remember(ctx context.Context, name string, value secret.Value) error {
	ref, err := l.session.SecretRef(ctx, l.provider.Name, name)
	if err != nil {
		return err
	}
	record, err := l.session.loginRecordOf(ctx, ref, value)
	if err != nil || record == nil {
		return err
	}
	l.row.Who = cmp.Or(l.row.Who, record.Who)
	if record.Expires != nil {
		l.row.Expires = record.Expires
	}
	if fault := record.fault(l.provider, l.provider.place(l.settings.String), l.session.App.Now()); fault != "" {
		l.row.State, l.row.Detail = StandingBroken, fault+", "+l.session.signInAgain(l.provider)
	}
	if record.expired(l.session.App.Now()) {
		l.row.State = StandingExpired
	}
	return nil
}

// secret finds a secret as commands would; a program is not run for it, unless
// the network is asked, too.
func (l *standingLook) secret(ctx context.Context, name string) (secret.Value, bool, error) {
	s := l.session
	if l.settings.Sandbox() || l.network {
		value, err := s.findSecret(ctx, l.provider.Name, name)
		return value, value.Reveal() != "", err
	}
	ref, err := s.SecretRef(ctx, l.provider.Name, name)
	if err != nil {
		return secret.Value{}, false, err
	}
	sources := []secret.Source{secret.EnvSource(s.App.Env)}
	if command := s.secretCommand(l.settings, l.provider.Name); command != nil {
		argv := l.settings.StringList(l.provider.Name + ".secret_command")
		sources = append(sources, unasked{command, s.commandGives(l.settings, l.provider.Name, argv)})
	}
	if stores, err := s.SecretStores(); err == nil {
		sources = append(sources, stores)
	}
	return secret.Chain(sources...).Get(ctx, ref)
}

// unasked takes a program's word that it has the secret: it might ask for a
// fingerprint.
type unasked struct {
	secret.Source
	gives []string // nil = any
}

func (u unasked) Get(_ context.Context, ref secret.Ref) (secret.Value, bool, error) {
	if u.gives != nil && !slices.Contains(u.gives, ref.Name) {
		return secret.Value{}, false, nil
	}
	return secret.NewValue("", u.Name()), true, nil
}

// online tries the credential at its service.
func (l *standingLook) online(ctx context.Context) error {
	s, p := l.session, l.provider
	client, err := s.Client(ctx, p, p.Login.Without...)
	if err != nil {
		return err
	}
	known, err := s.whoami(ctx, p, client)
	switch {
	case err == nil:
		l.row.State, l.row.Who = StandingOK, cmp.Or(l.row.Who, known.Who)
		if known.Expires != nil {
			l.row.Expires = known.Expires
		}
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case rest.KindOf(err) == rest.Credential:
		l.row.State = StandingRefused
	default:
		l.row.State = StandingUnreachable
	}
	l.row.Detail = l.described(err)
	return nil
}
