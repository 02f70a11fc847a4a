package cli

import (
	"context"

	"unictl/internal/config"
	"unictl/internal/rest"
)

// tryToken reads a token and asks the service whether it is good, before it is
// kept. A dry run reads none. The name is whose it is, where the service says so.
func (l *login) tryToken(ctx context.Context, file string) (who string, err error) {
	s := l.session
	if s.Globals.DryRun {
		return "", nil
	}
	switch {
	case file != "":
		l.value, err = (SecretInput{Noun: "token"}).fromFile(s, file)
	default:
		l.value, err = l.given(ctx, "token", "token for "+l.provider.Title)
	}
	if err != nil {
		return "", err
	}
	return l.tried(ctx)
}

// tried asks the service whether the token is good, and whose it is.
func (l *login) tried(ctx context.Context) (who string, err error) {
	s := l.session
	s.secrets.Add(l.value)
	client, err := s.clientWith(ctx, l.provider, l.settings, l.value)
	if err != nil {
		return "", err
	}
	*l.granted, err = s.whoami(ctx, l.provider, client)
	return l.granted.Who, err
}

// clientWith is a client that carries this token and no other.
func (s *Session) clientWith(ctx context.Context, p *Provider, settings *config.Settings, token string) (client any, err error) {
	conn := s.conn(p, settings)
	conn.Auth = BearerOrNone(token)
	if p.Login.Auth != nil {
		if conn.Auth, err = p.Login.Auth(ctx, s, token); err != nil {
			return nil, err
		}
	}
	return p.Connect(ctx, s, conn)
}

// whoami asks the service whose credential it is, which shows that it is good;
// a service that does not tell is asked whether it is.
func (s *Session) whoami(ctx context.Context, p *Provider, client any) (Granted, error) {
	if p.Login.Whoami != nil {
		return p.Login.Whoami(ctx, client)
	}
	return Granted{}, p.Check(ctx, client)
}

// option is a setting of the provider.
func (l *login) option(name string) (config.Option, error) {
	registry, err := l.session.Registry()
	if err != nil {
		return config.Option{}, err
	}
	return registry.Lookup(l.provider.Name + "." + name)
}

// undo takes back a token that was made and could not be kept; nil where the
// service cannot.
func (l *login) undo() rest.Prepared {
	if l.provider.Login.Revoke == nil || l.keeps != "token" {
		return nil
	}
	return local{do: func(ctx context.Context) error {
		client, err := l.session.clientWith(ctx, l.provider, l.settings, l.value)
		if err != nil {
			return err
		}
		call, err := l.provider.Login.Revoke(client)
		if err == nil {
			_, err = call.Send(ctx)
		}
		return err
	}}
}
