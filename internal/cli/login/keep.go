package login

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"unictl/internal/cli/change"
	"unictl/internal/cli/contexts"
	"unictl/internal/cli/session"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// keep is the step that keeps what the service has taken.
func (l *Login) keep() (change.Step, error) {
	keep, err := contexts.Keep(l.session, l.store, l.ref(l.keeps), "")
	if err != nil {
		return change.Step{}, err
	}
	step := change.Local(keep.Name, keep.Path, nil)
	step.Call = change.Prepared{Shown: step.Call.Preview(), Do: l.write}
	return step, nil
}

// write keeps the secret, then what is known of it, so that an interruption
// leaves a secret without a record and never a record of another secret. Its
// answer is what the service said of a token that it was given.
func (l *Login) write(ctx context.Context) (json.RawMessage, error) {
	if err := l.writeAll(ctx); err != nil || l.name != "" {
		return json.RawMessage("null"), err
	}
	return rest.Body(l.granted)
}

func (l *Login) writeAll(ctx context.Context) error {
	record := &session.Record{
		Secret: l.keeps, Sum: session.SumOf(l.value), Made: l.made,
		Who: l.granted.Who, ID: l.granted.ID, Scope: l.granted.Scope,
	}
	if l.keeps == "token" { // a password has no end
		record.Expires = l.granted.Expires
	}
	text, err := record.Text()
	if err != nil {
		return err
	}
	err = cmp.Or(l.stores.Set(ctx, l.store, l.ref(l.keeps), l.value), l.stores.Set(ctx, l.store, l.ref(session.RecordName), text))
	if err == nil && l.device != nil && l.device.fresh {
		err = l.keepDevice(ctx)
	}
	if err == nil {
		err = l.uncover(ctx)
	}
	if err == nil && l.keeps == "password" {
		err = l.cache(ctx)
	}
	return err
}

func (l *Login) keepDevice(ctx context.Context) error {
	text, err := json.Marshal(l.device)
	if err != nil {
		return err
	}
	return l.stores.Set(ctx, l.store, l.ref(session.DeviceName), string(text))
}

// before are the secrets that commands look for before the one that is kept.
func (l *Login) before() (names []string) {
	for _, way := range l.provider.Login.Methods {
		if slices.Contains(way.Secrets, l.keeps) {
			break
		}
		names = append(names, way.Secrets...)
	}
	return names
}

// uncover forgets kept secrets that would be used instead.
func (l *Login) uncover(ctx context.Context) error {
	for _, name := range l.before() {
		if err := l.stores.Delete(ctx, l.ref(name)); err != nil {
			return err
		}
	}
	return nil
}

// cache makes the token of this sign-in the one that the next command uses.
func (l *Login) cache(ctx context.Context) error {
	how := l.provider.Login.SignIn
	if how == nil {
		return nil
	}
	cache, err := l.session.Secrets.Tokens()
	if err != nil {
		return err
	}
	key := l.session.Clients.TokenKey(l.provider, l.settings, *how, l.name)
	if err := cache.Forget(ctx, key); err != nil {
		return err
	}
	token := session.SignedToken{Value: l.granted.Token.Reveal(), Refresh: l.granted.Refresh.Reveal(), Expires: l.granted.Expires, ID: l.granted.ID}
	_, err = cache.Get(ctx, key, 0, func(context.Context) (secret.Token, error) { return token.Cached(), nil })
	return err
}

// nameStep writes into the context who signs in, where that was typed or given
// by a flag.
func (l *Login) nameStep(setting string) ([]change.Step, error) {
	key := l.provider.Name + "." + setting
	name, context := l.name, l.settings.Context()
	origin := l.settings.Origin(key).Kind
	if name == "" || origin != config.FromUnset && origin != config.FromFlag {
		return nil, nil
	}
	return change.Locals(contexts.Edit(l.session, "set "+key+" in context "+context, func(f *config.File) error { return f.Set(context, key, name) }))
}

// replaced takes back what an earlier login made: as well as it can be done,
// since the new one is in place.
func (l *Login) replaced(earlier *revocation) change.Step {
	return change.Step{
		Name: "revoke the token of the login before", Skip: func() bool { return earlier.token == l.value }, // given again
		Call: change.Prepared{Shown: earlier.call.Preview(), Do: func(ctx context.Context) (json.RawMessage, error) {
			if err := earlier.send(ctx); err != nil {
				text, _ := l.session.Describe(err)
				l.session.Terminal.Warn("the token of the login before could not be revoked: " + text)
			}
			return json.RawMessage("null"), nil
		}},
	}
}

// overridden warns of what comes before anything that is kept.
func (l *Login) overridden() {
	s := l.session
	for _, name := range append(l.before(), l.keeps) {
		option, err := l.option(name)
		if err != nil {
			continue
		}
		if value, _ := s.App.Env(option.Env); value != "" && (name != l.keeps || name == "token") {
			s.Terminal.Warn(fmt.Sprintf("%s is set, and comes before what is kept: unset it, or this login is not used", option.Env))
		}
	}
}
