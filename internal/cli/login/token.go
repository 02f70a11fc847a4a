package login

import (
	"context"
	"net/http"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
)

// Token is the token that the provider's calls would carry.
func Token(ctx context.Context, s *session.Session, p *session.Provider) (string, error) {
	settings, err := s.Settings.Of(ctx, p.Name)
	if err != nil {
		return "", err
	}
	if p.Login.Tokenless != nil {
		if why := p.Login.Tokenless(settings.String); why != "" {
			return "", &fault.UsageError{Message: why}
		}
	}
	auth, err := s.Clients.Credential(ctx, p, settings, p.Login.Without)
	if err != nil {
		return "", err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, settings.String(p.Name+".url"), nil)
	if err != nil {
		return "", &fault.UsageError{Message: p.Name + ".url is no address"}
	}
	if err := auth.Apply(ctx, request); err != nil {
		return "", err
	}
	return strings.TrimPrefix(request.Header.Get(auth.Header()), session.Bearer), nil
}
