package config

import (
	"cmp"
	"errors"
	"path/filepath"

	"github.com/spf13/pflag"
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
// *ConflictError (joined when there are several).
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
		entries: make(map[string]entry), sandbox: name == SandboxContext,
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
	found.raw, found.value = raw, value
	return found, nil
}
