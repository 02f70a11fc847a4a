package login

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/cli/session"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// codeTries is how often a one-time code is asked for: one is mistyped, or late.
const codeTries = 3

// person is who signs in and with what: the name from the settings, the password
// from a file, a variable or a program, and both asked for where they are not
// there. A dry run asks nobody.
func (l *Login) person(ctx context.Context, setting, noun, file string) (who Person, err error) {
	s := l.session
	who.Name, who.Host = l.settings.String(l.provider.Name+"."+setting), host()
	l.name = who.Name
	if s.Globals.DryRun {
		return who, nil
	}
	if file != "" {
		if who.Password, err = (input.SecretInput{Noun: "password"}).FromFile(s, file); err != nil {
			return who, err
		}
	}
	if who.Name == "" {
		if who.Name, err = l.askName(ctx, setting, noun); err != nil {
			return who, err
		}
	}
	if who.Password == "" {
		who.Password, err = l.given(ctx, "password", "password of "+who.Name)
	}
	l.name = who.Name
	l.value = who.Password // it is kept where the service makes no token to be kept
	s.Hidden.Add(who.Password)
	return who, err
}

func (l *Login) askName(ctx context.Context, setting, noun string) (string, error) {
	if l.session.Terminal.CanAsk() {
		return l.session.Terminal.Line(ctx, noun)
	}
	option, err := l.option(setting)
	if err != nil {
		return "", err
	}
	return "", &fault.UsageError{
		Message: "who signs in is not known, and nobody can be asked",
		Hint:    fmt.Sprintf("give --%s, or set it with `unictl config set %s VALUE`", option.Flag, option.Key),
	}
}

// given is a secret that was not read from a file: from its variable or the
// context's secret_command, or typed. What is kept already is passed over: one
// logs in because it is not good any more.
func (l *Login) given(ctx context.Context, name, question string) (string, error) {
	s := l.session
	value, err := l.provided(ctx, name)
	if err != nil || value.Reveal() != "" {
		return value.Reveal(), err
	}
	if s.Terminal.CanAsk() {
		text, err := s.Terminal.Secret(ctx, question+" (not shown)")
		if err == nil && text == "" {
			err = &fault.UsageError{Message: "nothing was typed for the " + name}
		}
		if err != nil {
			return "", err
		}
		return secret.Tidy(text, name, "what was typed")
	}
	option, err := l.option(name)
	if err != nil {
		return "", err
	}
	return "", &fault.UsageError{
		Message: "the " + name + " is missing, and nobody can be asked for it",
		Hint:    fmt.Sprintf("give it with --%s-file FILE, or - for standard input, or set %s", name, option.Env),
	}
}

// provided is a secret from its variable or the context's secret_command.
func (l *Login) provided(ctx context.Context, name string) (secret.Value, error) {
	return l.session.Secrets.Provided(ctx, l.provider.Name, name)
}

// signIn sends the sign-in, with a one-time code once the service wants one.
func (l *Login) signIn(ctx context.Context, who Person, code *CodeMethod, try func(context.Context, Person) error) (json.RawMessage, error) {
	if code != nil {
		given, err := l.provided(ctx, code.Setting)
		if err != nil {
			return nil, err
		}
		who.Code = given.Reveal()
	}
	for asked := 0; ; asked++ {
		err := try(ctx, who)
		switch {
		case err == nil:
			l.granted.Who = cmp.Or(l.granted.Who, who.Name)
			return l.taken()
		case code == nil || !code.Needed(err) && !code.Wrong(err) || asked == codeTries:
			return nil, err
		}
		if who.Code, err = l.askCode(ctx, code, err); err != nil {
			return nil, err
		}
	}
}

// askCode asks for the code that the authenticator shows now.
func (l *Login) askCode(ctx context.Context, code *CodeMethod, why error) (string, error) {
	s := l.session
	if !s.Terminal.CanAsk() {
		option, err := l.option(code.Setting)
		if refused, ok := errors.AsType[*rest.Error](why); ok && err == nil {
			refused.Hint = "set " + option.Env + " to the code that the authenticator shows now, or sign in at a terminal"
		}
		return "", why
	}
	if code.Wrong(why) {
		_, said := l.session.Describe(why)
		s.Terminal.Note("that code was not the right one: %s", said)
	}
	text, err := s.Terminal.Secret(ctx, "one-time code (not shown)")
	if err == nil && text == "" {
		err = &fault.UsageError{Message: "nothing was typed for the one-time code"}
	}
	s.Hidden.Add(text)
	if err != nil {
		return "", err
	}
	text, err = secret.Tidy(text, "otp", "what was typed")
	s.Hidden.Add(text)
	return text, err
}

