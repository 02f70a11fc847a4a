package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Set is one change of a document: `a.b=text` or `a.b:=json`.
type Set struct {
	Path []string // names of members and, in lists, numbers of elements from 0
	Text string   // the new value, as typed
	JSON bool     // Text is JSON; else it takes the type of the value that is there
}

const setForm = `write a.b=text or a.b:=json, with \. for a dot in a name`

// ParseSet reads `a.b=text`, whose value takes the type of the one that is
// there, or `a.b:=json`. In a name `\` stands before a dot, `=`, `:` or `\`. The
// error is a *PathError, or a *SyntaxError for JSON that breaks; neither repeats
// the value.
func ParseSet(expression string) (Set, error) {
	path, rest, err := setPath(expression)
	if err != nil {
		return Set{}, err
	}
	s := Set{Path: path}
	s.Text, s.JSON = strings.CutPrefix(rest, ":=")
	if !s.JSON {
		s.Text = rest[len("="):]
		return s, nil
	}
	_, err = s.parsed()
	return s, err
}

// setPath takes the path off an expression; rest starts with = or :=.
func setPath(expression string) (path []string, rest string, err error) {
	var name []byte
	for i := 0; i < len(expression); i++ {
		switch c := expression[i]; {
		case c == '\\':
			i++
			if i == len(expression) || !strings.ContainsRune(`\.=:`, rune(expression[i])) {
				return nil, "", &PathError{Path: JoinPath(append(path, string(name))),
					Message: `a backslash stands before a dot, =, : or another backslash`, Hint: `write \\ for a backslash in a name`}
			}
			name = append(name, expression[i])
		case c == '.':
			path, name = append(path, string(name)), name[:0]
		case c == '=', strings.HasPrefix(expression[i:], ":="):
			path = append(path, string(name))
			if slices.Contains(path, "") {
				return nil, "", &PathError{Path: JoinPath(path), Message: "a name in the path is empty", Hint: setForm}
			}
			return path, expression[i:], nil
		default:
			name = append(name, c)
		}
	}
	return nil, "", &PathError{Message: "there is no = in it", Hint: setForm}
}

// parsed reads the value of `:=`.
func (s Set) parsed() (*node, error) {
	n, err := parse(JoinPath(s.Path)+":=", []byte(s.Text))
	if err != nil {
		return nil, err
	}
	if n == nil {
		return nil, s.fault("there is no JSON after :=", `write null for no value, "" for an empty text`)
	}
	return n, nil
}

func (s Set) fault(message, hint string) error {
	return &PathError{Path: JoinPath(s.Path), Message: message, Hint: hint}
}

// Secret tells whether the value is a secret, or holds one, and may neither
// stand on a command line nor be repeated. The value of `a.b=text` may be a text
// whatever it looks like, except true and false. Masked in the place of a secret
// counts: it would be sent as it stands.
func (s Set) Secret() bool {
	named := slices.ContainsFunc(s.Path, SecretKey)
	if !s.JSON {
		return s.Text != "" && s.Text != "true" && s.Text != "false" && (named || carriesSecret(s.Text))
	}
	secret := named && strings.Contains(s.Text, Masked)
	if n, err := s.parsed(); err == nil {
		n.secrets(named, func(*node) { secret = true })
	}
	return secret
}

// covers tells whether s replaces what other has set.
func (s Set) covers(other Set) bool {
	return len(s.Path) <= len(other.Path) && slices.Equal(s.Path, other.Path[:len(s.Path)])
}

// shown is the value for an error message.
func (s Set) shown() string {
	if s.Secret() {
		return "the given text"
	}
	const longest = 40
	short := []rune(s.Text)
	if len(short) > longest {
		short = append(short[:longest], '…')
	}
	return string(quote(string(short)))
}

// JoinPath spells the path to a value: names of members and numbers of list
// elements joined by dots, with `\` before a dot, `=`, `:` or `\` in a name. It is
// what ParseSet reads.
func JoinPath(path []string) string {
	escape := strings.NewReplacer(`\`, `\\`, `.`, `\.`, `=`, `\=`, `:`, `\:`)
	names := make([]string, len(path))
	for i, name := range path {
		names[i] = escape.Replace(name)
	}
	return strings.Join(names, ".")
}

// splitPath undoes JoinPath.
func splitPath(path string) []string {
	if path == "" {
		return nil
	}
	var names []string
	var name []byte
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case c == '.':
			names, name = append(names, string(name)), name[:0]
		case c == '\\' && i+1 < len(path):
			i++
			name = append(name, path[i])
		default:
			name = append(name, c)
		}
	}
	return append(names, string(name))
}

// index reads the number of a list element, spelled without leading zeros or a
// sign so that each element has one path.
func index(name string) (int, bool) {
	i, err := strconv.Atoi(name)
	return i, err == nil && i >= 0 && strconv.Itoa(i) == name
}

// below is a new path, one name longer.
func below(path []string, name string) []string { return append(slices.Clip(path), name) }

// PathError says what is wrong at one place of a document, or with the text
// that names the place. It never quotes the value of a member whose name looks
// like that of a secret.
type PathError struct {
	Path    string // as JoinPath spells it; "" for the document as a whole
	Message string // what is wrong
	Hint    string // the way out; may be empty
}

// Error gives path, message and the way out.
func (e *PathError) Error() string {
	text := e.Message
	if e.Path != "" {
		text = e.Path + ": " + text
	}
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// SyntaxError says where JSON breaks.
type SyntaxError struct {
	What   string // "the document", "a.b:="
	Line   int    // from 1
	Column int    // in bytes, from 1
	Err    error  // the reason, without the text around it
}

// Error names the place.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s is not JSON: line %d, column %d: %v", e.What, e.Line, e.Column, e.Err)
}

// Unwrap gives the reason.
func (e *SyntaxError) Unwrap() error { return e.Err }

// check gives a *SyntaxError unless text is one JSON value.
func check(what string, text []byte) error {
	var whole json.RawMessage
	err := json.Unmarshal(text, &whole)
	if err == nil {
		return nil
	}
	last := len(text) // bytes up to and with the one at which it breaks
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		last = min(int(syntax.Offset), last)
	}
	before := text[:max(last-1, 0)]
	return &SyntaxError{
		What: what, Err: err,
		Line:   bytes.Count(before, []byte("\n")) + 1,
		Column: len(before) - bytes.LastIndexByte(before, '\n'),
	}
}
