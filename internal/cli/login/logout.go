package login

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// Logout says what logging out takes away.
type Logout struct {
	Local  bool // on this machine only: nothing is revoked
	Device bool // the identifier of the trusted device, too
}

// LogoutSteps take a login back: at the service, in both stores, and in the
// cache of tokens. What stands in variables and programs stays, and is told.
func LogoutSteps(ctx context.Context, s *session.Session, p *session.Provider, how Logout) ([]change.Step, error) {
	if s.Settings.ContextName() == config.SandboxContext {
		return nil, &fault.UsageError{Message: "the sandbox needs no sign-in, and no sign-out", Hint: "`unictl sandbox reset` makes it new"}
	}
	if _, _, err := s.Settings.Chosen(); err != nil {
		return nil, err
	}
	settings, err := s.Settings.Of(ctx, p.Name)
	if err != nil {
		return nil, err
	}
	var steps []change.Step
	if !how.Local {
		made, err := earlierOf(ctx, s, p, settings)
		if err != nil {
			return nil, err
		}
		if made != nil {
			steps = append(steps, revokeStep(s, made))
		}
	}
	for _, forget := range []func(context.Context, *session.Session, *session.Provider, *config.Settings, Logout) ([]change.Step, error){forgetKept, forgetCached} {
		more, err := forget(ctx, s, p, settings, how)
		if err != nil {
			return nil, err
		}
		steps = append(steps, more...)
	}
	return steps, tellWhatStays(s, p, settings)
}

// revokeStep takes the token back first: what is forgotten cannot be revoked.
func revokeStep(s *session.Session, made *revocation) change.Step {
	return change.Step{
		Name: "revoke the token", GoOn: "try again, or forget it on this machine alone with --local: it works elsewhere until it ends",
		Call: change.Prepared{Shown: made.call.Preview(), Do: func(ctx context.Context) (json.RawMessage, error) {
			err := made.send(ctx)
			if refused, ok := errors.AsType[*rest.Error](err); ok && refused.Status == http.StatusForbidden {
				s.Terminal.Warn("the token may only read, and cannot revoke itself: it ends " + endOf(made.record))
				err = nil
			}
			return json.RawMessage("null"), err
		}},
	}
}

// forgetKept forgets all secrets of the provider, and what is known of them.
func forgetKept(ctx context.Context, s *session.Session, p *session.Provider, settings *config.Settings, how Logout) ([]change.Step, error) {
	stores, err := s.Secrets.Stores()
	if err != nil {
		return nil, err
	}
	names := []string{session.RecordName}
	if how.Device {
		names = append(names, session.DeviceName)
	}
	for _, o := range p.Options {
		if o.Secret {
			names = append(names, o.Name())
		}
	}
	var kept []secret.Ref
	for _, name := range names {
		ref := secret.Ref{Context: settings.Context(), Provider: p.Name, Name: name}
		_, found, err := stores.Get(ctx, ref)
		if err != nil {
			return nil, err
		}
		if found {
			kept = append(kept, ref)
		}
	}
	if len(kept) == 0 {
		return nil, nil
	}
	return []change.Step{change.Local("forget what is kept for "+p.Name+" in context "+settings.Context(), stores.Name(), func(ctx context.Context) error {
		var errs []error
		for _, ref := range kept {
			errs = append(errs, stores.Delete(ctx, ref))
		}
		return errors.Join(errs...)
	})}, nil
}

// forgetCached forgets the token of a sign-in: another context with the same
// server and person signs in anew.
func forgetCached(_ context.Context, s *session.Session, p *session.Provider, settings *config.Settings, _ Logout) ([]change.Step, error) {
	cache, key, ok := cached(s, p, settings)
	if !ok {
		return nil, nil
	}
	if _, kept := cache.Peek(key); !kept {
		return nil, nil
	}
	return []change.Step{change.Local("forget the cached token of "+key.User, "token cache", func(ctx context.Context) error { return cache.Forget(ctx, key) })}, nil
}

// cached is where a sign-in of the settings' person keeps its token; false
// where there are no such sign-ins.
func cached(s *session.Session, p *session.Provider, settings *config.Settings) (*secret.TokenCache, secret.TokenKey, bool) {
	if p.Login == nil || p.Login.SignIn == nil {
		return nil, secret.TokenKey{}, false
	}
	user := settings.String(p.Name + "." + p.Login.SignIn.UserSetting)
	cache, err := s.Secrets.Tokens()
	return cache, s.Clients.TokenKey(p, settings, *p.Login.SignIn, user), err == nil && user != ""
}

// tellWhatStays names the credentials that no logout reaches.
func tellWhatStays(s *session.Session, p *session.Provider, settings *config.Settings) error {
	for _, o := range p.Options {
		if value, _ := s.App.Env(o.Env); o.Secret && value != "" {
			s.Terminal.Note("%s is set, and stays a credential until you unset it", o.Env)
		}
	}
	if len(settings.StringList(p.Name+".secret_command")) > 0 {
		s.Terminal.Note("the context's secret_command still gives %s a credential", p.Name)
	}
	return nil
}

// endOf is when the secret ends, for people.
func endOf(r *session.Record) string {
	if r.Expires == nil {
		return "at a time that the service did not say"
	}
	return fmt.Sprintf("by itself at %s", r.Expires.UTC().Format("2006-01-02 15:04 UTC"))
}
