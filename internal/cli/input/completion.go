package input

import (
	"unictl/internal/cli/session"
	"unictl/internal/config"
)

// Completion is what an input can be completed with; the first that is there
// counts.
type Completion struct {
	Path   bool                            // by the shell, as a file
	Words  []string                        // a fixed set
	Local  func(*session.Session) []string // what this machine knows
	Lookup *Lookup                         // names at the service
}

// Completion says how the input is completed.
func (in *Input) Completion() Completion {
	c := Completion{Path: in.path, Words: in.words, Local: in.local}
	if in.complete != nil {
		c.Lookup = in.complete()
	}
	return c
}

func settingKeys(s *session.Session) []string {
	registry, err := s.Settings.Registry()
	if err != nil {
		return nil
	}
	return Each(registry.Options(), func(o config.Option) string { return o.Key + "\t" + o.Usage })
}

// ContextNames are the contexts of the configuration file.
func ContextNames(s *session.Session) []string {
	file, err := s.Settings.File()
	if err != nil {
		return nil
	}
	return Each(file.Contexts(), func(c config.Context) string { return c.Name })
}
