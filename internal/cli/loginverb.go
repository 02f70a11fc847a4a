package cli

import (
	"cmp"
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"unictl/internal/cli/login"
)

// LoginVerb is `auth login PROVIDER`: it tries a credential at the service, and
// keeps it for the context in use once the service has taken it.
type LoginVerb[C, In any] login.Verb[C, In]

// PersonMethod is how a service makes a token for a person.
type PersonMethod[C, In any] = login.PersonMethod[C, In]

func (l LoginVerb[C, In]) head() *cobra.Command {
	return leaf(l.Provider.Name, "Sign in to "+l.Provider.Title)
}

func (l LoginVerb[C, In]) fill(t *tree, cmd *cobra.Command) { For(l.Provider, l.change()).fill(t, cmd) }

func (l LoginVerb[C, In]) change() Command {
	verb := login.Verb[C, In](l)
	return Change[C, login.Told[In]]{
		Use: l.Provider.Name, Short: "Sign in to " + l.Provider.Title, Long: l.Long, Example: l.Example, Effect: Update, Own: true,
		Without: append(slices.Clone(l.Provider.Login.Without), NoCredential),
		First:   func(_ context.Context, s *Session) error { return login.Possible(s, l.Provider) },
		Inputs:  verb.Table, Check: verb.Check, Steps: verb.Steps, ID: (*login.Told[In]).ID,
		Target: func(in *login.Told[In]) string { return cmp.Or(in.Target(), l.Provider.Title) },
	}
}

// Prove signs in as `auth login` does, with what was given; nothing is kept.
func (l LoginVerb[C, In]) Prove(ctx context.Context, run *login.Login, given login.Credential, keep bool) error {
	return login.Verb[C, In](l).Prove(ctx, run, given, keep)
}

// PersonNoun is what the person who signs in is called.
func (l LoginVerb[C, In]) PersonNoun() string { return login.Verb[C, In](l).PersonNoun() }

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
				return &UsageError{Message: "a token is not for a terminal, where others can see it", Hint: "send it on to the tool that needs it, or add --reveal"}
			}
			token, err := login.Token(ctx, s, p)
			if err == nil {
				_, err = io.WriteString(s.App.Out, token+"\n")
			}
			return err
		},
	})
}
