package sandbox

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"unictl/internal/cli"
)

// printEnvironment prints what a shell needs to reach a sandbox as if it
// were the real service: one `export` line for each variable. What makes a
// token stands in comments where there is one: a token goes before it.
func printEnvironment(s *cli.Session, settings map[string]map[string]string) error {
	registry, err := s.Settings.Registry()
	if err != nil {
		return err
	}
	var lines, signIn []string
	for provider, values := range settings {
		for name, value := range values {
			option, err := registry.Lookup(provider + "." + name)
			if err != nil || option.Env == "" || value == "" {
				continue
			}
			line := fmt.Sprintf("export %s='%s'\n", option.Env, strings.ReplaceAll(value, "'", `'\''`))
			if onlySignIn(name, values) {
				signIn = append(signIn, "# "+line)
			} else {
				lines = append(lines, line)
			}
		}
	}
	slices.Sort(lines)
	slices.Sort(signIn)
	if len(signIn) > 0 {
		lines = append(lines, "# what `unictl auth login` and `unictl init` may ask for:\n")
	}
	_, err = io.WriteString(s.App.Out, strings.Join(append(lines, signIn...), ""))
	return err
}

// onlySignIn is what makes a token, where there is one.
func onlySignIn(name string, values map[string]string) bool {
	return values["token"] != "" && slices.Contains([]string{"email", "user", "password", "otp"}, name)
}
