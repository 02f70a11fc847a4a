package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"unictl/internal/output"
	"unictl/internal/parse"
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

type rawIn struct {
	Method, Path string
	Fields       []field
	Body         string
	Paginate     bool
}

// field is one -F k=v; := takes JSON.
type field struct {
	name  string
	text  string
	value json.RawMessage
}

func (r Raw[C]) head() *cobra.Command { return leaf(r.Use, r.Short) }

func (r Raw[C]) fill(t *tree, cmd *cobra.Command) {
	t.provider[cmd] = r.Provider
	r.Provider.addFlags(cmd.PersistentFlags())
	v := &verb[C, rawIn]{t: t, cmd: cmd, inputs: (*rawIn).inputs, check: (*rawIn).check}
	cmd.Long = r.Short + ".\n\nPrints the answer as received. -F adds a query parameter to GET and a field of a JSON object to\n" +
		"other methods: NAME=VALUE is a text, NAME:=JSON anything else."
	cmd.Example = r.Example
	v.declare()
	cmd.RunE = v.run(func(ctx context.Context, s *Session, words []string) error { return r.run(ctx, v, s, words) })
}

func (in *rawIn) inputs() Inputs {
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
	return Inputs{
		Arg("method", &in.Method, upper).Words(methods...),
		Arg("path", &in.Path, parse.Text(4096)),
		FlagList("field", &in.Fields, parseField, "`NAME=VALUE` or NAME:=JSON, may be repeated").Short("F"),
		Flag("body", &in.Body, parse.Any, "JSON body from `FILE`, - for standard input"),
		Switch("paginate", &in.Paginate, "follow all pages and print their rows as one list"),
	}
}

func upper(text string) (string, error) { return strings.ToUpper(text), nil }

func (in *rawIn) check() error {
	switch {
	case in.Paginate && in.Method != http.MethodGet:
		return &UsageError{Flag: "--paginate", Message: "goes with GET only"}
	case in.Body != "" && len(in.Fields) > 0 && in.Method != http.MethodGet:
		return &UsageError{Message: "--body and -F exclude each other"}
	case in.Body != "" && in.Method == http.MethodGet:
		return &UsageError{Flag: "--body", Message: "GET has no body"}
	}
	return nil
}

func parseField(text string) (field, error) {
	name, value, ok := strings.Cut(text, "=")
	if !ok || name == "" || name == ":" {
		return field{}, fmt.Errorf("%q is not NAME=VALUE or NAME:=JSON", text)
	}
	if plain, isJSON := strings.CutSuffix(name, ":"); isJSON {
		if !json.Valid([]byte(value)) {
			return field{}, fmt.Errorf("what follows %s:= is not JSON", plain)
		}
		return field{name: plain, text: value, value: json.RawMessage(value)}, nil
	}
	encoded, err := rest.Body(value)
	return field{name: name, text: value, value: encoded}, err
}

func (r Raw[C]) run(ctx context.Context, v *verb[C, rawIn], s *Session, words []string) error {
	options, err := rawOutput(s)
	if err != nil {
		return err
	}
	in, _, err := v.parse(s, words)
	if err != nil {
		return err
	}
	body, err := in.payload(s)
	if err != nil {
		return err
	}
	if in.Method != http.MethodGet {
		if err := s.permit(ctx, in.Method == http.MethodDelete); err != nil {
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
	if s.Globals.DryRun && in.Method != http.MethodGet {
		return output.WriteDocument(s.App.Out, options, call.Preview(), "")
	}
	if in.Method == http.MethodDelete && !s.Globals.Yes {
		if err := s.askYes(ctx, "DELETE "+output.Sanitize(call.Preview().URL)+"\nGo on? [y/N] "); err != nil {
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
		return options, &UsageError{Flag: "-o", Message: "the answer of a raw call has no columns", Hint: "use json, jsonl or yaml"}
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

// query is the parameters of a GET.
func (in *rawIn) query() []rest.Param {
	if in.Method != http.MethodGet {
		return nil
	}
	return Each(in.Fields, func(f field) rest.Param { return rest.Param{Name: f.name, Value: f.text} })
}

// payload is the body: from a file, from standard input, or made of fields.
func (in *rawIn) payload(s *Session) ([]byte, error) {
	switch {
	case in.Method == http.MethodGet:
		return nil, nil
	case in.Body == "-":
		return jsonBody(io.ReadAll(s.App.In))
	case in.Body != "":
		return jsonBody(os.ReadFile(in.Body))
	case len(in.Fields) == 0:
		return nil, nil
	}
	var b bytes.Buffer
	for i, f := range in.Fields {
		name, err := rest.Body(f.name)
		if err != nil {
			return nil, err
		}
		b.WriteString(map[bool]string{true: "{", false: ","}[i == 0])
		b.Write(name)
		b.WriteByte(':')
		b.Write(f.value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// jsonBody checks a body before it is sent, and says where it breaks.
func jsonBody(text []byte, err error) ([]byte, error) {
	if err != nil {
		return nil, &UsageError{Flag: "--body", Message: cause(err)}
	}
	var any json.RawMessage
	if err := json.Unmarshal(text, &any); err != nil {
		return nil, &UsageError{Flag: "--body", Message: "it is not JSON: " + jsonPlace(text, err)}
	}
	return text, nil
}
