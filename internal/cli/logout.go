package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"unictl/internal/cli/fault"
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
func (s *Session) LogoutSteps(ctx context.Context, p *Provider, how Logout) ([]Step, error) {
	if s.ContextName() == config.SandboxContext {
		return nil, &fault.UsageError{Message: "nobody signs in to the sandbox, and nobody signs out", Hint: "`unictl sandbox reset` makes it new"}
	}
	if _, _, err := s.chosenContext(); err != nil {
		return nil, err
	}
	settings, err := s.Settings(ctx, p.Name)
	if err != nil {
		return nil, err
	}
	var steps []Step
	if !how.Local {
		made, err := s.revocation(ctx, p, settings)
		if err != nil {
			return nil, err
		}
		if made != nil {
			steps = append(steps, s.revokeStep(made))
		}
	}
	for _, forget := range []func(context.Context, *Provider, *config.Settings, Logout) ([]Step, error){s.forgetKept, s.forgetCached} {
		more, err := forget(ctx, p, settings, how)
		if err != nil {
			return nil, err
		}
		steps = append(steps, more...)
	}
	return steps, s.tellWhatStays(p, settings)
}

// revokeStep takes the token back first: what is forgotten cannot be revoked.
func (s *Session) revokeStep(made *revocation) Step {
	return Step{
		Name: "revoke the token", GoOn: "try again, or forget it on this machine alone with --local: it works elsewhere until it ends",
		Call: prepared{preview: made.call.Preview(), send: func(ctx context.Context) (json.RawMessage, error) {
			err := made.send(ctx)
			if refused, ok := errors.AsType[*rest.Error](err); ok && refused.Status == http.StatusForbidden {
				s.Warn("the token may only read, and cannot revoke itself: it ends " + made.record.end())
				err = nil
			}
			return json.RawMessage("null"), err
		}},
	}
}

// forgetKept forgets all secrets of the provider, and what is known of them.
func (s *Session) forgetKept(ctx context.Context, p *Provider, settings *config.Settings, how Logout) ([]Step, error) {
	stores, err := s.SecretStores()
	if err != nil {
		return nil, err
	}
	names := []string{loginRecordName}
	if how.Device {
		names = append(names, deviceName)
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
	return []Step{Local("forget what is kept for "+p.Name+" in context "+settings.Context(), stores.Name(), func(ctx context.Context) error {
		var errs []error
		for _, ref := range kept {
			errs = append(errs, stores.Delete(ctx, ref))
		}
		return errors.Join(errs...)
	})}, nil
}

// forgetCached forgets the token of a sign-in: another context with the same
// server and person signs in anew.
func (s *Session) forgetCached(_ context.Context, p *Provider, settings *config.Settings, _ Logout) ([]Step, error) {
	cache, key, ok := s.cached(p, settings)
	if !ok {
		return nil, nil
	}
	if _, kept := cache.Peek(key); !kept {
		return nil, nil
	}
	return []Step{Local("forget the cached token of "+key.User, "token cache", func(ctx context.Context) error { return cache.Forget(ctx, key) })}, nil
}

// cached is where a sign-in of the settings' person keeps its token; false
// where there are no such sign-ins.
func (s *Session) cached(p *Provider, settings *config.Settings) (*secret.TokenCache, secret.TokenKey, bool) {
	if p.Login == nil || p.Login.SignIn == nil {
		return nil, secret.TokenKey{}, false
	}
	user := settings.String(p.Name + "." + p.Login.SignIn.UserSetting)
	cache, err := s.TokenCache()
	return cache, s.tokenKey(p, settings, *p.Login.SignIn, user), err == nil && user != ""
}

// tellWhatStays names the credentials that no logout reaches.
func (s *Session) tellWhatStays(p *Provider, settings *config.Settings) error {
	for _, o := range p.Options {
		if value, _ := s.App.Env(o.Env); o.Secret && value != "" {
			s.Note("%s is set, and stays a credential until you unset it", o.Env)
		}
	}
	if len(settings.StringList(p.Name+".secret_command")) > 0 {
		s.Note("the context's secret_command still gives %s a credential", p.Name)
	}
	return nil
}

// end is when the secret ends, for people.
func (r *loginRecord) end() string {
	if r.Expires == nil {
		return "at a time that the service did not say"
	}
	return fmt.Sprintf("by itself at %s", r.Expires.UTC().Format("2006-01-02 15:04 UTC"))
}
