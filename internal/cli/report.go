package cli

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"unictl/internal/output"
)

// report prints an error on stderr: a sentence and a hint, or one object when
// the output is JSON.
func report(w io.Writer, doc ErrorDocument, asJSON bool) {
	if asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(map[string]ErrorDocument{"error": doc})
		return
	}
	var b strings.Builder
	b.WriteString("error: ")
	if action := doc.Action; action != "" {
		if rest, ok := strings.CutPrefix(action, doc.Provider+" "); ok && doc.Provider != "" {
			action = doc.Provider + ": " + rest
		}
		b.WriteString(output.Sanitize(action) + ": ")
	}
	for i, line := range strings.Split(doc.Message, "\n") {
		if i > 0 {
			b.WriteString("\n       ")
		}
		b.WriteString(output.Sanitize(line))
	}
	b.WriteString("\n")
	for line := range strings.Lines(faultLines(doc.Faults, doc.Rows)) {
		b.WriteString(output.Sanitize(strings.TrimSuffix(line, "\n")) + "\n")
	}
	if doc.RequestID != "" {
		b.WriteString("request id: " + output.Sanitize(doc.RequestID) + "\n")
	}
	if doc.Hint != "" {
		b.WriteString("hint: " + output.Sanitize(doc.Hint) + "\n")
	}
	_, _ = io.WriteString(w, b.String())
}

// wantsJSON reports whether errors are to be JSON. A usage error can come
// before the flags were read, so it looks at the words themselves too.
func (s *Session) wantsJSON(words []string) bool {
	format := cmp.Or(s.Globals.Output, formatIn(words))
	if format == "" && s.Globals.JQ != "" {
		return true
	}
	switch cmp.Or(format, s.format()) {
	case string(output.JSON), string(output.JSONL):
		return true
	}
	return false
}

// formatIn finds what -o was given, where flags could not be read.
func formatIn(words []string) string {
	if end := slices.Index(words, "--"); end >= 0 {
		words = words[:end]
	}
	for i, word := range words {
		for _, flag := range [...]string{"--output=", "-o=", "-o"} {
			if value, ok := strings.CutPrefix(word, flag); ok && value != "" {
				return value
			}
		}
		if (word == "-o" || word == "--output") && i+1 < len(words) {
			return words[i+1]
		}
	}
	return ""
}
