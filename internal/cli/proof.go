package cli

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"unictl/internal/secret"
)

// Proof is a credential that a service has taken, and that is not kept yet.
type Proof struct {
	run   *login
	given Given
	// untried credentials are kept as they were given, without a record of what
	// the service said.
	untried bool
	kept    bool
}

// prover is a login that can be tried without being kept.
type prover interface {
	prove(ctx context.Context, run *login, given Given, keep bool) error
	noun() string
}

// PersonNoun is what the one who signs in is called: "e-mail address".
func (p *Provider) PersonNoun() string {
	if verb, ok := p.Login.Verb(p).(prover); ok {
		return verb.noun()
	}
	return "user name"
}

// Prove tries a credential at its service, in the context of this session: by
// signing in, or by asking whose the token is. keep says that it is to be kept:
// then the service may trust this device. Errors are the service's.
func (s *Session) Prove(ctx context.Context, p *Provider, given Given, keep bool) (*Proof, error) {
	proof, err := s.Untried(ctx, p, given)
	if err != nil {
		return nil, err
	}
	run := proof.run
	switch {
	case given.Way.Person != "":
		verb, ok := p.Login.Verb(p).(prover)
		if !ok {
			return nil, fmt.Errorf("nobody signs in to %s", p.Title)
		}
		err = verb.prove(ctx, run, given, keep)
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
func (s *Session) Untried(ctx context.Context, p *Provider, given Given) (*Proof, error) {
	settings, err := s.Settings(ctx, p.Name)
	if err != nil {
		return nil, err
	}
	run := &login{session: s, provider: p, settings: settings, keeps: given.Way.Secrets[0], granted: &Granted{}}
	run.value, run.name = given.Secrets[run.keeps], given.Person
	for _, text := range given.Secrets {
		s.secrets.Add(text)
	}
	if run.stores, err = s.SecretStores(); err != nil {
		return nil, err
	}
	return &Proof{run: run, given: given, untried: true}, nil
}

// Client is a client with the proven credential, by the settings of a session;
// from then on the credential belongs there.
func (p *Proof) Client(ctx context.Context, s *Session) (any, error) {
	run := p.run
	settings, err := s.Settings(ctx, run.provider.Name)
	if err != nil {
		return nil, err
	}
	run.session, run.settings = s, settings
	if !p.untried {
		return s.clientWith(ctx, run.provider, settings, cmp.Or(run.granted.Token.Reveal(), run.value))
	}
	if s.draft != nil {
		s.draft.given(run.provider, p.given.Secrets)
	}
	conn := s.conn(run.provider, settings)
	if conn.Auth, err = run.provider.Credential(ctx, s); err != nil {
		return nil, err
	}
	return run.provider.Connect(ctx, s, conn)
}

// Who is whose credential it is, as far as that is known.
func (p *Proof) Who() string { return cmp.Or(p.run.granted.Who, p.given.Person) }

// Expires is when what is kept ends; nil = never, or nobody knows.
func (p *Proof) Expires() *time.Time {
	if p.run.keeps != "token" {
		return nil
	}
	return p.run.granted.Expires
}

// Keep keeps the credential and what the service said of it, then takes back
// what an earlier login made.
func (p *Proof) Keep(ctx context.Context, store secret.Store) error {
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

func (p *Proof) keepAsGiven(ctx context.Context) error {
	run := p.run
	for _, name := range p.given.Way.Secrets {
		step, err := run.session.KeepSecret(run.store, run.ref(name), p.given.Secrets[name])
		if err != nil {
			return err
		}
		if _, err := step.Call.Send(ctx); err != nil {
			return err
		}
	}
	return run.uncover(ctx)
}

// TakeBack revokes what the service made for a credential that is not kept; it
// reports whether there was anything to take back.
func (p *Proof) TakeBack(ctx context.Context) (bool, error) {
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
