package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"os"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// login is one login on its way: where it goes, and what is to be kept there.
type login struct {
	session  *Session
	provider *Provider
	settings *config.Settings
	keeps    string       // the secret that it is about
	store    secret.Store // where that goes
	stores   secret.Stores
	granted  *Granted
	value    string // what is kept
	name     string // who signed in
	made     bool   // the service made it for this login
	device   *device
}

func (l LoginVerb[C, In]) steps(ctx context.Context, s *Session, c C, in *loginIn[In]) ([]Step, error) {
	settings, err := s.Settings(ctx, l.Provider.Name)
	if err != nil {
		return nil, err
	}
	in.done = &Granted{}
	run := &login{session: s, provider: l.Provider, settings: settings, keeps: "token", granted: in.done}
	byToken := l.Person == nil || in.key != ""
	if !byToken {
		run.keeps = l.Person.Keeps
	}
	if run.stores, err = s.SecretStores(); err != nil {
		return nil, err
	}
	if err := run.commandGives(ctx); err != nil {
		return nil, err
	}
	if run.store, err = s.ChooseStore(ctx, in.store, run.ref(run.keeps)); err != nil {
		return nil, err
	}
	run.overridden()
	if byToken {
		in.target, err = run.tryToken(ctx, in.key)
		return run.after(ctx, nil, "", err)
	}
	return l.asPerson(ctx, run, c, in)
}

// asPerson asks for what is missing, and makes the sign-in a step.
func (l LoginVerb[C, In]) asPerson(ctx context.Context, run *login, c C, in *loginIn[In]) ([]Step, error) {
	if l.Person.Before != nil {
		if err := l.Person.Before(ctx, c, &in.own); err != nil {
			return nil, err
		}
	}
	who, err := run.person(ctx, l.Person.Setting, l.Person.Noun, in.password)
	if err != nil {
		return nil, err
	}
	in.target = cmp.Or(who.Name, l.Provider.Title)
	if l.Person.NewDevice != nil {
		if run.device, err = run.trusted(ctx, who.Name, l.Person.NewDevice); err != nil {
			return nil, err
		}
		who.Device = run.device.ID
	}
	try := func(ctx context.Context, who Person) error {
		_, err := l.Person.SignIn(c, &in.own, who, run.granted).Send(ctx)
		return err
	}
	first := Step{
		Name: "sign in to " + l.Provider.Title + " as " + cmp.Or(who.Name, "whoever is asked for"),
		Call: prepared{
			preview: l.Person.SignIn(c, &in.own, who, &Granted{}).Preview(),
			send:    func(ctx context.Context) (json.RawMessage, error) { return run.signIn(ctx, who, l.Person.Code, try) },
		},
		Undo: run.undo(), Gate: true,
	}
	return run.after(ctx, []Step{first}, l.Person.Setting, nil)
}

// prepared is a write that is more than one request.
type prepared struct {
	preview rest.Preview
	send    func(context.Context) (json.RawMessage, error)
}

func (p prepared) Preview() rest.Preview { return p.preview }

func (p prepared) Send(ctx context.Context) (json.RawMessage, error) { return p.send(ctx) }

// after adds what follows a credential that was taken: the context learns the
// name, it is kept, and the one before it is taken back. Keeping comes after
// what may fail, since taking back a sign-in must not leave its token kept.
func (l *login) after(ctx context.Context, steps []Step, setting string, err error) ([]Step, error) {
	if err != nil {
		return nil, err
	}
	if setting != "" {
		more, err := l.nameStep(setting)
		if err != nil {
			return nil, err
		}
		steps = append(steps, more...)
	}
	keep, err := l.keep()
	if err != nil {
		return nil, err
	}
	steps = append(steps, keep)
	earlier, err := l.session.revocation(ctx, l.provider, l.settings)
	if err != nil || earlier == nil {
		return steps, err
	}
	return append(steps, l.replaced(earlier)), nil
}

// commandGives refuses to keep a copy of what the context's secret_command
// gives: it would not be used, and belongs where it is.
func (l *login) commandGives(ctx context.Context) error {
	command := l.session.secretCommand(l.settings, l.provider.Name)
	if command == nil || l.session.Globals.DryRun {
		return nil
	}
	_, found, err := command.Get(ctx, l.ref(l.keeps))
	if err != nil || !found {
		return err
	}
	return &fault.UsageError{
		Message: "the " + l.keeps + " of this context comes from its secret_command, and a login would keep one that is never used",
		Hint:    "`unictl auth status --network` tries it; `unictl config unset " + l.provider.Name + ".secret_command` is for a login instead",
	}
}

func (l *login) ref(name string) secret.Ref {
	return secret.Ref{Context: l.settings.Context(), Provider: l.provider.Name, Name: name}
}

// host is the name of this machine, for the service's list of devices.
func host() string {
	const most = 200 // of what a service takes as a name
	name, err := os.Hostname()
	if err != nil || name == "" || len(name) > most {
		return "a machine without a short name"
	}
	return name
}
