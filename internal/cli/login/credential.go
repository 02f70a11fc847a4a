package login

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"unictl/internal/cli/contexts"
	"unictl/internal/cli/session"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// Credential is one that may be good: of one of the ways of Login.Methods.
type Credential struct {
	Method  session.Method
	Person  string            // who signs in; "" where the way has nobody
	Secrets map[string]string // by name
	Source  string            // a variable, a store, a program; "" = typed
	Kept    bool              // in one of the stores
	Program bool              // by the context's secret_command
}

// Found is the credential that commands would use, not tried yet; nil
// = there is none. A way that only lacks the person counts as found. Errors are
// those of Secrets.Usable.
func Found(ctx context.Context, s *session.Session, p *session.Provider) (*Credential, error) {
	settings, err := s.Settings.Of(ctx, p.Name)
	if err != nil {
		return nil, err
	}
	for _, way := range p.PossibleMethods(settings) {
		given, err := foundWay(ctx, s, p, settings, way)
		if err != nil || given != nil {
			return given, err
		}
	}
	return nil, nil
}

func foundWay(ctx context.Context, s *session.Session, p *session.Provider, settings *config.Settings, way session.Method) (*Credential, error) {
	given := &Credential{Method: way, Secrets: map[string]string{}}
	if way.Person != "" {
		given.Person = settings.String(p.Name + "." + way.Person)
	}
	for _, name := range way.Secrets {
		value, err := s.Secrets.Usable(ctx, p.Name, name)
		if err != nil || value.Reveal() == "" {
			return nil, err
		}
		ref, err := s.Secrets.Ref(ctx, p.Name, name)
		if err != nil {
			return nil, err
		}
		given.Secrets[name] = value.Reveal()
		if given.Source == "" {
			given.Source = value.Origin()
			given.Program = value.Origin() != ref.Env
		}
	}
	if stores, err := s.Secrets.Stores(); err == nil && given.Program {
		given.Kept = slices.Contains([]string{stores.Keyring.Name(), stores.File.Name()}, given.Source)
		given.Program = !given.Kept
	}
	return given, nil
}

// Trial is a credential that a service has taken, and that is not kept yet.
type Trial struct {
	run   *Login
	given Credential
	// untried credentials are kept as they were given, without a record of what
	// the service said.
	untried bool
	kept    bool
}

// prover is a login that can be tried without being kept.
type prover interface {
	Prove(ctx context.Context, run *Login, given Credential, keep bool) error
	PersonNoun() string
}

// PersonNoun is what the one who signs in is called: "e-mail address".
func PersonNoun(p *session.Provider) string {
	if verb, ok := p.Login.Verb(p).(prover); ok {
		return verb.PersonNoun()
	}
	return "user name"
}

// Prove tries a credential at its service, in the context of this session: by
// signing in, or by asking whose the token is. keep says that it is to be kept:
// then the service may trust this device. Errors are the service's.
func Prove(ctx context.Context, s *session.Session, p *session.Provider, given Credential, keep bool) (*Trial, error) {
	proof, err := Untried(ctx, s, p, given)
	if err != nil {
		return nil, err
	}
	run := proof.run
	switch {
	case given.Method.Person != "":
		verb, ok := p.Login.Verb(p).(prover)
		if !ok {
			return nil, fmt.Errorf("nobody signs in to %s", p.Title)
		}
		err = verb.Prove(ctx, run, given, keep)
		proof.untried = false
	case run.keeps == "token":
		_, err = run.tried(ctx)
		proof.untried = false
	default: // what signs each request is tried by a request
		var client any
		if client, err = proof.Client(ctx, s); err == nil {
			err = p.Check(ctx, client)
		}
	}
	return proof, err
}

// Untried is a credential that is taken on trust.
func Untried(ctx context.Context, s *session.Session, p *session.Provider, given Credential) (*Trial, error) {
	settings, err := s.Settings.Of(ctx, p.Name)
	if err != nil {
		return nil, err
	}
	run := &Login{session: s, provider: p, settings: settings, keeps: given.Method.Secrets[0], granted: &session.Granted{}}
	run.value, run.name = given.Secrets[run.keeps], given.Person
	for _, text := range given.Secrets {
		s.Hidden.Add(text)
	}
	if run.stores, err = s.Secrets.Stores(); err != nil {
		return nil, err
	}
	return &Trial{run: run, given: given, untried: true}, nil
}

