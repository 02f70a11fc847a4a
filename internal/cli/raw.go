package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/document"
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
	// Pages follows the pages of a list; nil = the service has none.
	Pages func(ctx context.Context, c C, path string, query []rest.Param) iter.Seq2[rest.Item[json.RawMessage], error]
	// Guard is that of the verb which does the same; nil, or a nil one, = the call
	// locks nobody out.
	Guard func(RawCall) *Guard[C, RawCall]
}

// RawCall is a raw write as its guard sees it.
type RawCall struct {
	Method   string
	Segments []string // of the path below the base URL, not escaped
	Body     json.RawMessage
}

// At is a segment of the path; "" = there is none.
func (r RawCall) At(i int) string {
	if i < len(r.Segments) {
		return r.Segments[i]
	}
	return ""
}

func (r Raw[C]) head() *cobra.Command { return leaf(r.Use, r.Short) }

func (r Raw[C]) fill(t *tree, cmd *cobra.Command) {
	t.provider[cmd] = r.Provider
	r.Provider.AddFlags(cmd.PersistentFlags())
	r.Provider.CompleteFlags(cmd)
	v := declared[C, rawIn](t, cmd, nil, r.inputs, (*rawIn).check)
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
	change.HideSecrets(s, body)
	s.Hidden.Add(in.secrets()...)
	if in.writes() {
		if err := s.Permit(ctx, in.takesAway()); err != nil {
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
	return r.send(ctx, s, client, options, in, call)
}

// guarded refuses what would lock people out, unless they say that they mean it.
func (r Raw[C]) guarded(ctx context.Context, client C, in *rawIn, call rest.Call[json.RawMessage]) error {
	if r.Guard == nil || in.Allowed.Self && in.Allowed.LastAdmin {
		return nil
	}
	about := RawCall{Method: in.Method, Segments: call.Segments(), Body: call.Preview().Body}
	guard := r.Guard(about)
	if guard == nil || in.Allowed.Self && !guard.LastAdmin {
		return nil
	}
	mayGo, err := guard.Read(ctx, client, in.Allowed)
	if err != nil {
		return err
	}
	return mayGo(ctx, &about)
}

func (r Raw[C]) send(ctx context.Context, s *Session, client C, options output.Options, in *rawIn, call rest.Call[json.RawMessage]) error {
	preview := call.Preview()
	if in.writes() {
		if err := r.guarded(ctx, client, in, call); err != nil {
			return err
		}
	}
	if in.writes() && s.Globals.DryRun {
		return output.WriteDocument(s.App.Out, options, preview, "")
	}
	if in.writes() {
		settings, err := s.Guarding(ctx)
		if err != nil {
			return err
		}
		if err := s.Confirm(ctx, settings, session.Consent{What: in.Method + " " + preview.URL, Asks: in.takesAway()}); err != nil {
			return err
		}
	}
	answer, err := call.Do(ctx)
	if err != nil {
		return err
	}
	return output.WriteOne(s.App.Out, options, nil, output.Row{Raw: hidden(s, change.Shown(s, answer, false, false))})
}

// rawOutput takes only formats that need no columns; JSON is the default.
func rawOutput(s *Session) (output.Options, error) {
	options := s.Output()
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
			if !yield(output.Row{Raw: hidden(s, item.Raw)}, err) || err != nil {
				return
			}
		}
	}
	_, err := output.WriteList(s.App.Out, options, nil, rows)
	return err
}

// hidden is an answer without the secrets that the run knows: a service, or a proxy
// before it, may repeat the credential that it was sent.
func hidden(s *Session, answer json.RawMessage) json.RawMessage {
	return json.RawMessage(s.Hidden.Mask(string(answer)))
}

type rawIn struct {
	Method, Path string
	Fields       []field
	Body         json.RawMessage
	Paginate     bool
	Allowed      Allowed
}

// field is one -F k=v; := takes JSON.
type field struct {
	name  string
	text  string
	value json.RawMessage
}

func (r Raw[C]) inputs(in *rawIn) Inputs {
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
	all := Inputs{
		Arg("method", &in.Method, upper).Words(methods...),
		Arg("path", &in.Path, parse.Text(4096)),
		FlagList("field", &in.Fields, parseField, "`NAME=VALUE` or NAME:=JSON, may be repeated").Short("F"),
		BodyFlag(&in.Body),
	}
	if r.Pages != nil {
		all = append(all, Switch("paginate", &in.Paginate, "follow all pages and print their rows as one list"))
	}
	if r.Guard != nil {
		all = append(all,
			Switch("allow-self", &in.Allowed.Self, "allow what would take away your own access"),
			Switch("allow-last-admin", &in.Allowed.LastAdmin, "allow what would remove the last administrator"))
	}
	return all
}

func upper(text string) (string, error) { return strings.ToUpper(text), nil }

func (in *rawIn) check() error {
	switch {
	case in.Paginate && in.Method != http.MethodGet:
		return &fault.UsageError{Flag: "--paginate", Message: "goes with GET only"}
	case in.Body != nil && len(in.Fields) > 0 && in.Method != http.MethodGet:
		return &fault.UsageError{Message: "--body and -F exclude each other"}
	case in.Body != nil && in.Method == http.MethodGet:
		return &fault.UsageError{Flag: "--body", Message: "GET has no body"}
	}
	return nil
}

// writes reports whether the call may change something.
func (in *rawIn) writes() bool { return in.Method != http.MethodGet }

// takesAway reports whether the call asks first.
func (in *rawIn) takesAway() bool { return in.Method == http.MethodDelete }

func parseField(text string) (field, error) {
	name, value, ok := strings.Cut(text, "=")
	if !ok || name == "" || name == ":" {
		return field{}, errors.New("it is not NAME=VALUE or NAME:=JSON")
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

// query is the parameters of a GET.
func (in *rawIn) query() []rest.Param {
	if in.Method != http.MethodGet {
		return nil
	}
	return Each(in.Fields, func(f field) rest.Param { return rest.Param{Name: f.name, Value: f.text} })
}

// secrets are the values of query parameters that are called like secrets.
func (in *rawIn) secrets() (values []string) {
	_, query, _ := strings.Cut(in.Path, "?")
	given, _ := url.ParseQuery(query) // what cannot be read is refused elsewhere
	for _, p := range in.query() {
		given.Add(p.Name, p.Value)
	}
	for name, all := range given {
		if document.SecretKey(name) {
			values = append(values, all...)
		}
	}
	return values
}

// payload is the body: as given, or made of fields.
func (in *rawIn) payload() ([]byte, error) {
	switch {
	case in.Method == http.MethodGet:
		return nil, nil
	case in.Body != nil:
		return in.Body, nil
	case len(in.Fields) == 0:
		return nil, nil
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range in.Fields {
		name, err := rest.Body(f.name)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(f.value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
