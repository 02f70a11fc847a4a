package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/document"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

type rawIn struct {
	Method, Path string
	Fields       []field
	Body         json.RawMessage
	Paginate     bool
}

// field is one -F k=v; := takes JSON.
type field struct {
	name  string
	text  string
	value json.RawMessage
}

func (in *rawIn) inputs() Inputs {
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
	return Inputs{
		Arg("method", &in.Method, upper).Words(methods...),
		Arg("path", &in.Path, parse.Text(4096)),
		FlagList("field", &in.Fields, parseField, "`NAME=VALUE` or NAME:=JSON, may be repeated").Short("F"),
		BodyFlag(&in.Body),
		Switch("paginate", &in.Paginate, "follow all pages and print their rows as one list"),
	}
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
