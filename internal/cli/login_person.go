package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"unictl/internal/cli/fault"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// codeTries is how often a one-time code is asked for: one is mistyped, or late.
const codeTries = 3

// person is who signs in and with what: the name from the settings, the password
// from a file, a variable or a program, and both asked for where they are not
// there. A dry run asks nobody.
func (l *login) person(ctx context.Context, setting, noun, file string) (who Person, err error) {
	s := l.session
	who.Name, who.Host = l.settings.String(l.provider.Name+"."+setting), host()
	l.name = who.Name
	if s.Globals.DryRun {
		return who, nil
	}
	if file != "" {
		if who.Password, err = (SecretInput{Noun: "password"}).fromFile(s, file); err != nil {
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
	s.secrets.Add(who.Password)
	return who, err
}

func (l *login) askName(ctx context.Context, setting, noun string) (string, error) {
	if l.session.canAsk() {
		return l.session.askLine(ctx, noun)
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
func (l *login) given(ctx context.Context, name, question string) (string, error) {
	s := l.session
	value, err := l.provided(ctx, name)
	if err != nil || value.Reveal() != "" {
		return value.Reveal(), err
	}
	if s.canAsk() {
		text, err := s.askSecret(ctx, question+" (not shown)")
		if err == nil && text == "" {
			err = &fault.UsageError{Message: "nothing was typed for the " + name}
		}
		return text, err
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
func (l *login) provided(ctx context.Context, name string) (secret.Value, error) {
	ref, err := l.session.SecretRef(ctx, l.provider.Name, name)
	if err != nil {
		return secret.Value{}, err
	}
	sources := []secret.Source{secret.EnvSource(l.session.App.Env)}
	if command := l.session.secretCommand(l.settings, l.provider.Name); command != nil {
		sources = append(sources, command)
	}
	value, _, err := secret.Chain(sources...).Get(ctx, ref)
	l.session.secrets.Add(value.Reveal())
	return value, err
}

// signIn sends the sign-in, with a one-time code once the service wants one.
func (l *login) signIn(ctx context.Context, who Person, code *CodeLogin, try func(context.Context, Person) error) (json.RawMessage, error) {
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
func (l *login) askCode(ctx context.Context, code *CodeLogin, why error) (string, error) {
	s := l.session
	if !s.canAsk() {
		option, err := l.option(code.Setting)
		if refused, ok := errors.AsType[*rest.Error](why); ok && err == nil {
			refused.Hint = "set " + option.Env + " to the code that the authenticator shows now, or sign in at a terminal"
		}
		return "", why
	}
	if code.Wrong(why) {
		_, said := l.session.Describe(why)
		s.Note("that code was not the right one: %s", said)
	}
	text, err := s.askSecret(ctx, "one-time code (not shown)")
	if err == nil && text == "" {
		err = &fault.UsageError{Message: "nothing was typed for the one-time code"}
	}
	s.secrets.Add(text)
	return text, err
}

// taken is what the service granted; a token that it made is what is kept.
func (l *login) taken() (json.RawMessage, error) {
	token := l.granted.Token.Reveal()
	l.session.secrets.Add(token, l.granted.Refresh.Reveal())
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
func (l *login) trusted(ctx context.Context, who string, fresh func() string) (*device, error) {
	kept, found, err := l.stores.Get(ctx, l.ref(deviceName))
	if err != nil {
		return nil, err
	}
	d, place := &device{}, l.provider.place(l.settings.String)
	if !found || json.Unmarshal([]byte(kept.Reveal()), d) != nil || d.ID == "" || !SameText(d.Who, who) || d.Place != place {
		d = &device{ID: fresh(), Who: who, Place: place, fresh: true}
	}
	l.session.secrets.Add(d.ID)
	return d, nil
}
