package secret

import (
	"context"
	"strings"
)

// Ref names one secret.
type Ref struct {
	Provider string // "ixon"
	Context  string // "" outside of any context
	Name     string // "token"
	Env      string // "UNICTL_IXON_TOKEN"; "" if no variable carries it
}

// Source is a place where secrets may be. Get gives false if this place has
// none of that name, and an error if it should be asked but cannot.
type Source interface {
	Name() string
	Get(ctx context.Context, ref Ref) (Value, bool, error)
}

// Chain asks the sources in order and takes the first secret found. An error
// ends the search: a source that is broken must not be passed over in favour
// of a weaker one. Its name lists those of the sources.
func Chain(sources ...Source) Source { return chain(sources) }

type chain []Source

func (c chain) Name() string {
	names := make([]string, len(c))
	for i, source := range c {
		names[i] = source.Name()
	}
	return strings.Join(names, ", ")
}

func (c chain) Get(ctx context.Context, ref Ref) (Value, bool, error) {
	for _, source := range c {
		if err := ctx.Err(); err != nil {
			return Value{}, false, err
		}
		value, found, err := source.Get(ctx, ref)
		if found || err != nil {
			return value, found, err
		}
	}
	return Value{}, false, nil
}

// EnvSource finds secrets in the variable that their Ref names. The function
// reads the environment as os.LookupEnv does; empty is unset. A value of more
// than one line is an *InvalidError.
func EnvSource(env func(string) (string, bool)) Source { return environment(env) }

type environment func(string) (string, bool)

func (environment) Name() string { return "environment" }

func (e environment) Get(_ context.Context, ref Ref) (Value, bool, error) {
	if ref.Env == "" {
		return Value{}, false, nil
	}
	text, _ := e(ref.Env)
	return accept(text, ref.Env)
}
