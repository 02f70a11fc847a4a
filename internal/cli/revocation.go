package cli

import (
	"context"
	"errors"
	"net/http"

	"unictl/internal/config"
	"unictl/internal/rest"
)

// revocation takes back a token that a login made and that is still kept.
type revocation struct {
	token  string
	record *loginRecord
	call   rest.Prepared
}

// revocation is nil where there is nothing to take back: nothing is kept, the
// login was given the token, it has ended, or it is for another server.
func (s *Session) revocation(ctx context.Context, p *Provider, settings *config.Settings) (*revocation, error) {
	if p.Login.Revoke == nil {
		return nil, nil
	}
	stores, err := s.SecretStores()
	if err != nil {
		return nil, err
	}
	ref, err := s.SecretRef(ctx, p.Name, "token")
	if err != nil {
		return nil, err
	}
	value, found, err := stores.Get(ctx, ref)
	if err != nil || !found {
		return nil, err
	}
	record, err := s.loginRecordOf(ctx, ref, value)
	if err != nil || record == nil || !record.Made || record.fault(p, p.place(settings.String), s.App.Now()) != "" {
		return nil, err
	}
	s.secrets.Add(value.Reveal())
	client, err := s.clientWith(ctx, p, settings, value.Reveal())
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
