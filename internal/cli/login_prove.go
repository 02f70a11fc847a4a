package cli

import (
	"context"
	"slices"
)

// noun is what the person who signs in is called.
func (l LoginVerb[C, In]) noun() string {
	if l.Person == nil {
		return "user name"
	}
	return l.Person.Noun
}

// prove signs in as `auth login` does, with what was given; nothing is kept.
func (l LoginVerb[C, In]) prove(ctx context.Context, run *login, given Given, keep bool) error {
	s, own := run.session, new(In)
	found, err := s.Client(ctx, l.Provider, append(slices.Clone(l.Provider.Login.Without), NoCredential)...)
	if err != nil {
		return err
	}
	c, err := clientAs[C](found)
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
