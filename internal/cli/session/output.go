package session

import (
	"cmp"
	"errors"
	"runtime"
	"slices"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
)

// envOutput is the variable of the usual format; -o overrides it.
const envOutput = "UNICTL_OUTPUT"

// Output is how results are printed.
func (s *Session) Output() output.Options {
	g := s.Globals
	return output.Options{
		Format: output.Format(s.format()), CSV: output.Dialect(s.Globals.CSV), Columns: trimmed(g.Columns), Sort: trimmed(g.Sort), Limit: g.Limit, JQ: g.JQ,
		NoHeader: g.NoHeader, Quiet: g.Quiet, Terminal: s.App.Terminal.Out, Width: s.App.Terminal.Width,
		Color: s.color(), Now: s.App.Now,
	}
}

// trimmed are names as they are meant, where a blank stands behind a comma.
func trimmed(names []string) []string {
	var bare []string
	for _, name := range names {
		bare = append(bare, strings.TrimSpace(name))
	}
	return bare
}

// format is what was asked for: by flag, variable, or context. The last two
// give way to --jq, which works on JSON alone.
func (s *Session) format() string {
	if s.Globals.Output != "" {
		return s.Globals.Output
	}
	format := s.Settings.Preference("output", envOutput)
	if s.Globals.JQ != "" && format != string(output.JSONL) {
		return ""
	}
	return format
}

// color reports whether the terminal on stdout is to have escape sequences: it has
// to know them, and nobody forbids them (no-color.org, CLICOLOR). Windows has no
// TERM, and its terminals know them.
func (s *Session) color() bool {
	env := func(name string) string { value, _ := s.App.Env(name); return value }
	knows := env("TERM") != "dumb" && (env("TERM") != "" || runtime.GOOS == "windows")
	return s.App.Terminal.Out && knows && env("NO_COLOR") == "" && env("CLICOLOR") != "0" && !s.Globals.NoColor
}

// CheckOutput refuses output flags that cannot be followed, before any call.
func (s *Session) CheckOutput(columns []output.Column) error {
	return s.CheckOptions(s.Output(), columns)
}

// CheckOptions is CheckOutput for options that were changed.
func (s *Session) CheckOptions(options output.Options, columns []output.Column) error {
	err := options.Check(columns)
	usage, ok := errors.AsType[*output.UsageError](err)
	if !ok || usage.Flag != "-o" || s.Globals.Output != "" {
		return err
	}
	origin := envOutput
	if value, _ := s.App.Env(envOutput); value == "" {
		origin = "output, a setting of the context"
	}
	return &fault.UsageError{Flag: origin, Message: usage.Message, Hint: usage.Way}
}

// ForPeople reports whether results are printed for eyes, not for programs.
func ForPeople(o output.Options) bool {
	return o.JQ == "" && (o.Format == "" || o.Format == output.Table || o.Format == output.Wide)
}

// WantsJSON reports whether errors are to be JSON. A usage error can come
// before the flags were read, so it looks at the words themselves too.
func (s *Session) WantsJSON(words []string) bool {
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

// ListGCPercent keeps the garbage of pages small: a list has a page or two in
// use at a time, and its memory is to stay flat however long it is.
const ListGCPercent = 40
