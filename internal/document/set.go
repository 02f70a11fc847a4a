package document

import (
	"slices"
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
