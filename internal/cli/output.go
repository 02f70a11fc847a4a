package cli

import (
	"errors"
	"os"

	"unictl/internal/output"
)

// envOutput is the variable of the usual format; -o overrides it.
const envOutput = "UNICTL_OUTPUT"

// output is how results are printed.
func (s *Session) output() output.Options {
	g := s.Globals
	return output.Options{
		Format: output.Format(s.format()), Columns: g.Columns, Sort: g.Sort, Limit: g.Limit, JQ: g.JQ,
		NoHeader: g.NoHeader, Quiet: g.Quiet, Terminal: s.App.Terminal.Out, Width: s.App.Terminal.Width,
		Color: s.color(), Now: s.App.Now,
	}
}

// format is what was asked for: by flag, variable, or context. The last two
// give way to --jq, which works on JSON alone.
func (s *Session) format() string {
	if s.Globals.Output != "" {
		return s.Globals.Output
	}
	format := s.preference("output", envOutput)
	if s.Globals.JQ != "" && format != string(output.JSONL) {
		return ""
	}
	return format
}

// preference is a setting of the tool itself, from the variable or the context.
// A broken configuration has none: it must not keep `version` from working.
func (s *Session) preference(key, env string) string {
	if value, _ := s.App.Env(env); value != "" {
		return value
	}
	if value, ok := s.preferences[key]; ok {
		return value
	}
	value := ""
	if s.instant || !s.hasConfig() {
		return value // the registry and the parser of settings would cost more than the verb
	}
	if file, name, err := s.chosenContext(); err == nil {
		if chosen, err := file.Context(name); err == nil {
			value, _ = chosen.Value(key)
		}
	}
	s.preferences[key] = value
	return value
}

// hasConfig reports whether there is a configuration file to read.
func (s *Session) hasConfig() bool {
	path, err := s.ConfigPath()
	if err != nil {
		return false
	}
	_, err = os.Stat(path)
	return err == nil
}

func (s *Session) color() bool {
	none, _ := s.App.Env("NO_COLOR")
	return s.App.Terminal.Out && none == "" && !s.Globals.NoColor
}

// checkOutput refuses output flags that cannot be followed, before any call.
func (s *Session) checkOutput(columns []output.Column) error {
	return s.checkOptions(s.output(), columns)
}

func (s *Session) checkOptions(options output.Options, columns []output.Column) error {
	err := options.Check(columns)
	usage, ok := errors.AsType[*output.UsageError](err)
	if !ok || usage.Flag != "-o" || s.Globals.Output != "" {
		return err
	}
	origin := envOutput
	if value, _ := s.App.Env(envOutput); value == "" {
		origin = "output, a setting of the context"
	}
	return &UsageError{Flag: origin, Message: usage.Message, Hint: usage.Way}
}

// forPeople reports whether results are printed for eyes, not for programs.
func forPeople(o output.Options) bool {
	return o.JQ == "" && (o.Format == "" || o.Format == output.Table || o.Format == output.Wide)
}
