package cli

import (
	"context"

	"github.com/spf13/cobra"
)

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
	return in, client, s.resolve(ctx, client, inputs)
}

func (v *typed[C, In]) parse(ctx context.Context, s *Session, words []string) (*In, Inputs, error) {
	in, inputs := v.fresh()
	var check func() error
	if v.check != nil {
		check = func() error { return v.check(in) }
	}
	return in, inputs, v.parsed(ctx, s, inputs, words, check)
}

func (v *typed[C, In]) client(ctx context.Context, s *Session) (client C, err error) {
	found, err := v.verb.client(ctx, s)
	if err != nil {
		return client, err
	}
	return clientAs[C](found)
}
