package config

import "strings"

// SandboxContext is the name of the built-in context that works on embedded
// services. It needs no file and no context of the file can have the name.
const SandboxContext = "sandbox"

const maxContextName = 64

// checkContextName accepts up to 64 letters, digits, dots, dashes and
// underscores, the first one a letter or digit. Case matters.
func checkContextName(name string) error {
	const alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	switch {
	case name == SandboxContext:
		return &ContextNameError{Name: name, Reason: "reserved for the built-in context"}
	case name == "":
		return &ContextNameError{Name: name, Reason: "must not be empty"}
	case len(name) > maxContextName:
		return &ContextNameError{Name: name[:maxContextName] + "…", Reason: "longer than 64 characters"}
	case !strings.Contains(alphanumeric, name[:1]), strings.TrimLeft(name, alphanumeric+"._-") != "":
		return &ContextNameError{
			Name:   name,
			Reason: "must be letters, digits, dots, dashes and underscores, beginning with a letter or digit",
		}
	}
	return nil
}
