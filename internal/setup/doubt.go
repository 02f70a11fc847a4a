package setup

import (
	"errors"
	"net/http"
	"slices"

	"unictl/internal/cli/fault"
	"unictl/internal/rest"
)

// doubt is what a failure makes doubtful of what was answered: that is asked
// again, and nothing else.
type doubt int

const (
	nothing     doubt = iota // it has not failed yet, or time will mend it
	anything                 // a setting: a wrong address answers anything
	certificate              // what the server shows is trusted by nobody
	refused                  // the service was there, and did not take the credential
	place                    // nobody was there
)

// doubtOf judges by what the service said, or that nothing did.
func doubtOf(err error) doubt {
	e, called := errors.AsType[*rest.Error](err)
	switch {
	case distrusted(err):
		return certificate
	case called && e.Status == 0 && e.Kind == rest.Temporary:
		return place
	case called && e.Kind == rest.Temporary:
		return nothing
	case called && e.Status == http.StatusUnauthorized || fault.Is[*fault.CredentialError](err):
		return refused
	}
	return anything
}

// doubts forgets the answers that a failure makes doubtful.
func (v *service) doubts(err error) {
	v.doubt = doubtOf(err)
	if v.doubt == refused {
		v.chosen = nil
	}
	for requirement := range v.answered {
		where := slices.Contains(alternatives(requirement), "url")
		if v.doubt == anything || v.doubt == place && where || v.doubt == refused && !where {
			delete(v.answered, requirement)
		}
	}
}
