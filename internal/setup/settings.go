package setup

import (
	"context"
	"fmt"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/cli/contexts"
	"unictl/internal/config"
)

// takeGiven takes the settings of the command line, and those of variables that
// the context says nothing of: what is tried must be what is written.
func (v *service) takeGiven() error {
	for _, o := range v.provider.Options {
		variable := v.variable(o)
		switch given := v.request.value(o.Key); {
		case given != "":
			v.put(o.Key, given)
		case v.current(o.Key) == "" && variable != "":
			if err := o.Accept(variable); err != nil {
				return &config.ValueError{Key: o.Key, Origin: config.Origin{Kind: config.FromEnv, Detail: o.Env}, Message: err.Error(), Err: err}
			}
			v.put(o.Key, variable)
			if v.asker == nil { // a person is shown it as the usual answer
				v.say(o.Key + " of the context is taken from " + o.Env)
			}
		}
	}
	for _, requirement := range v.provider.Required {
		for _, name := range alternatives(requirement) {
			if key := v.key(name); v.request.value(key) != "" {
				v.settle(requirement, key)
			}
		}
	}
	return nil
}

// variable is what the environment says of a setting that is no secret.
func (v *service) variable(o config.Option) string {
	if o.Secret || o.Env == "" {
		return ""
	}
	value, _ := v.session.App.Env(o.Env)
	return value
}

func (v *service) key(name string) string { return v.provider.Name + "." + name }

func alternatives(requirement string) []string { return strings.Split(requirement, "|") }

// current is a setting as it would be written now.
func (v *service) current(key string) string {
	for _, a := range v.answers {
		if a.Key == key {
			return a.Value
		}
	}
	value, _ := v.before.Value(key)
	return value
}

// usual is what a setting is where nobody says anything: as it is, or its default.
func (v *service) usual(key string) string {
	if value := v.current(key); value != "" {
		return value
	}
	for _, o := range v.provider.Options {
		if o.Key == key {
			return o.Default
		}
	}
	return ""
}

// put takes an answer. One that says what holds anyway is none.
func (v *service) put(key, value string) {
	if value != "" && v.current(key) == "" && value == v.usual(key) && v.request.value(key) == "" {
		return
	}
	for i, a := range v.answers {
		if a.Key == key {
			v.answers[i].Value = value
			return
		}
	}
	v.answers = append(v.answers, contexts.Assignment{Key: key, Value: value})
}

// settle takes away the other ways to meet a requirement: they would be used
// instead. What the command line says stays.
func (v *service) settle(requirement, key string) {
	for _, name := range alternatives(requirement) {
		if other := v.key(name); other != key && v.current(other) != "" && v.request.value(other) == "" {
			v.put(other, "")
		}
	}
}

// shared are the settings of the command line that belong to no provider.
func (t *sitting) shared() (shared []contexts.Assignment) {
	for _, a := range t.request.Set {
		if (config.Option{Key: a.Key}).Provider() == "" {
			shared = append(shared, a)
		}
	}
	return shared
}

// settings asks for the requirements that are wanted now and that neither the
// command line nor an earlier answer gives; unattended they must be there.
func (v *service) settings(ctx context.Context, wanted func(requirement string) bool, choices choices) error {
	var missing []string
	for _, requirement := range v.provider.Required {
		if !wanted(requirement) {
			continue
		}
		given, there := v.known(requirement)
		switch {
		case v.asker == nil && !there:
			missing = append(missing, strings.Join(cli.Each(alternatives(requirement), v.key), " or "))
		case v.asker != nil && v.answered[requirement]:
		case v.asker != nil && (!given || v.doubt == anything):
			if err := v.ask(ctx, requirement, choices); err != nil {
				return err
			}
			v.answered[requirement] = true
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return &cli.UsageError{
		Message: fmt.Sprintf("%s needs %s", v.provider.Title, strings.Join(missing, ", ")), Hint: "give it with --set KEY=VALUE",
	}
}

// known reports whether the command line gives a requirement, and whether
// anything does.
func (v *service) known(requirement string) (given, there bool) {
	for _, name := range alternatives(requirement) {
		given = given || v.request.value(v.key(name)) != ""
		there = there || v.usual(v.key(name)) != ""
	}
	return given, there
}

// contradiction is a variable that says something else than the context will:
// commands that name the context refuse that.
func (v *service) contradiction() error {
	for _, o := range v.provider.Options {
		variable := v.variable(o)
		if variable == "" || strings.TrimRight(variable, "/") == strings.TrimRight(v.current(o.Key), "/") {
			continue
		}
		return &cli.UsageError{
			Message: fmt.Sprintf("%s is set, and says something else than %s of context %s", o.Env, o.Key, v.name),
			Hint:    "unset it, or let both say the same: a command that names the context refuses a variable that says something else",
		}
	}
	return nil
}

// contradicted warns whoever has answered something else.
func (v *service) contradicted() {
	if err := v.contradiction(); err != nil && v.asker != nil {
		message, hint := v.session.Describe(err)
		v.session.Terminal.Warn(message + ": " + hint)
	}
}
