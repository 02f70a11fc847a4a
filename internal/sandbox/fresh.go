package sandbox

import "unictl/internal/sandbox/iot"

// Fresh is how a state is to be seeded anew.
type Fresh struct {
	Size    int    `json:"seedSize"`          // people; 0 means what the sandbox was opened with
	Dialect string `json:"dialect,omitempty"` // of the IoT platform, "J" or "K"; empty means K
}

// check finds out before anything is thrown away.
func (f Fresh) check() error {
	if f.Dialect == "" {
		return nil
	}
	_, err := ParseDialect(f.Dialect)
	return err
}

// Dialects lists what ParseDialect understands, for help and completion.
func Dialects() []string { return []string{string(iot.DialectJ), string(iot.DialectK)} }

// ParseDialect reads the dialect of the IoT platform: J or K.
func ParseDialect(text string) (string, error) {
	d, err := iot.ParseDialect(text)
	return string(d), err
}

// polyglot is a service with several dialects.
type polyglot interface{ SetDialect(to string) error }

// speak switches the services that have dialects; to "" nothing.
func (s *Sandbox) speak(dialect string) error {
	if dialect == "" {
		return nil
	}
	for _, svc := range s.services {
		if p, ok := svc.(polyglot); ok {
			if err := p.SetDialect(dialect); err != nil {
				return err
			}
		}
	}
	return nil
}
