package cli

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/spf13/cobra"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
	"unictl/internal/rest"
)

// Raw is the escape hatch to a provider: any call, through the same
// credential, limits and redaction.
type Raw[C any] struct {
	Use, Short, Example string
	Provider            *Provider
	Call                func(c C, method, path string, query []rest.Param, body []byte) (rest.Call[json.RawMessage], error)
	Pages               func(ctx context.Context, c C, path string, query []rest.Param) iter.Seq2[rest.Item[json.RawMessage], error]
}

func (r Raw[C]) head() *cobra.Command { return leaf(r.Use, r.Short) }

func (r Raw[C]) fill(t *tree, cmd *cobra.Command) {
	t.provider[cmd] = r.Provider
	r.Provider.addFlags(cmd.PersistentFlags())
	r.Provider.complete(cmd)
	v := declared[C, rawIn](t, cmd, nil, (*rawIn).inputs, (*rawIn).check)
	cmd.Long = r.Short + ".\n\nPrints the answer as received. -F adds a query parameter to GET and a field of a JSON object to\n" +
		"other methods: NAME=VALUE is a text, NAME:=JSON anything else."
	cmd.Example = r.Example
	cmd.Annotations[aboutArgument] = "call"
	cmd.RunE = v.run(func(ctx context.Context, s *Session, words []string) error { return r.run(ctx, v, s, words) })
}

func (r Raw[C]) run(ctx context.Context, v *typed[C, rawIn], s *Session, words []string) error {
	options, err := rawOutput(s)
	if err != nil {
		return err
	}
	in, _, err := v.parse(ctx, s, words)
	if err != nil {
		return err
	}
	body, err := in.payload()
	if err != nil {
		return err
	}
	hideSecrets(ctx, body)
	s.secrets.Add(in.secrets()...)
	if in.writes() {
		if err := s.permit(ctx, in.takesAway()); err != nil {
			return err
		}
	}
	client, err := v.client(ctx, s)
	if err != nil {
		return err
	}
	if in.Paginate {
		return writeRaw(s, options, r.Pages(ctx, client, in.Path, in.query()))
	}
	call, err := r.Call(client, in.Method, in.Path, in.query(), body)
	if err != nil {
		return err
	}
	return r.send(ctx, s, options, in, call)
}

func (r Raw[C]) send(ctx context.Context, s *Session, options output.Options, in *rawIn, call rest.Call[json.RawMessage]) error {
	preview := call.Preview()
	if in.writes() && s.Globals.DryRun {
		return output.WriteDocument(s.App.Out, options, preview, "")
	}
	if in.writes() {
		settings, err := s.guarding(ctx)
		if err != nil {
			return err
		}
		if err := s.confirm(ctx, settings, consent{what: in.Method + " " + preview.URL, asks: in.takesAway()}); err != nil {
			return err
		}
	}
	answer, err := call.Do(ctx)
	if err != nil {
		return err
	}
	return output.WriteOne(s.App.Out, options, nil, output.Row{Raw: answer})
}

// rawOutput takes only formats that need no columns; JSON is the default.
func rawOutput(s *Session) (output.Options, error) {
	options := s.output()
	switch options.Format {
	case "":
		options.Format = output.JSON
	case output.JSON, output.JSONL, output.YAML:
	default:
		if s.Globals.Output == "" { // the variable is for commands that have columns
			options.Format = output.JSON
			break
		}
		return options, &fault.UsageError{Flag: "-o", Message: "the answer of a raw call has no columns", Hint: "use json, jsonl or yaml"}
	}
	return options, options.Check(nil)
}

func writeRaw(s *Session, options output.Options, items iter.Seq2[rest.Item[json.RawMessage], error]) error {
	rows := func(yield func(output.Row, error) bool) {
		for item, err := range items {
			if !yield(output.Row{Raw: item.Raw}, err) || err != nil {
				return
			}
		}
	}
	_, err := output.WriteList(s.App.Out, options, nil, rows)
	return err
}
