package doctor

import (
	"errors"
	"os"
	"slices"
	"strings"

	"unictl/internal/config"
)

const envPrefix = "UNICTL_"

// variables tells which settings the environment carries; values stay unsaid.
func (e *examination) variables() {
	registry, err := e.session.Settings.Registry()
	if err != nil {
		e.fault("settings", err, "this is a fault of unictl: report it")
		return
	}
	var known []string
	for _, option := range registry.Options() {
		if option.Env == "" {
			continue
		}
		known = append(known, option.Env)
		if e.isSet(option.Env) {
			e.add(OK, "environment", option.Env+" is set", "")
		}
	}
	for _, name := range [...]string{config.EnvContext, config.EnvConfig} {
		if value, _ := e.session.App.Env(name); value != "" {
			e.add(OK, "environment", name+" is "+value, "")
		}
	}
	e.misspelt(append(known, config.EnvContext, config.EnvConfig), environ())
}

func (e *examination) isSet(name string) bool {
	value, ok := e.session.App.Env(name)
	return ok && value != ""
}

// misspelt looks for variables that are almost called like a setting: nothing
// reads them. What is called otherwise may be a command's own.
func (e *examination) misspelt(known, names []string) {
	dictionary, err := spelling(known)
	if err != nil {
		return // the registry itself was fine: no variable is worth a fault here
	}
	for _, name := range names {
		if !strings.HasPrefix(name, envPrefix) || slices.Contains(known, name) || !e.isSet(name) {
			continue
		}
		_, err := dictionary.Lookup(word(name))
		var unknown *config.UnknownKeyError
		if errors.As(err, &unknown) && unknown.Suggestion != "" {
			meant := envPrefix + strings.ToUpper(unknown.Suggestion)
			e.add(Problem, "environment", name+" is set, and nothing reads it", "did you mean "+meant+"? unset "+name)
		}
	}
}

// spelling is a registry of names alone, for its suggestions.
func spelling(variables []string) (*config.Registry, error) {
	options := make([]config.Option, len(variables))
	for i, name := range variables {
		options[i].Key = word(name)
	}
	return config.NewRegistry(options...)
}

func word(variable string) string {
	return strings.ToLower(strings.TrimPrefix(variable, envPrefix))
}

// environ is the names of the process's variables.
func environ() []string {
	all := os.Environ()
	for i, pair := range all {
		all[i], _, _ = strings.Cut(pair, "=")
	}
	slices.Sort(all)
	return all
}
