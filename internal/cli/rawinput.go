package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"unictl/internal/parse"
	"unictl/internal/rest"
)

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
