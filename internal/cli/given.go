package cli

import (
	"context"
	"slices"

	"unictl/internal/config"
)

// Given is a credential that may be good: of one of the ways of Login.Ways.
type Given struct {
	Way     Way
	Person  string            // who signs in; "" where the way has nobody
	Secrets map[string]string // by name
	Source  string            // a variable, a store, a program; "" = typed
	Kept    bool              // in one of the stores
	Program bool              // by the context's secret_command
}

// FoundCredential is the credential that commands would use, not tried yet; nil
// = there is none. A way that only lacks the person counts as found. Errors are
// those of the sources, and a *CredentialError for a kept one that has ended or
// is for another server.
func (s *Session) FoundCredential(ctx context.Context, p *Provider) (*Given, error) {
	settings, err := s.Settings(ctx, p.Name)
	if err != nil {
		return nil, err
	}
	for _, way := range p.PossibleWays(settings) {
		given, err := s.foundWay(ctx, p, settings, way)
		if err != nil || given != nil {
			return given, err
		}
	}
	return nil, nil
}

// PossibleWays are the credentials that the settings allow.
func (p *Provider) PossibleWays(settings *config.Settings) []Way {
	return slices.DeleteFunc(slices.Clone(p.Login.Ways), func(w Way) bool { return w.When != nil && !w.When(settings.String) })
}

func (s *Session) foundWay(ctx context.Context, p *Provider, settings *config.Settings, way Way) (*Given, error) {
	given := &Given{Way: way, Secrets: map[string]string{}}
	if way.Person != "" {
		given.Person = settings.String(p.Name + "." + way.Person)
	}
	for _, name := range way.Secrets {
		value, err := s.findSecret(ctx, p.Name, name)
		if err != nil || value.Reveal() == "" {
			return nil, err
		}
		s.secrets.Add(value.Reveal())
		ref, err := s.SecretRef(ctx, p.Name, name)
		if err != nil {
			return nil, err
		}
		if err := s.vouch(ctx, p, ref, value); err != nil {
			return nil, err
		}
		given.Secrets[name] = value.Reveal()
		if given.Source == "" {
			given.Source = value.Origin()
			given.Program = value.Origin() != ref.Env
		}
	}
	if stores, err := s.SecretStores(); err == nil && given.Program {
		given.Kept = slices.Contains([]string{stores.Keyring.Name(), stores.File.Name()}, given.Source)
		given.Program = !given.Kept
	}
	return given, nil
}
