package sandbox

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
)

// AcceptError says that no invitation of an address can be accepted.
type AcceptError struct {
	Email  string
	Reason string // what each provider says
}

func (e *AcceptError) Error() string { return "sandbox accept: " + e.Reason }

// Is makes it match fs.ErrNotExist.
func (e *AcceptError) Is(target error) bool { return target == fs.ErrNotExist }

// Accept plays an invited person who accepts, with every provider that has
// invited the address. It returns the person's id per provider. Nothing to
// accept, or too late, is an *AcceptError, which matches fs.ErrNotExist.
func (s *Sandbox) Accept(ctx context.Context, email string) (map[string]string, error) {
	accepted := map[string]string{}
	var missed []string
	for _, svc := range s.services {
		id, err := svc.Accept(ctx, email)
		switch {
		case errors.Is(err, errors.ErrUnsupported):
		case errors.Is(err, fs.ErrNotExist):
			missed = append(missed, svc.Name()+": "+strings.TrimSuffix(err.Error(), ": "+fs.ErrNotExist.Error()))
		case err != nil:
			return accepted, err
		default:
			accepted[svc.Name()] = id
		}
	}
	if len(accepted) == 0 {
		return nil, &AcceptError{Email: email, Reason: strings.Join(missed, "; ")}
	}
	return accepted, nil
}

// PersonError says that no service can be used as a person.
type PersonError struct {
	Email  string
	Reason string // what each provider says
}

func (e *PersonError) Error() string { return "sandbox, as " + e.Email + ": " + e.Reason }

// Is makes it match fs.ErrNotExist.
func (e *PersonError) Is(target error) bool { return target == fs.ErrNotExist }

// impersonator is a service that can be used as several people.
type impersonator interface {
	// SettingsFor is Settings for the person of an address; an error matching
	// fs.ErrNotExist says that there is none whose password is known.
	SettingsFor(base, email string) (map[string]string, error)
}

// SettingsFor is Settings as another person would have them, of the services
// that know one by that address. When none does, it is a *PersonError, which
// matches fs.ErrNotExist. It needs Start or Serve to have begun.
func (s *Sandbox) SettingsFor(email string) (map[string]map[string]string, error) {
	all := map[string]map[string]string{}
	var missed []string
	for _, svc := range s.services {
		p, ok := svc.(impersonator)
		if !ok {
			continue
		}
		values, err := p.SettingsFor(s.baseURL()+"/"+svc.Name()+svc.Path(), email)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			missed = append(missed, svc.Name()+": "+strings.TrimSuffix(err.Error(), ": "+fs.ErrNotExist.Error()))
		case err != nil:
			return nil, err
		default:
			all[svc.Name()] = values
		}
	}
	if len(all) == 0 {
		return nil, &PersonError{Email: email, Reason: strings.Join(missed, "; ")}
	}
	return all, nil
}

// SettingsFor asks a running sandbox for what Sandbox.SettingsFor returns.
func (s *Serving) SettingsFor(ctx context.Context, email string) (map[string]map[string]string, error) {
	var out map[string]map[string]string
	err := s.call(ctx, http.MethodGet, "settings?"+url.Values{"as": {email}}.Encode(), nil, &out)
	var refused *refusedError
	if errors.As(err, &refused) && refused.status == http.StatusNotFound {
		return nil, &PersonError{Email: email, Reason: refused.said}
	}
	return out, err
}

// controlSettings answers GET settings, ?as=EMAIL for another person's.
func (s *Sandbox) controlSettings(w http.ResponseWriter, r *http.Request) {
	email := r.URL.Query().Get("as")
	if email == "" {
		reply(w, s.Settings())
		return
	}
	settings, err := s.SettingsFor(email)
	var nobody *PersonError
	switch {
	case errors.As(err, &nobody):
		reject(w, http.StatusNotFound, nobody.Reason)
	case err != nil:
		reject(w, http.StatusInternalServerError, err.Error())
	default:
		reply(w, settings)
	}
}
