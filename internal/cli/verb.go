package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"
)

// verb is what the kinds of verbs have in common: a command that runs in a
// session.
type verb struct {
	t       *tree
	cmd     *cobra.Command
	without []string          // requirements of the provider that are not needed
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

func (v *verb) declare(inputs Inputs) {
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
func (v *verb) run(do func(context.Context, *Session, []string) error) func(*cobra.Command, []string) error {
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

// parsed fills inputs from the command line, with words for the arguments, and
// checks what they are together. Nothing is sent before they are sound.
func (v *verb) parsed(ctx context.Context, s *Session, inputs Inputs, words []string, check func() error) error {
	if err := inputs.fill(v.cmd.Flags(), words); err != nil {
		return err
	}
	if err := loaded(ctx, s, inputs); err != nil {
		return err
	}
	if check != nil {
		if err := check(); err != nil {
			return err
		}
	}
	return v.askFor(ctx, s, inputs)
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
func (v *verb) askFor(ctx context.Context, s *Session, inputs Inputs) error {
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

func (v *verb) client(ctx context.Context, s *Session) (any, error) { return s.client(ctx, v.without) }

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
