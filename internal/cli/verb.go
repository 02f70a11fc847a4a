package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"
)

// verb is what the kinds of verbs have in common: inputs in, client out.
type verb[C, In any] struct {
	t       *tree
	cmd     *cobra.Command
	without []string
	inputs  func(*In) Inputs
	check   func(*In) error
	asked   map[string]string // what was typed, by flag: one answer serves all rows
	// instant verbs end before anybody could interrupt them: they start without
	// hearing signals, which would cost them a tenth of their time.
	instant bool
}

// leaf is a verb's head.
func leaf(use, short string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: cobra.ArbitraryArgs, DisableFlagsInUseLine: true,
		RunE: func(*cobra.Command, []string) error { return nil },
	}
}

func (v *verb[C, In]) declare() {
	v.cmd.Args = cobra.NoArgs
	var inputs Inputs
	if v.inputs != nil {
		inputs = v.inputs(new(In))
	}
	inputs.declare(v.cmd.Flags())
	v.cmd.Args = inputs.arity
	if args := inputs.args(); len(args) > 0 {
		about := "one"
		if args[len(args)-1].many {
			about = "many"
		}
		v.cmd.Annotations = map[string]string{aboutArgument: about}
	}
	completeInputs(v.t, v.cmd, inputs, v.without)
}

// run wraps what the verb does into a session.
func (v *verb[C, In]) run(do func(context.Context, *Session, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, words []string) error {
		if err := v.t.globals.check(); err != nil {
			return err
		}
		s := newSession(v.t, cmd)
		s.instant = v.instant
		ctx := cmd.Context()
		if interrupt := v.t.app.interrupt; interrupt != nil && !v.instant {
			heard, stop := interrupt(ctx)
			defer stop()
			ctx = heard
		}
		ctx = context.WithValue(ctx, sessionKey{}, s)
		err := s.explained(ctx, do(ctx, s, words))
		if ctx.Err() != nil && err != nil && !errors.Is(err, context.Canceled) {
			err = errors.Join(err, context.Canceled)
		}
		if closing := s.Close(); err == nil {
			err = closing
		}
		return err
	}
}

// prepare parses one row, connects, and looks names up. Nothing is sent before
// the inputs are sound.
func (v *verb[C, In]) prepare(ctx context.Context, s *Session, words []string) (in *In, client C, err error) {
	in, inputs, err := v.parse(ctx, s, words)
	if err != nil {
		return nil, client, err
	}
	if client, err = v.client(ctx, s); err != nil {
		return nil, client, err
	}
	return in, client, s.resolve(ctx, client, inputs)
}

func (v *verb[C, In]) parse(ctx context.Context, s *Session, words []string) (*In, Inputs, error) {
	in, inputs, err := row(v.inputs, v.cmd.Flags(), words)
	if err != nil {
		return nil, nil, err
	}
	if err := loaded(ctx, s, inputs); err != nil {
		return nil, nil, err
	}
	if v.check != nil {
		if err := v.check(in); err != nil {
			return nil, nil, err
		}
	}
	return in, inputs, v.askFor(ctx, s, inputs)
}

// loaded fetches what inputs only name, and says what is odd about them.
func loaded(ctx context.Context, s *Session, inputs Inputs) error {
	for _, input := range inputs {
		if input.given && input.load != nil {
			if err := heard(ctx, func() error { return input.load(s) }); err != nil {
				return err
			}
		}
		if input.given && input.warnings != nil {
			for _, text := range input.warnings() {
				s.Warn(text)
			}
		}
	}
	return nil
}

// askFor comes last: nobody types a password for a line that is refused.
func (v *verb[C, In]) askFor(ctx context.Context, s *Session, inputs Inputs) error {
	if v.asked == nil {
		v.asked = map[string]string{}
	}
	for _, input := range inputs {
		if !input.given && input.absent != nil {
			if err := input.absent(ctx, s, v.asked); err != nil {
				return err
			}
		}
	}
	return nil
}

// heard runs what may wait for somebody else: a pipe, or standard input. Ctrl-C
// ends the waiting for it.
func heard(ctx context.Context, wait func() error) error {
	ended := make(chan error, 1)
	go func() { ended <- wait() }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (v *verb[C, In]) client(ctx context.Context, s *Session) (client C, err error) {
	found, err := s.client(ctx, v.without)
	if err != nil {
		return client, err
	}
	return clientAs[C](found)
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
	return text + "\n\nColumns (* with -o wide): " + strings.Join(names, ", ") + "."
}
