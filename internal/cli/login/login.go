// Package login is one credential on its way: the method by which it is had, the
// credential that is tried and kept, and the status of what is kept.
package login

import (
	"cmp"
	"context"
	"encoding/json"
	"os"
	"slices"

	"unictl/internal/cli/change"
	"unictl/internal/cli/contexts"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/cli/session"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// Verb is `auth login PROVIDER`: it tries a credential at the service, and
// keeps it for the context in use once the service has taken it.
type Verb[C, In any] struct {
	Provider      *session.Provider
	Long, Example string
	Inputs        func(*In) input.Inputs // of this provider alone; nil = none
	// Person signs in with a name and a password; nil = there are only tokens.
	Person *PersonMethod[C, In]
	// Tokens says that a token can be given instead.
	Tokens bool
}

// PersonMethod is how a service makes a token for a person.
type PersonMethod[C, In any] struct {
	Setting string // who signs in: "email"
	Noun    string // the same in words: "e-mail address"
	Keeps   string // what the context has afterwards: "password", or "token"
	// Before reads what a sign-in needs to know, before anybody is asked; nil =
	// nothing.
	Before func(context.Context, C, *In) error
	// SignIn prepares the call; what it brings goes into got.
	SignIn func(c C, in *In, who Person, got *session.Granted) rest.Prepared
	// Code says how the service asks for a second factor; nil = it never does.
	Code *CodeMethod
	// NewDevice makes the identifier of a device that the service is to trust;
	// nil = it trusts none.
	NewDevice func() string
}

// CodeMethod recognises what a service says of one-time codes.
type CodeMethod struct {
	Setting string           // "otp"
	Needed  func(error) bool // a sign-in needs one
	Wrong   func(error) bool // it was not the right one
}

// Person is who signs in. Code and Device are "" where there is none.
type Person struct {
	Name, Password, Code string
	Device               string // identifier of this device, to be trusted
	Host                 string // name of this machine
}

// Told is what every login is told.
type Told[In any] struct {
	session       *session.Session
	own           In
	store         secret.Store
	password, key string // files that hold the password, the token; "" = none
	done          *session.Granted
	target        string
}

// Target is who signed in, as far as that is known.
func (in *Told[In]) Target() string { return in.target }

// ID is the service's name of the token, no secret.
func (in *Told[In]) ID() string {
	if in.done == nil {
		return ""
	}
	return in.done.ID
}

// Table is the table of inputs.
func (l Verb[C, In]) Table(in *Told[In]) input.Inputs {
	var all input.Inputs
	if l.Inputs != nil {
		all = l.Inputs(&in.own)
	}
	if l.Person != nil {
		all = append(all, secretFile("password", &in.password))
	}
	if l.Tokens {
		all = append(all, secretFile("token", &in.key))
	}
	return append(all, StoreFlag(&in.store).Bind(func(s *session.Session) { in.session = s }))
}

// secretFile declares --NOUN-file FILE|-, which is read when its turn comes.
func secretFile(noun string, path *string) *input.Input {
	return input.Flag(noun+"-file", path, func(text string) (string, error) { return text, nil }, "read the "+noun+" from `FILE`, - for standard input").Path()
}

// StoreFlag declares --store: where a secret is kept.
func StoreFlag(target *secret.Store) *input.Input {
	return input.Flag("store", target, contexts.ParseStore, "keep secrets in the system's `keyring`, or in a file readable by you alone: keyring or file").
		Words(string(secret.StoreKeyring), string(secret.StoreFile))
}

// Check refuses two sources of one credential.
func (l Verb[C, In]) Check(in *Told[In]) error {
	if in.key != "" && in.password != "" {
		return &fault.UsageError{Message: "--token-file and --password-file exclude each other"}
	}
	return nil
}

// Possible refuses what could not be kept, before anybody is asked
// anything.
func Possible(s *session.Session, p *session.Provider) error {
	name := s.Settings.ContextName()
	if name != config.SandboxContext {
		file, chosen, err := s.Settings.Chosen()
		if name = chosen; err == nil {
			_, err = file.Context(chosen)
		}
		if fault.Is[*fault.UsageError](err) && s.Globals.Config == "" {
			return &fault.UsageError{
				Message: "there is no context to sign in for",
				Hint:    "`unictl init` makes one, in scripts `unictl context create NAME --use`; variables alone need no login",
			}
		}
		if err != nil {
			return err
		}
	}
	for _, flag := range []string{"url", "region"} {
		if s.Settings.Flagged(flag) && name != config.SandboxContext {
			return &fault.UsageError{
				Flag: "--" + flag, Message: "is for single calls, and what a login keeps is sent to the context's own address",
				Hint: "`unictl config set " + p.Name + "." + flag + " VALUE` sets it in the context",
			}
		}
	}
	if name == config.SandboxContext {
		return &fault.UsageError{Message: "the sandbox signs in by itself", Hint: "name one of your own contexts with --context"}
	}
	return nil
}

// otherAddress tells of a login at another address than the context names: by a
// variable that was set for single calls, or by a folder that one has entered.
// What it keeps is of use there alone.
func otherAddress(p *session.Provider, settings *config.Settings) string {
	own, at := p.Place(settings.Own), p.Place(settings.String)
	named, from := false, config.Origin{}
	for _, o := range p.Options {
		if o.Name() != "url" && o.Name() != "region" {
			continue
		}
		named = named || settings.Named(o.Key)
		if origin := settings.Origin(o.Key); origin.Kind == config.FromEnv {
			from = origin
		}
	}
	if !named || own == at || from.Detail == "" {
		return ""
	}
	return "context " + settings.Context() + " is for " + own + ", and " + from.Detail + " leads to " + at + ": what is kept is for that address alone"
}

// Login is one login on its way: where it goes, and what is to be kept there.
type Login struct {
	session  *session.Session
	provider *session.Provider
	settings *config.Settings
	keeps    string       // the secret that it is about
	store    secret.Store // where that goes
	stores   secret.Stores
	granted  *session.Granted
	value    string // what is kept
	name     string // who signed in
	made     bool   // the service made it for this login
	device   *device
}

// Steps tries the credential and keeps it.
func (l Verb[C, In]) Steps(ctx context.Context, c C, in *Told[In]) ([]change.Step, error) {
	s := in.session
	settings, err := s.Settings.Of(ctx, l.Provider.Name)
	if err != nil {
		return nil, err
	}
	if elsewhere := otherAddress(l.Provider, settings); elsewhere != "" {
		s.Terminal.Warn(elsewhere)
	}
	in.done = &session.Granted{}
	run := &Login{session: s, provider: l.Provider, settings: settings, keeps: "token", granted: in.done}
	byToken := l.Person == nil || in.key != ""
	if !byToken {
		run.keeps = l.Person.Keeps
	}
	if run.stores, err = s.Secrets.Stores(); err != nil {
		return nil, err
	}
	if err := run.commandGives(ctx); err != nil {
		return nil, err
	}
	if run.store, err = contexts.ChooseStore(ctx, s, in.store, run.ref(run.keeps)); err != nil {
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
func (l Verb[C, In]) asPerson(ctx context.Context, run *Login, c C, in *Told[In]) ([]change.Step, error) {
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
	first := change.Step{
		Name: "sign in to " + l.Provider.Title + " as " + cmp.Or(who.Name, "whoever is asked for"),
		Call: change.Prepared{
			Shown: l.Person.SignIn(c, &in.own, who, &session.Granted{}).Preview(),
			Do:    func(ctx context.Context) (json.RawMessage, error) { return run.signIn(ctx, who, l.Person.Code, try) },
		},
		Undo: run.undo(), Gate: true,
	}
	return run.after(ctx, []change.Step{first}, l.Person.Setting, nil)
}

// after adds what follows a credential that was taken: the context learns the
// name, it is kept, and the one before it is taken back. Keeping comes after
// what may fail, since taking back a sign-in must not leave its token kept.
func (l *Login) after(ctx context.Context, steps []change.Step, setting string, err error) ([]change.Step, error) {
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
	earlier, err := earlierOf(ctx, l.session, l.provider, l.settings)
	if err != nil || earlier == nil {
		return steps, err
	}
	return append(steps, l.replaced(earlier)), nil
}

// commandGives refuses to keep a copy of what the context's secret_command
// gives: it would not be used, and belongs where it is.
func (l *Login) commandGives(ctx context.Context) error {
	command := l.session.Secrets.Command(l.settings, l.provider.Name)
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

// ref names a secret that this login keeps, for the base URL that it was tried at.
func (l *Login) ref(name string) secret.Ref {
	return secret.Ref{Context: l.settings.Context(), Provider: l.provider.Name, Name: name, Place: l.provider.Place(l.settings.String)}
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

// PersonNoun is what the person who signs in is called.
func (l Verb[C, In]) PersonNoun() string {
	if l.Person == nil {
		return "user name"
	}
	return l.Person.Noun
}

// Prove signs in as `auth login` does, with what was given; nothing is kept.
func (l Verb[C, In]) Prove(ctx context.Context, run *Login, given Credential, keep bool) error {
	s, own := run.session, new(In)
	found, err := s.Clients.Connect(ctx, l.Provider, append(slices.Clone(l.Provider.Login.Without), session.NoCredential)...)
	if err != nil {
		return err
	}
	c, err := session.ClientAs[C](found)
	if err != nil {
		return err
	}
	if l.Person.Before != nil {
		if err := l.Person.Before(ctx, c, own); err != nil {
			return err
		}
	}
	run.keeps = l.Person.Keeps
	who := Person{Name: given.Person, Password: given.Secrets["password"], Host: host()}
	if l.Person.NewDevice != nil && keep { // the service trusts no device that nobody remembers
		if run.device, err = run.trusted(ctx, who.Name, l.Person.NewDevice); err != nil {
			return err
		}
		who.Device = run.device.ID
	}
	_, err = run.signIn(ctx, who, l.Person.Code, func(ctx context.Context, who Person) error {
		_, err := l.Person.SignIn(c, own, who, run.granted).Send(ctx)
		return err
	})
	return err
}
