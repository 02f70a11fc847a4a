package cli

import (
	"context"

	"github.com/spf13/cobra"

	"unictl/internal/cli/input"
	"unictl/internal/cli/transfer"
	"unictl/internal/output"
	"unictl/internal/rest"
)

// Download is a verb that brings a file: to a path, or with - to standard
// output.
type Download[C, In any] struct {
	Use, Short, Long, Example string
	Without                   []string
	Noun                      string // "diagnosis": what is downloaded
	Inputs                    func(*In) Inputs
	Check                     func(*In) error
	// To is where it goes, as the person said: a file, which it becomes when it is
	// whole, or a device or pipe, which it is written to like standard output.
	To func(*In) string
	// Genuine reports whether these first bytes begin such a file; an answer that
	// is something else never gets the file's name.
	Genuine func(head []byte) bool
	// Whole refuses a file of this size that ends with tail, its last Tail bytes or
	// all of it, as one that was cut: not every answer says how long it is. nil =
	// what came is whole.
	Whole func(tail []byte, size int64) error
	Tail  int
	// Call fetches it.
	Call func(C, *In, rest.Receive) rest.Prepared
}

func (d Download[C, In]) head() *cobra.Command { return leaf(d.Use, d.Short) }

func (d Download[C, In]) fill(t *tree, cmd *cobra.Command) {
	v := declared[C, In](t, cmd, d.Without, d.Inputs, d.Check)
	cmd.Long, cmd.Example = long[In](d.Short, d.Long, nil), d.Example
	overwrite := cmd.Flags().Bool("overwrite", false, "replace a file that is there")
	cmd.RunE = v.run(func(ctx context.Context, s *Session, words []string) error {
		if err := s.CheckOutput(fileColumns()); err != nil {
			return err
		}
		in, inputs, err := v.parse(ctx, s, words)
		if err != nil {
			return err
		}
		place, err := transfer.To(ctx, s, d.Noun, d.To(in), *overwrite)
		if err != nil {
			return err
		}
		client, err := v.client(ctx, s)
		if err == nil {
			err = input.NewFinder().Resolve(ctx, client, inputs)
		}
		if err != nil {
			return err
		}
		return d.fetch(ctx, s, client, in, place)
	})
}

func (d Download[C, In]) fetch(ctx context.Context, s *Session, client C, in *In, place *transfer.Part) error {
	place.Genuine, place.Whole, place.Tail = d.Genuine, d.Whole, d.Tail
	_, err := d.Call(client, in, place.Receive).Send(s.Terminal.Metered(ctx, "download the "+d.Noun))
	if err == nil {
		err = place.Finish()
	}
	if err != nil && place.Gone() != nil && ctx.Err() == nil {
		return place.Gone() // a reader who has had enough is no failure of the service
	}
	if err != nil || place.Streams() {
		place.Discard()
		return err
	}
	return output.WriteOne(s.App.Out, s.Output(), fileColumns(), output.Row{Value: place.Result()})
}

func fileColumns() []output.Column {
	return output.Columns([]Column[transfer.File]{
		{Name: "file", ID: true, Cell: func(f transfer.File) any { return f.Path }},
		{Name: "bytes", Cell: func(f transfer.File) any { return f.Bytes }},
		{Name: "sha256", Cell: func(f transfer.File) any { return f.SHA256 }},
	})
}
