package sandbox

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"unictl/internal/cli"
)

// printEnvironment prints what a shell needs to reach a sandbox as if it
// were the real service: one `export` line for each variable.
func printEnvironment(s *cli.Session, settings map[string]map[string]string) error {
	registry, err := s.Settings.Registry()
	if err != nil {
		return err
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
	_, err = io.WriteString(s.App.Out, strings.Join(lines, ""))
	return err
}

// onlySignIn leaves out what makes a token where there is one.
func onlySignIn(name string, values map[string]string) bool {
	return values["token"] != "" && slices.Contains([]string{"email", "user", "password", "otp"}, name)
}
