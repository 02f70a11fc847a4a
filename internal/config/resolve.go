package config

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// Request says for what Resolve computes the settings.
type Request struct {
	Registry *Registry
	// Path is config.yaml; "" means that there is no file.
	Path string
	// File is the content to use instead of what Path holds, where it is not
	// written yet; nil = what Path holds.
	File *File
	// Context is the name given; "" leaves the choice to UNICTL_CONTEXT and
	// then to the file. ContextExplicit says that it was given by --context.
	Context         string
	ContextExplicit bool
	// Env reads the environment, as os.LookupEnv does. Empty is unset.
	Env func(string) (string, bool)
	// Flags may hold the options' flags, under their names; only those
	// given on the command line count. It may be nil.
	Flags *pflag.FlagSet
	// Provider restricts the settings to one provider and the common ones. ""
	// is all providers; their flags, whose names they share, then do not count.
	Provider string
	// Overlay holds the sandbox's values by key. When it is set the context is
	// the sandbox and no provider's variable counts. A caller that learns from
	// Settings.Sandbox that the sandbox was chosen resolves again with it.
	Overlay map[string]string
}

// Resolve computes the effective settings: flag before environment before
// context before default. Without any file and context the environment alone
// is enough. Errors: Load's *FileError, *UnknownContextError, *ValueError and
// *ConflictError, *ExposedError (joined when there are several).
func Resolve(req Request) (*Settings, error) {
	file, err := req.File, error(nil)
	if file == nil {
		file, err = Load(req.Path, req.Registry)
	}
	if err != nil {
		return nil, err
	}
	name := req.chooseContext(file)
	if req.Overlay != nil {
		name = SandboxContext
	}
	chosen := Context{}
	if name != SandboxContext && (name != "" || req.ContextExplicit) {
		if chosen, err = file.Context(name); err != nil {
			return nil, err
		}
	}
	r := resolution{Request: req, name: name, context: chosen}
	settings := &Settings{
		registry: req.Registry, context: name,
		entries: make(map[string]entry), sandbox: name == SandboxContext, own: req.Registry.own(chosen),
		named: func(key string) bool { _, ok := chosen.Value(key); return ok },
	}
	effective, err := r.merge()
	if err != nil {
		return nil, err
	}
	var faults []error
	for _, option := range r.scope() {
		found, err := r.entry(option, effective)
		if err == nil {
			err = r.conflict(option)
		}
		if err != nil {
			faults = append(faults, err)
			continue
		}
		settings.entries[option.Key] = found
		settings.order = append(settings.order, option.Key)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return settings, nil
}

// chooseContext gives the name of the context, "" for none.
func (req Request) chooseContext(file *File) string {
	fromEnv, _ := req.Env(EnvContext)
	if req.ContextExplicit {
		return req.Context
	}
	return cmp.Or(req.Context, fromEnv, file.Current())
}

// resolution is a request with its context looked up.
type resolution struct {
	Request
	name    string
	context Context
}

func (r *resolution) scope() []Option {
	if r.Provider == "" {
		return r.Registry.Options()
	}
	return r.Registry.scope(r.Provider)
}

// entry gives one option's effective value with its origin, checked.
func (r *resolution) entry(option Option, effective effectiveValues) (entry, error) {
	found := entry{option: option, origin: r.origin(option)}
	if option.Secret || found.origin.Kind == FromUnset {
		return found, nil
	}
	raw := effective.text(option)
	value, err := option.parse(raw)
	if err != nil {
		return found, &ValueError{Key: option.Key, Origin: found.origin, Message: err.Error(), Err: err}
	}
	if path, ok := value.(string); ok && option.Kind == Path {
		dir := ""
		if found.origin.Kind == FromContext {
			dir = filepath.Dir(r.Path)
		}
		raw = expandPath(path, dir, r.Env)
		value = raw
	}
	if option.Guarded && found.origin.Kind == FromContext {
		if open := Exposed(r.Path); open != nil {
			open.Key = option.Key
			return found, open
		}
	}
	found.raw, found.value = raw, value
	return found, nil
}

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
