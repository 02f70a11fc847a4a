package cli

import (
	"context"
	"errors"
	"net/http"

	"unictl/internal/rest"
)

// sessionKey carries the session to what a verb's steps do.
type sessionKey struct{}

// sessionOf is the session that a verb's steps run in.
func sessionOf(ctx context.Context) (*Session, error) {
	if s, ok := ctx.Value(sessionKey{}).(*Session); ok {
		return s, nil
	}
	return nil, errors.New("there is no session to sign in for")
}

// Warn tells the person something that came up while a verb made its steps; ""
// is nothing.
func Warn(ctx context.Context, text string) {
	if s, ok := ctx.Value(sessionKey{}).(*Session); ok && text != "" {
		s.Warn(text)
	}
}

// SignInAnew makes the next command sign in again: after changes that the token
// in use does not know of.
func SignInAnew(ctx context.Context) error {
	s, ok := ctx.Value(sessionKey{}).(*Session)
	if !ok {
		return nil
	}
	var errs []error
	for _, auth := range s.signedIn {
		errs = append(errs, auth.cache.Forget(ctx, auth.key))
	}
	return errors.Join(errs...)
}

// explained adds to a 401 what the service says it meant, where the provider
// can ask.
func (s *Session) explained(ctx context.Context, err error) error {
	refused, ok := errors.AsType[*rest.Error](err)
	if !ok || refused.Status != http.StatusUnauthorized || s.Provider == nil || ctx.Err() != nil {
		return err
	}
	if record := s.logins[s.Provider.Name]; record != nil && record.Secret == "token" {
		refused.Hint = s.signInAgain(s.Provider)
	}
	if s.Provider.Refused == nil {
		return err
	}
	client, connected := s.clients[s.Provider.Name]
	if !connected {
		return err
	}
	if reason, hint := s.Provider.Refused(ctx, client); reason != "" {
		refused.Message, refused.Hint = refused.Message+": "+reason, hint
	}
	return err
}
