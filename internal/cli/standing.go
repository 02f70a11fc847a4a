package cli

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"unictl/internal/config"
	"unictl/internal/rest"
)

// Standing is where one stands with one provider in one context.
type Standing struct {
	Context  string        `json:"context"` // "" = variables alone
	Provider string        `json:"provider"`
	Who      string        `json:"who"`
	How      string        `json:"how"`    // "token", "password", "hmac"
	Source   string        `json:"source"` // a variable, "OS keyring", "secrets file PATH", "secret_command NAME"
	Expires  *time.Time    `json:"expires"`
	State    StandingState `json:"state"`
	Detail   string        `json:"detail"` // what is wrong, and the way out
}

// StandingState says whether a credential can be used.
type StandingState string

// The states of a credential.
const (
	StandingOK          StandingState = "ok"          // the service took it just now
	StandingUnchecked   StandingState = "not checked" // it is there
	StandingExpired     StandingState = "expired"
	StandingMissing     StandingState = "missing"
	StandingRefused     StandingState = "refused"     // by the service, just now
	StandingUnreachable StandingState = "unreachable" // the service could not be asked
	StandingBroken      StandingState = "broken"      // the settings or the secret cannot be read
)

// Unusable reports that commands would fail for want of a credential.
func (s StandingState) Unusable() bool {
	return slices.Contains([]StandingState{StandingExpired, StandingMissing, StandingRefused, StandingBroken}, s)
}

// Standings are those of all contexts, or of the one that --context names. It
// never asks and never signs in, unless network is on: then each credential is
// tried at its service.
func (s *Session) Standings(ctx context.Context, network bool) iter.Seq2[rest.Item[Standing], error] {
	return func(yield func(rest.Item[Standing], error) bool) {
		places, err := s.standingPlaces()
		if err != nil {
			yield(rest.Item[Standing]{}, err)
			return
		}
		for _, place := range places {
			for _, p := range s.App.Providers() {
				if p.Login == nil || !place.concerns(p) {
					continue
				}
				row, err := place.standing(ctx, p, network)
				if !yield(rest.Item[Standing]{Value: row}, err) || err != nil {
					return
				}
			}
		}
	}
}

// standingPlace is one context to look at.
type standingPlace struct {
	session *Session
	name    string
	listed  []string // providers that the file has settings for
	chosen  bool     // it is in use, so that variables count
}

// standingPlaces are the contexts of the file, and the one in use where it is
// none of them.
func (s *Session) standingPlaces() ([]standingPlace, error) {
	if s.Globals.Context == config.SandboxContext {
		return []standingPlace{{session: s, name: config.SandboxContext, chosen: true}}, nil
	}
	file, err := s.File()
	if err != nil {
		return nil, err
	}
	all, err := s.Contexts()
	if err != nil {
		return nil, err
	}
	chosen := cmp.Or(s.ContextName(), file.Current())
	if s.Globals.Context != "" {
		if _, err := file.Context(chosen); err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(all, func(c ContextSummary) bool { return c.Name != chosen })
	}
	var places []standingPlace
	if !slices.ContainsFunc(all, func(c ContextSummary) bool { return c.Name == chosen }) {
		places = append(places, standingPlace{session: s, name: chosen, chosen: true})
	}
	for _, c := range all {
		place := standingPlace{session: s, name: c.Name, listed: c.Providers, chosen: c.Name == chosen}
		if !place.chosen {
			place.session = s.elsewhere(c.Name)
		}
		places = append(places, place)
	}
	return places, nil
}

// elsewhere is a session like this one in another context.
func (s *Session) elsewhere(name string) *Session {
	globals := *s.Globals
	globals.Context = name
	_, _ = s.SecretStores() // one keyring for both, which waits once
	other := &Session{
		App: s.App, Globals: &globals, cmd: s.cmd, secrets: s.secrets, keyring: s.keyring, told: s.told,
	}
	other.empty()
	s.closers = append(s.closers, other.Close)
	return other
}

// concerns reports whether the provider is meant to be used here: the context
// has settings for it, or a variable of it is set.
func (place standingPlace) concerns(p *Provider) bool {
	if place.name == config.SandboxContext || slices.Contains(place.listed, p.Name) {
		return true
	}
	return place.chosen && slices.ContainsFunc(p.Options, func(o config.Option) bool {
		value, _ := place.session.App.Env(o.Env)
		return o.Env != "" && value != ""
	})
}
