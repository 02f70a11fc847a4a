package session

import (
	"context"
	"fmt"
	"iter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/config"
	"unictl/internal/rest"
)

// Provider is a service as the kit needs to know it. The verbs below its group
// get the client that Connect makes.
type Provider struct {
	Name    string // "ixon": the group's word, the section in a context
	Title   string // "IXON Cloud"
	Options []config.Option
	// Required are the settings without which nothing works, e.g. "company".
	Required []string
	// Credential finds the credential, or gives nil when there is none; Secrets
	// says then which variables would give one.
	Credential func(context.Context, *Session) (rest.Auth, error)
	Secrets    string
	// MainSecret is the secret that a program gives which is not told the name:
	// "token".
	MainSecret string
	// Connect makes the typed client. It sends nothing.
	Connect func(context.Context, *Session, rest.Conn) (any, error)
	// Refused asks the service what a 401 meant, where one can mean two things;
	// both are "" when it cannot be told. nil = a 401 is plain.
	Refused func(ctx context.Context, client any) (reason, hint string)
	// Person is the setting that says who signs in; in the sandbox it may name
	// any of its people.
	Person string
	// Masks says that answers may hold secrets under names that only look like
	// it: they are printed masked, unless --reveal asks for them.
	Masks bool
	// Check is the cheapest authenticated call, for doctor.
	Check func(context.Context, any) error
	// Login is what `auth` knows of the service; nil = nobody signs in to it.
	Login *Login
	// About asks the service, once Check has passed, what is worth knowing of it
	// and of the credential, for doctor; nil = nothing.
	About func(context.Context, any) ([]Fact, error)
	// Rights are what the service asks of whoever runs its commands.
	Rights []Right
	// Held asks the service for the rights of the credential; nil = it does not tell.
	Held func(context.Context, any) (Held, error)
	// Try is a read to begin with, for people who have just set the provider up:
	// "ixon users list".
	Try string
	// Choices lists what one of Login.Without can be for whoever is signed in; it
	// gives nil for a setting without such a list. nil = there are none.
	Choices func(ctx context.Context, client any, setting string) iter.Seq2[Entry, error]
	// Jobs is how many rows of a file are on their way at a time, unless --jobs
	// says otherwise; 0 = a few.
	Jobs int
	// Scope names what the commands act on, for confirmations: "company 1234-…".
	// It is given the effective settings by key.
	Scope func(setting func(key string) string) string
}

// Fact is something that a service says of itself or of the credential.
type Fact struct {
	Text string
	Next string // what to do about it; "" when all is well
}

// AddFlags declares the flags of the provider's settings. Values come from
// Settings.Of, which knows where each was given.
func (p *Provider) AddFlags(flags *pflag.FlagSet) {
	for _, o := range p.Options {
		switch {
		case o.Flag == "":
		case o.Kind == config.Bool:
			flags.Bool(o.Flag, false, o.Usage)
		default:
			flags.String(o.Flag, "", o.Usage)
		}
	}
	Heading(flags, TrustHeading, "allow-http", "ca-cert", "client-cert", "client-key", "insecure")
}

// CompleteFlags completes the flags of settings that have a fixed set of values.
func (p *Provider) CompleteFlags(cmd *cobra.Command) {
	for _, o := range p.Options {
		if o.Flag != "" && o.Words != nil {
			_ = cmd.RegisterFlagCompletionFunc(o.Flag, cobra.FixedCompletions(o.Words, cobra.ShellCompDirectiveNoFileComp))
		}
	}
}

// ConnectAs adapts a typed constructor to Provider.Connect.
func ConnectAs[C any](connect func(context.Context, *Session, rest.Conn) (C, error)) func(context.Context, *Session, rest.Conn) (any, error) {
	return func(ctx context.Context, s *Session, conn rest.Conn) (any, error) { return connect(ctx, s, conn) }
}

// CheckAs adapts a typed check to Provider.Check.
func CheckAs[C any](check func(context.Context, C) error) func(context.Context, any) error {
	return func(ctx context.Context, client any) error {
		typed, err := ClientAs[C](client)
		if err != nil {
			return err
		}
		return check(ctx, typed)
	}
}

// ClientAs is the client that a verb declares it works with.
func ClientAs[C any](client any) (C, error) {
	typed, ok := client.(C)
	if !ok {
		return typed, fmt.Errorf("this verb works with a %T, its group gives a %T", typed, client)
	}
	return typed, nil
}

// Word is the service's word; "" for verbs that belong to none.
func (p *Provider) Word() string {
	if p == nil {
		return ""
	}
	return p.Name
}

// Entry is one thing that a word can mean. Ids and addresses are the service's;
// names are chosen by people, who can choose somebody else's address.
type Entry struct {
	ID        string   `json:"id"`
	Addresses []string `json:"addresses,omitempty"` // as the service spells them
	Names     []string `json:"names,omitempty"`     // the first one is for people, where there is no address
	Note      string   `json:"note,omitempty"`
}

// Words are all words for it, that for people first.
func (e Entry) Words() []string {
	return append(e.Addresses[:len(e.Addresses):len(e.Addresses)], e.Names...)
}