// Client is a client with the proven credential, by the settings of a session;
// from then on the credential belongs there.
func (p *Trial) Client(ctx context.Context, s *session.Session) (any, error) {
	run := p.run
	settings, err := s.Settings.Of(ctx, run.provider.Name)
	if err != nil {
		return nil, err
	}
	run.session, run.settings = s, settings
	if !p.untried {
		return clientWith(ctx, s, run.provider, settings, cmp.Or(run.granted.Token.Reveal(), run.value))
	}
	s.Give(run.provider, p.given.Secrets)
	conn := s.Clients.Conn(run.provider, settings)
	if conn.Auth, err = run.provider.Credential(ctx, s); err != nil {
		return nil, err
	}
	return run.provider.Connect(ctx, s, conn)
}

// Who is whose credential it is, as far as that is known.
func (p *Trial) Who() string { return cmp.Or(p.run.granted.Who, p.given.Person) }

// Expires is when what is kept ends; nil = never, or nobody knows.
func (p *Trial) Expires() *time.Time {
	if p.run.keeps != "token" {
		return nil
	}
	return p.run.granted.Expires
}

// Keep keeps the credential and what the service said of it, then takes back
// what an earlier login made.
func (p *Trial) Keep(ctx context.Context, store secret.Store) error {
	run := p.run
	run.store = store
	if p.untried {
		err := p.keepAsGiven(ctx)
		p.kept = err == nil
		return err
	}
	steps, err := run.after(ctx, nil, "", nil)
	if err != nil {
		return err
	}
	for i, step := range steps {
		if step.Skip != nil && step.Skip() {
			continue
		}
		if _, err := step.Call.Send(ctx); err != nil {
			return err
		}
		p.kept = p.kept || i == 0
	}
	return nil
}

func (p *Trial) keepAsGiven(ctx context.Context) error {
	run := p.run
	for _, name := range p.given.Method.Secrets {
		keep, err := contexts.Keep(run.session, run.store, run.ref(name), p.given.Secrets[name])
		if err != nil {
			return err
		}
		if err := keep.Do(ctx); err != nil {
			return err
		}
	}
	return run.uncover(ctx)
}

// TakeBack revokes what the service made for a credential that is not kept; it
// reports whether there was anything to take back.
func (p *Trial) TakeBack(ctx context.Context) (bool, error) {
	if p.kept || !p.run.made {
		return false, nil
	}
	back := p.run.undo()
	if back == nil {
		return false, nil
	}
	p.run.made = false
	_, err := back.Send(ctx)
	return true, err
}

// revocation takes back a token that a login made and that is still kept.
type revocation struct {
	token  string
	record *session.Record
	call   rest.Prepared
}

// earlierOf is nil where there is nothing to take back: nothing is kept, the
// login was given the token, it has ended, or it is for another server.
func earlierOf(ctx context.Context, s *session.Session, p *session.Provider, settings *config.Settings) (*revocation, error) {
	if p.Login.Revoke == nil {
		return nil, nil
	}
	stores, err := s.Secrets.Stores()
	if err != nil {
		return nil, err
	}
	ref, err := s.Secrets.Ref(ctx, p.Name, "token")
	if err != nil {
		return nil, err
	}
	value, found, err := stores.Get(ctx, ref)
	if err != nil || !found {
		return nil, err
	}
	record, err := s.Secrets.RecordOf(ctx, ref, value)
	if err != nil || record == nil || !record.Made || value.Place() != p.Place(settings.String) || record.Fault(p, s.App.Now()) != "" {
		return nil, err
	}
	s.Hidden.Add(value.Reveal())
	client, err := clientWith(ctx, s, p, settings, value.Reveal())
	if err != nil {
		return nil, err
	}
	call, err := p.Login.Revoke(client)
	return &revocation{token: value.Reveal(), record: record, call: call}, err
}

// send revokes; a token that the service does not know any more is revoked.
func (r *revocation) send(ctx context.Context) error {
	_, err := r.call.Send(ctx)
	if refused, ok := errors.AsType[*rest.Error](err); ok && refused.Status == http.StatusUnauthorized {
		return nil
	}
	return err
}
