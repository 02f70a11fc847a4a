package cli

import (
	"cmp"
	"context"
	"slices"

	"github.com/spf13/cobra"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// LoginVerb is `auth login PROVIDER`: it tries a credential at the service, and
// keeps it for the context in use once the service has taken it.
type LoginVerb[C, In any] struct {
	Provider      *Provider
	Long, Example string
	Inputs        func(*In) Inputs // of this provider alone; nil = none
	// Person signs in with a name and a password; nil = there are only tokens.
	Person *PersonLogin[C, In]
	// Tokens says that a token can be given instead.
	Tokens bool
}

// PersonLogin is how a service makes a token for a person.
type PersonLogin[C, In any] struct {
	Setting string // who signs in: "email"
	Noun    string // the same in words: "e-mail address"
	Keeps   string // what the context has afterwards: "password", or "token"
	// Before reads what a sign-in needs to know, before anybody is asked; nil =
	// nothing.
	Before func(context.Context, C, *In) error
	// SignIn prepares the call; what it brings goes into got.
	SignIn func(c C, in *In, who Person, got *Granted) rest.Prepared
	// Code says how the service asks for a second factor; nil = it never does.
	Code *CodeLogin
	// NewDevice makes the identifier of a device that the service is to trust;
	// nil = it trusts none.
	NewDevice func() string
}

// CodeLogin recognises what a service says of one-time codes.
type CodeLogin struct {
	Setting string           // "otp"
	Needed  func(error) bool // a sign-in needs one
	Wrong   func(error) bool // it was not the right one
}

// Person is who signs in. Code and Device are "" where there is none.
type Person struct {
	Name, Password, Code string
	Device               string // identifier of this device, to be trusted
	Host                 string // name of this machine
}

// loginIn is what every login is told.
type loginIn[In any] struct {
	own           In
	store         secret.Store
	password, key string // files that hold the password, the token; "" = none
	done          *Granted
	target        string
}

func (l LoginVerb[C, In]) head() *cobra.Command {
	return leaf(l.Provider.Name, "Sign in to "+l.Provider.Title)
}

func (l LoginVerb[C, In]) fill(t *tree, cmd *cobra.Command) { For(l.Provider, l.change()).fill(t, cmd) }

func (l LoginVerb[C, In]) change() Command {
	return Change[C, loginIn[In]]{
		Use: l.Provider.Name, Short: "Sign in to " + l.Provider.Title, Long: l.Long, Example: l.Example, Effect: Update, Own: true,
		Without: append(slices.Clone(l.Provider.Login.Without), NoCredential),
		First:   func(_ context.Context, s *Session) error { return s.loginPossible(l.Provider) },
		Inputs:  l.inputs, Check: l.check,
		Target: func(in *loginIn[In]) string { return cmp.Or(in.target, l.Provider.Title) },
		ID:     func(in *loginIn[In]) string { return in.id() },
		Steps: func(ctx context.Context, c C, in *loginIn[In]) ([]Step, error) {
			s, err := sessionOf(ctx)
			if err != nil {
				return nil, err
			}
			return l.steps(ctx, s, c, in)
		},
	}
}

func (in *loginIn[In]) id() string {
	if in.done == nil {
		return ""
	}
	return in.done.ID
}

func (l LoginVerb[C, In]) inputs(in *loginIn[In]) Inputs {
	var all Inputs
	if l.Inputs != nil {
		all = l.Inputs(&in.own)
	}
	if l.Person != nil {
		all = append(all, secretFile("password", &in.password))
	}
	if l.Tokens {
		all = append(all, secretFile("token", &in.key))
	}
	return append(all, StoreFlag(&in.store))
}

// secretFile declares --NOUN-file FILE|-, which is read when its turn comes.
func secretFile(noun string, path *string) *Input {
	in := &Input{Name: noun + "-file", Usage: "read the " + noun + " from `FILE`, - for standard input", path: true}
	in.add = func(text string) error { *path = text; return nil }
	return in
}

func (l LoginVerb[C, In]) check(in *loginIn[In]) error {
	if in.key != "" && in.password != "" {
		return &fault.UsageError{Message: "--token-file and --password-file exclude each other"}
	}
	return nil
}

// loginPossible refuses what could not be kept, before anybody is asked
// anything.
func (s *Session) loginPossible(p *Provider) error {
	name := s.ContextName()
	if name != config.SandboxContext {
		file, chosen, err := s.chosenContext()
		if name = chosen; err == nil {
			_, err = file.Context(chosen)
		}
		if fault.Is[*fault.UsageError](err) && s.Globals.Config == "" {
			return &fault.UsageError{
				Message: "there is no context to sign in for",
				Hint:    "`unictl init` or `unictl context create NAME --use` makes one; variables alone need no login",
			}
		}
		if err != nil {
			return err
		}
	}
	for _, flag := range []string{"url", "region"} {
		if given := s.flags.Lookup(flag); given != nil && given.Changed && name != config.SandboxContext {
			return &fault.UsageError{
				Flag: "--" + flag, Message: "is for single calls, and what a login keeps is sent to the context's own address",
				Hint: "`unictl config set " + p.Name + "." + flag + " VALUE` sets it in the context",
			}
		}
	}
	if name == config.SandboxContext {
		return &fault.UsageError{Message: "the sandbox signs in by itself", Hint: "name one of your own contexts with --context"}
	}
	return nil
}
