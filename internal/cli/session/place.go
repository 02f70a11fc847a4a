package session

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/secret"
)

// PlaceError is a secret of the context that is for another base URL than the
// one in use: it is not sent there, and a program is not run for it.
type PlaceError struct {
	What string // "the token kept for IXON Cloud"
	For  string // "" = nobody said
	At   string // the address in use
	Way  string
}

func (e *PlaceError) Error() string {
	return fmt.Sprintf("%s is for %s, and not for %s", e.What, cmp.Or(e.For, "no address"), cmp.Or(e.At, "no address"))
}

// ExitCode is that of an unusable credential.
func (*PlaceError) ExitCode() int { return fault.ExitCredential }

// Hint is the way out.
func (e *PlaceError) Hint() string { return e.Way }

// bound is a source of the context's own: what it gives belongs to one base
// URL, whatever a variable or a flag says.
type bound struct {
	secret.Source
	secrets  *Secrets
	provider *Provider
	settings *config.Settings
	program  []string // the secrets that it may be asked for; nil = all
	runs     bool     // it is a program, which is not run for another address
}

func (b bound) Get(ctx context.Context, ref secret.Ref) (secret.Value, bool, error) {
	if b.provider == nil {
		return b.Source.Get(ctx, ref)
	}
	own, at := b.provider.Place(b.settings.Own), b.provider.Place(b.settings.String)
	if b.runs {
		if own != at && (b.program == nil || slices.Contains(b.program, ref.Name)) {
			return secret.Value{}, false, b.refused("the secret_command of context "+b.settings.Context(), ref, own, at)
		}
		return b.Source.Get(ctx, ref)
	}
	value, found, err := b.Source.Get(ctx, ref)
	if err != nil || !found {
		return value, found, err
	}
	place := value.Place()
	if file, err := b.secrets.File(); place == "" && err == nil && value.Origin() == file.Name() {
		place = own // it lies beside the configuration, which says where the context goes
	}
	if place == "" || place != at {
		return secret.Value{}, false, b.refused("the "+ref.Name+" kept for "+b.provider.Title, ref, place, at)
	}
	return value, true, nil
}

// refused names both addresses, and the way out of what gave the one in use.
func (b bound) refused(what string, ref secret.Ref, place, at string) error {
	e := &PlaceError{What: what, For: place, At: at}
	own := "keep another secret for that address"
	if ref.Env != "" {
		own += " in " + ref.Env
	}
	for _, name := range []string{"url", "region"} {
		switch origin := b.origin(name); origin.Kind {
		case config.FromFlag:
			e.Way = "leave out " + origin.Detail + ", or " + own
		case config.FromEnv:
			e.Way = "unset " + origin.Detail + ", or " + own
		}
	}
	switch {
	case e.Way != "":
	case b.runs:
		e.Way = "set the address in the context, or " + own
	case slices.Contains([]string{"token", "password"}, ref.Name) && b.provider.Login != nil:
		e.Way = b.secrets.SignInAgain(b.provider)
	default:
		e.Way = "keep it again for that address: `unictl config set " + ref.Provider + "." + ref.Name + "`"
	}
	return e
}

// origin is where a setting of the provider comes from, if it has such a one.
func (b bound) origin(name string) config.Origin {
	if !slices.ContainsFunc(b.provider.Options, func(o config.Option) bool { return o.Name() == name }) {
		return config.Origin{}
	}
	return b.settings.Origin(b.provider.Name + "." + name)
}

// unasked takes a program's word that it has the secret: it might ask for a
// fingerprint.
type unasked struct {
	secret.Source
	gives []string // nil = any
}

func (u unasked) Get(_ context.Context, ref secret.Ref) (secret.Value, bool, error) {
	if u.gives != nil && !slices.Contains(u.gives, ref.Name) {
		return secret.Value{}, false, nil
	}
	return secret.NewValue("", u.Name()), true, nil
}
