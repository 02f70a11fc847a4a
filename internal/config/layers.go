package config

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// effectiveValues is the outcome of the precedence.
type effectiveValues struct{ viper *viper.Viper }

// merge hands every layer to viper. The environment is merged as a map above
// the context's, since viper's own binding reads the process's environment
// instead of the request's. All values are texts, so that viper, which keeps
// the old value when types differ, has nothing to compare.
func (r *resolution) merge() (effectiveValues, error) {
	v := viper.New()
	context, above := map[string]any{}, map[string]any{}
	for _, option := range r.scope() {
		if option.Secret {
			continue
		}
		if option.Default != "" {
			v.SetDefault(option.Key, option.Default)
		}
		if value, ok := r.context.values[option.Key]; ok {
			nest(context, option.Key, value.raw)
		}
		if value := r.env(option); value != "" {
			nest(above, option.Key, value)
		}
		if value := r.Overlay[option.Key]; value != "" {
			nest(above, option.Key, value)
		}
		if flag := r.flag(option); flag != nil {
			if err := v.BindPFlag(option.Key, flag); err != nil {
				return effectiveValues{}, fmt.Errorf("flag --%s: %w", option.Flag, err)
			}
		}
	}
	for _, layer := range []map[string]any{context, above} {
		if err := v.MergeConfigMap(layer); err != nil {
			return effectiveValues{}, fmt.Errorf("settings of context %q: %w", r.name, err)
		}
	}
	return effectiveValues{v}, nil
}

// nest puts a value at a dotted key of nested maps.
func nest(layer map[string]any, key, value string) {
	provider, name, dotted := strings.Cut(key, ".")
	if !dotted {
		layer[key] = value
		return
	}
	section, ok := layer[provider].(map[string]any)
	if !ok {
		section = map[string]any{}
		layer[provider] = section
	}
	section[name] = value
}

// text gives the effective value as the environment would write it.
func (e effectiveValues) text(option Option) string {
	switch value := e.viper.Get(option.Key).(type) {
	case nil:
		return ""
	case []string:
		return joinList(value)
	default:
		return fmt.Sprint(value)
	}
}

// env gives the option's variable; "" if it is unset, empty or, in the
// sandbox, a provider's.
func (r *resolution) env(option Option) string {
	if option.Env == "" || r.name == SandboxContext && option.Provider() != "" {
		return ""
	}
	value, _ := r.Env(option.Env)
	return value
}

// flag gives the option's flag if it was given on the command line.
func (r *resolution) flag(option Option) *pflag.Flag {
	if r.Flags == nil || option.Flag == "" || option.Provider() != "" && option.Provider() != r.Provider {
		return nil
	}
	if flag := r.Flags.Lookup(option.Flag); flag != nil && flag.Changed {
		return flag
	}
	return nil
}

// origin tells which layer wins, in the same order as merge.
func (r *resolution) origin(option Option) Origin {
	value, inContext := r.context.values[option.Key]
	switch {
	case r.flag(option) != nil:
		return Origin{Kind: FromFlag, Detail: "--" + option.Flag}
	case r.Overlay[option.Key] != "":
		return Origin{Kind: FromSandbox}
	case r.env(option) != "":
		return Origin{Kind: FromEnv, Detail: option.Env}
	case inContext:
		return contextOrigin(r.Path, value.line, r.name)
	case option.Default != "":
		return Origin{Kind: FromDefault}
	default:
		return Origin{Kind: FromUnset}
	}
}

// conflict checks an explicit context against a provider's variable. A flag
// settles the matter, since neither of the two is then used.
func (r *resolution) conflict(option Option) error {
	value, inContext := r.context.values[option.Key]
	variable := r.env(option)
	if !r.ContextExplicit || option.Provider() == "" || option.Secret || !inContext || variable == "" ||
		r.flag(option) != nil || option.Kind.same(variable, value.raw) {
		return nil
	}
	return &ConflictError{
		Context: r.name, Key: option.Key, Variable: option.Env, EnvValue: variable,
		ContextValue: value.raw, At: contextOrigin(r.Path, value.line, r.name),
	}
}
