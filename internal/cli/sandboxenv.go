package cli

import (
	"fmt"
	"slices"
	"strings"
)

// SandboxEnvironment is what a shell needs to reach a sandbox as if it were the
// real service: one `export` line for each variable.
func (s *Session) SandboxEnvironment(settings map[string]map[string]string) (string, error) {
	registry, err := s.Registry()
	if err != nil {
		return "", err
	}
	var lines []string
	for provider, values := range settings {
		for name, value := range values {
			option, err := registry.Lookup(provider + "." + name)
			if err != nil || option.Env == "" || value == "" || onlySignIn(name, values) {
				continue
			}
			lines = append(lines, fmt.Sprintf("export %s='%s'\n", option.Env, strings.ReplaceAll(value, "'", `'\''`)))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, ""), nil
}

// onlySignIn leaves out what makes a token where there is one.
func onlySignIn(name string, values map[string]string) bool {
	return values["token"] != "" && slices.Contains([]string{"email", "user", "password", "otp"}, name)
}
