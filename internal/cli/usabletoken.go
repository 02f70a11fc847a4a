package cli

import (
	"context"
	"io"
	"net/http"
	"strings"

	"unictl/internal/cli/fault"
)

// TokenVerb is `auth token PROVIDER`: a token that works now, for other tools,
// and nothing else on stdout.
func TokenVerb(p *Provider) Command {
	type tokenIn struct{ Reveal bool }
	return For(p, Run[tokenIn]{
		Use: p.Name, Short: "Print a token for " + p.Title,
		Long: "Print a token that works now, the kept one or that of a sign-in, and nothing else. It is a\n" +
			"credential: on a terminal it needs --reveal.",
		Example: "  curl -H \"Authorization: Bearer $(unictl auth token " + p.Name + ")\" …",
		Inputs: func(in *tokenIn) Inputs {
			return Inputs{Switch("reveal", &in.Reveal, "print it on a terminal, too")}
		},
		Do: func(ctx context.Context, s *Session, in *tokenIn) error {
			if s.App.Terminal.Out && !in.Reveal {
				return &fault.UsageError{Message: "a token is not for a terminal, where others can see it", Hint: "send it on to the tool that needs it, or add --reveal"}
			}
			token, err := s.usableToken(ctx, p)
			if err == nil {
				_, err = io.WriteString(s.App.Out, token+"\n")
			}
			return err
		},
	})
}

// usableToken is the token that the provider's calls would carry.
func (s *Session) usableToken(ctx context.Context, p *Provider) (string, error) {
	settings, err := s.Settings(ctx, p.Name)
	if err != nil {
		return "", err
	}
	if p.Login.Tokenless != nil {
		if why := p.Login.Tokenless(settings.String); why != "" {
			return "", &fault.UsageError{Message: why}
		}
	}
	auth, err := s.credential(ctx, p, settings, p.Login.Without)
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
	return strings.TrimPrefix(request.Header.Get(auth.Header()), bearer), nil
}