// taken is what the service granted; a token that it made is what is kept.
func (l *Login) taken() (json.RawMessage, error) {
	token := l.granted.Token.Reveal()
	l.session.Hidden.Add(token, l.granted.Refresh.Reveal())
	if l.keeps == "token" {
		l.value, l.made = token, true
	}
	return rest.Body(l.granted)
}

// device is this machine as a service knows it, for one person.
type device struct {
	ID    string `json:"id"`
	Who   string `json:"who"`
	Place string `json:"place"`
	fresh bool
}

// trusted is the identifier of an earlier login, or a new one for another person
// or another server: it stands in for a second factor.
func (l *Login) trusted(ctx context.Context, who string, fresh func() string) (*device, error) {
	kept, found, err := l.stores.Get(ctx, l.ref(session.DeviceName))
	if err != nil {
		return nil, err
	}
	d, place := &device{}, l.provider.Place(l.settings.String)
	if !found || json.Unmarshal([]byte(kept.Reveal()), d) != nil || d.ID == "" || !strings.EqualFold(d.Who, who) || d.Place != place {
		d = &device{ID: fresh(), Who: who, Place: place, fresh: true}
	}
	l.session.Hidden.Add(d.ID)
	return d, nil
}

// tryToken reads a token and asks the service whether it is good, before it is
// kept. A dry run reads none. The name is whose it is, where the service says so.
func (l *Login) tryToken(ctx context.Context, file string) (who string, err error) {
	s := l.session
	if s.Globals.DryRun {
		return "", nil
	}
	switch {
	case file != "":
		if l.value, err = (input.SecretInput{Noun: "token"}).FromFile(s, file); err == nil {
			l.value, err = secret.Tidy(l.value, "token", "--token-file")
		}
	default:
		l.value, err = l.given(ctx, "token", "token for "+l.provider.Title)
	}
	if err != nil {
		return "", err
	}
	return l.tried(ctx)
}

// tried asks the service whether the token is good, and whose it is.
func (l *Login) tried(ctx context.Context) (who string, err error) {
	s := l.session
	s.Hidden.Add(l.value)
	client, err := clientWith(ctx, s, l.provider, l.settings, l.value)
	if err != nil {
		return "", err
	}
	*l.granted, err = whoami(ctx, l.provider, client)
	return l.granted.Who, err
}

// clientWith is a client that carries this token and no other.
func clientWith(ctx context.Context, s *session.Session, p *session.Provider, settings *config.Settings, token string) (client any, err error) {
	conn := s.Clients.Conn(p, settings)
	conn.Auth = session.BearerOrNone(token)
	if p.Login.Auth != nil {
		if conn.Auth, err = p.Login.Auth(ctx, s, token); err != nil {
			return nil, err
		}
	}
	return p.Connect(ctx, s, conn)
}

// whoami asks the service whose credential it is, which shows that it is good;
// a service that does not tell is asked whether it is.
func whoami(ctx context.Context, p *session.Provider, client any) (session.Granted, error) {
	if p.Login.Whoami != nil {
		return p.Login.Whoami(ctx, client)
	}
	return session.Granted{}, p.Check(ctx, client)
}

// option is a setting of the provider.
func (l *Login) option(name string) (config.Option, error) {
	registry, err := l.session.Settings.Registry()
	if err != nil {
		return config.Option{}, err
	}
	return registry.Lookup(l.provider.Name + "." + name)
}

// undo takes back a token that was made and could not be kept; nil where the
// service cannot.
func (l *Login) undo() rest.Prepared {
	if l.provider.Login.Revoke == nil || l.keeps != "token" {
		return nil
	}
	return change.Undo(func(ctx context.Context) error {
		client, err := clientWith(ctx, l.session, l.provider, l.settings, l.value)
		if err != nil {
			return err
		}
		call, err := l.provider.Login.Revoke(client)
		if err == nil {
			_, err = call.Send(ctx)
		}
		return err
	})
}
