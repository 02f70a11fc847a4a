package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// openAPI is what the tables need of an OpenAPI 3.0 file.
type openAPI struct {
	Info  struct{ Version string }
	Paths map[string]map[string]operation // by path, by method in lower case
	// Parameters are those that operations refer to. Those of a path stand at
	// their operations, and say nothing that the path does not.
	Components struct{ Parameters map[string]parameter }
}

type operation struct {
	Summary     string
	Parameters  []reference
	Security    []json.RawMessage
	RequestBody struct{ Content map[string]content }
	Responses   map[string]struct{ Content map[string]content }
}

type parameter struct {
	Name, In string
	Required bool
}

type reference struct {
	Ref string `json:"$ref"`
}

type content struct{ Schema *schema }

// tables are the texts of operations.txt and shapes.txt.
func tables(file []byte) (operations, shapes string, err error) {
	var api openAPI
	if err := json.Unmarshal(file, &api); err != nil {
		return "", "", err
	}
	head := fmt.Sprintf("// IXON API, version %s. Made by internal/ixon/published/gen from IXON's OpenAPI file;\n// do not edit. "+
		"Public copy of the file: %s\n", api.Info.Version, source)
	known := &definitions{names: map[string]string{}, patterns: map[string]string{}}
	var lines strings.Builder
	for _, path := range slices.SortedFunc(maps.Keys(api.Paths), specificFirst) {
		for _, method := range slices.Sorted(maps.Keys(api.Paths[path])) {
			line, err := api.line(path, method, known)
			if err != nil {
				return "", "", fmt.Errorf("%s %s: %w", method, path, err)
			}
			lines.WriteString(line + "\n")
		}
	}
	return head + "// method, path, name, headers, query, request, status, answer: see operation.go\n" + lines.String(),
		head + "// ~ is a pattern, # an object: see shape.go\n" + known.text.String(), nil
}

// specificFirst orders paths so that the first that matches is the right one:
// /users/me stands before /users/{publicId}.
func specificFirst(a, b string) int {
	late := func(path string) string { return strings.ReplaceAll(path, "{", "~") }
	return cmp.Compare(late(a), late(b))
}

func (api *openAPI) line(path, method string, known *definitions) (string, error) {
	op := api.Paths[path][method]
	headers, query, err := api.parameters(op)
	if err != nil {
		return "", err
	}
	request, err := known.body(op.RequestBody.Content)
	if err != nil {
		return "", fmt.Errorf("request: %w", err)
	}
	for status, response := range op.Responses {
		if status == "4XX" {
			continue
		}
		answer, err := known.answer(response.Content)
		if err != nil {
			return "", fmt.Errorf("answer %s: %w", status, err)
		}
		return strings.Join([]string{strings.ToUpper(method), path, op.Summary, headers, query, request, status, answer}, " "), nil
	}
	return "", fmt.Errorf("no answer")
}

// parameters writes headers as the letters of the contract's section 6, and
// the names of the query.
func (api *openAPI) parameters(op operation) (headers, query string, err error) {
	letters := map[string]string{"Api-Version": "V", "Api-Application": "A", "Api-Company": "C", "Api-Branding": "B"}
	given := map[string]bool{"T": len(op.Security) > 0}
	var names []string
	for _, r := range op.Parameters {
		p, ok := api.Components.Parameters[strings.TrimPrefix(r.Ref, "#/components/parameters/")]
		switch {
		case r.Ref == "": // a word of the path
		case !ok:
			return "", "", fmt.Errorf("unknown parameter %s", r.Ref)
		case p.In == "query":
			names = append(names, p.Name)
		case letters[p.Name] == "":
			return "", "", fmt.Errorf("unknown header %s", p.Name)
		case p.Required:
			given[letters[p.Name]] = true
		default:
			given[strings.ToLower(letters[p.Name])] = true
		}
	}
	for letter := range strings.SplitSeq("VATCBvacb", "") {
		if given[letter] {
			headers += letter
		}
	}
	return headers, cmp.Or(strings.Join(names, ","), "-"), nil
}
