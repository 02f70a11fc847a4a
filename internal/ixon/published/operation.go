// Package published is what IXON's OpenAPI file says of its API: the
// operations with the headers they take (operations.txt), and the shapes of
// what is sent and answered (shapes.txt). Both are made by gen; they lie in the
// program as text, and nothing reads them before it is asked. What IXON has
// not published, such as page-size or reference.name, is not in here.
package published

import (
	_ "embed"
	"iter"
	"strconv"
	"strings"
)

// 55 KB: reading all of it takes some 50 µs, so that nothing is kept.
//
//go:embed operations.txt
var operations string

// Headers of the contract's section 1, by the letters of its section 6.
const (
	Version     = 'V' // Api-Version
	Application = 'A' // Api-Application
	Bearer      = 'T' // Authorization: Bearer
	Company     = 'C' // Api-Company
	Branding    = 'B' // Api-Branding
)

// Operation is a method on a path.
type Operation struct {
	Method string // GET, POST, PUT, PATCH or DELETE
	Path   string // "/users/{publicId}", below the base URL
	Name   string // IXON's, "User"; the rel of discovery
	// Headers are the letters of those that it takes; a small one is optional.
	Headers string
	Query   []string // of fields and filters
	Status  int      // of success
	// Request and Answer are shapes for Shapes.Of: of the body, "" for none,
	// and of data in the envelope. A list in Request means one or a list.
	Request, Answer string
}

// Requires tells whether the operation is refused without the header.
func (o Operation) Requires(header byte) bool { return strings.IndexByte(o.Headers, header) >= 0 }

// Takes tells whether the operation takes the header, required or not.
func (o Operation) Takes(header byte) bool {
	return o.Requires(header) || o.Requires(header|0x20)
}

// Find returns the operation that a call is of. path is escaped, relative to
// the base URL, with or without a slash in front and without a query.
func Find(method, path string) (Operation, bool) {
	path = strings.TrimPrefix(path, "/")
	for line := range strings.Lines(operations) {
		rest, ok := strings.CutPrefix(line, method+" /")
		if !ok {
			continue
		}
		if pattern, _, _ := strings.Cut(rest, " "); matches(pattern, path) {
			return read(line), true
		}
	}
	return Operation{}, false
}

// Operations are all of them.
func Operations() iter.Seq[Operation] {
	return func(yield func(Operation) bool) {
		for line := range strings.Lines(operations) {
			if !strings.HasPrefix(line, "//") && !yield(read(line)) {
				return
			}
		}
	}
}

func read(line string) Operation {
	word := strings.Fields(line)
	o := Operation{Method: word[0], Path: word[1], Name: word[2], Headers: word[3], Answer: word[7]}
	if word[4] != "-" {
		o.Query = strings.Split(word[4], ",")
	}
	if word[5] != "-" {
		o.Request = word[5]
	}
	o.Status, _ = strconv.Atoi(word[6])
	return o
}

// matches compares segment by segment; {…} is any that is not empty.
func matches(pattern, path string) bool {
	for {
		want, morePattern, patternGoes := strings.Cut(pattern, "/")
		have, morePath, pathGoes := strings.Cut(path, "/")
		if any := strings.HasPrefix(want, "{"); !any && want != have || any && have == "" || patternGoes != pathGoes {
			return false
		}
		if !patternGoes {
			return true
		}
		pattern, path = morePattern, morePath
	}
}
