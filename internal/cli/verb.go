package cli

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"unictl/internal/cli/input"
)

// verb is what the kinds of verbs have in common: a command that runs in a
// session.
type verb struct {
	t       *tree
	cmd     *cobra.Command
	without []string // requirements of the provider that are not needed
	// instant verbs end before anybody could interrupt them: they start without
	// hearing signals, which would cost them a tenth of their time.
	instant bool
}

// leaf is a verb's head.
func leaf(use, short string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Aliases: aliases(use), Args: cobra.ArbitraryArgs, DisableFlagsInUseLine: true,
		RunE: func(*cobra.Command, []string) error { return nil },
	}
}

func (v *verb) declare(inputs Inputs) {
	inputs.Declare(v.cmd.Flags())
	v.cmd.Args = inputs.Arity
	if args := inputs.Args(); len(args) > 0 {
		about := "one"
		if inputs.Many() {
			about = "many"
		}
		annotate(v.cmd, aboutArgument, about)
	}
	completeInputs(v.t, v.cmd, inputs, v.without)
}

// run wraps what the verb does into a session.
func (v *verb) run(do func(context.Context, *Session, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, words []string) error {
		if err := v.t.globals.Check(); err != nil {
			return err
		}
		s := newSession(v.t, cmd)
		s.Settings.Instant = v.instant
		ctx := cmd.Context()
		if interrupt := v.t.app.interrupt; interrupt != nil && !v.instant {
			heard, stop := interrupt(ctx)
			defer stop()
			ctx = heard
		}
		err := s.Settings.Await(ctx)
		if err == nil {
			if s.WantsJSON(nil) && !s.App.Terminal.Err {
				v.t.stderr.AsJSON()
			}
			err = s.Clients.Explained(ctx, do(ctx, s, words))
		}
		if ctx.Err() != nil && err != nil && !errors.Is(err, context.Canceled) {
			err = errors.Join(err, context.Canceled)
		}
		if closing := s.Close(); err == nil {
			err = closing
		}
		return err
	}
}

// long is the help text, with the columns listed.
func long[T any](short, text string, columns []Column[T]) string {
	if text == "" {
		text = short + "."
	}
	if len(columns) == 0 {
		return text
	}
	names := make([]string, 0, len(columns))
	for _, c := range columns {
		name := c.Name
		if c.Wide {
			name += "*"
		}
		names = append(names, name)
	}
	return text + "\n\n" + strings.TrimRight(wrapped("Columns (* with -o wide): "+strings.Join(names, ", ")+".", "", 86), "\n")
}

// typed is a verb with the types of its client and of what it is told.
type typed[C, In any] struct {
	verb
	inputs func(*In) Inputs // nil = none
	check  func(*In) error  // nil = none
}

// declared gives cmd the flags and arguments of a verb.
func declared[C, In any](t *tree, cmd *cobra.Command, without []string, inputs func(*In) Inputs, check func(*In) error) *typed[C, In] {
	v := &typed[C, In]{verb: verb{t: t, cmd: cmd, without: without}, inputs: inputs, check: check}
	_, table := v.fresh()
	v.declare(table)
	return v
}

// fresh is an In with the inputs that fill it.
func (v *typed[C, In]) fresh() (*In, Inputs) {
	in := new(In)
	if v.inputs == nil {
		return in, nil
	}
	return in, v.inputs(in)
}

// prepare parses the command line, connects, and looks names up.
func (v *typed[C, In]) prepare(ctx context.Context, s *Session, words []string) (in *In, client C, err error) {
	in, inputs, err := v.parse(ctx, s, words)
	if err != nil {
		return nil, client, err
	}
	if client, err = v.client(ctx, s); err != nil {
		return nil, client, err
	}
	return in, client, input.NewFinder().Resolve(ctx, client, inputs)
}

func (v *typed[C, In]) parse(ctx context.Context, s *Session, words []string) (*In, Inputs, error) {
	in, inputs := v.fresh()
	var check func() error
	if v.check != nil {
		check = func() error { return v.check(in) }
	}
	return in, inputs, inputs.Parse(ctx, s, v.cmd.Flags(), words, check, input.Asked{})
}

func (v *typed[C, In]) client(ctx context.Context, s *Session) (client C, err error) {
	found, err := s.Client(ctx, v.without)
	if err != nil {
		return client, err
	}
	return ClientAs[C](found)
}

// For makes a command one of a provider's although its group is not: it takes
// the flags of the provider's settings and works with its client.
func For(p *Provider, command Command) Command { return belonging{Command: command, provider: p} }

type belonging struct {
	Command
	provider *Provider
}

func (b belonging) fill(t *tree, cmd *cobra.Command) {
	t.provider[cmd] = b.provider
	b.provider.AddFlags(cmd.PersistentFlags())
	b.provider.CompleteFlags(cmd)
	b.Command.fill(t, cmd)
}

// template adds --print-template: it prints text and asks for nothing else, no
// argument, setting or credential.
func (v *verb) template(text func() (string, error)) {
	wanted := v.cmd.Flags().Bool("print-template", false, "print a commented file to start from")
	arity, run := v.cmd.Args, v.cmd.RunE
	v.cmd.Args = func(cmd *cobra.Command, words []string) error {
		if *wanted {
			return nil
		}
		return arity(cmd, words)
	}
	v.cmd.RunE = func(cmd *cobra.Command, words []string) error {
		if *wanted {
			template, err := text()
			if err == nil {
				_, err = io.WriteString(v.t.app.Out, template)
			}
			return err
		}
		return run(cmd, words)
	}
}
