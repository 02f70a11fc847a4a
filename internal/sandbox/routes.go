package sandbox

import (
	"net/http"
	"strings"
)

// routes puts the services and the control on one handler. Calls are logged
// around faults, so that the log tells what the client met.
func (s *Sandbox) routes() http.Handler {
	providers := map[string]http.Handler{}
	for _, svc := range s.services {
		answered := s.faults.wrap(svc, svc.Handler("/"+svc.Name()+svc.Path()))
		providers[svc.Name()] = s.calls.wrap(svc, s.opt.Now, answered)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		switch provider := providers[name]; {
		case provider != nil:
			provider.ServeHTTP(w, r)
		case "/"+name == controlPath:
			s.control(w, r)
		default:
			http.Error(w, "nothing here: the sandbox answers below /<provider>, e.g. /ixon/api", http.StatusNotFound)
		}
	})
}

// within answers 404 to paths of a provider that lie outside its API.
func within(svc provider, r *http.Request) bool {
	rest, found := strings.CutPrefix(r.URL.Path, "/"+svc.Name()+svc.Path())
	return found && (rest == "" || rest[0] == '/')
}
