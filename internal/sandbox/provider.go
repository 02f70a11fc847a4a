package sandbox

import (
	"context"
	"net/http"
	"strings"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/devo"
	"unictl/internal/sandbox/intrexx"
	"unictl/internal/sandbox/iot"
	"unictl/internal/sandbox/ixon"
	"unictl/internal/sandbox/service"
)

// provider is one service's embedded counterpart. A provider joins the sandbox
// by implementing it and standing in the list below.
type provider interface {
	// Name is the provider's name: the first segment of its paths.
	Name() string
	// Path is where its API stands below that segment, "" or "/...".
	Path() string
	// Handler answers requests whose paths begin with prefix.
	Handler(prefix string) http.Handler
	// Settings is how a client would be configured, base being the API's URL.
	Settings(base string) (map[string]string, error)
	// Seed fills the empty bucket that root gives; not in use before it returns nil.
	Seed(ctx context.Context, root func(*bolt.Tx) *bolt.Bucket, size int) error
	// Accept plays an invited person who accepts and returns that person's id;
	// an error matching fs.ErrNotExist says there is nothing to accept, one
	// matching errors.ErrUnsupported that the provider invites nobody.
	Accept(ctx context.Context, email string) (string, error)
	// Fail answers with an error in the provider's own shape.
	Fail(w http.ResponseWriter, status int)
	// CarriesToken reports whether the request is signed with a token that can expire.
	CarriesToken(r *http.Request) bool
}

// mover is a service that may send calls elsewhere, with a 301.
type mover interface {
	// Move does so, or reports false for a call that was moved already.
	Move(w http.ResponseWriter, r *http.Request) bool
}

// databased is a service whose answers without its database are known.
type databased interface {
	WithoutDatabase(w http.ResponseWriter, r *http.Request)
}

// confusing is a service that has people or things to confuse with others.
type confusing interface {
	// AddLookalikes puts them into the current state, once.
	AddLookalikes() error
}

// services makes every provider: one line each.
func services(db *bolt.DB, opt Options) []provider {
	on := func(name string) service.Config {
		return service.Config{DB: db, Root: currentRoot(name), Now: opt.Now, Rand: opt.Rand, Scrambled: opt.Scrambled}
	}
	return []provider{
		ixon.New(ixon.Config{Config: on("ixon"), Me404: opt.Faults.Me404}),
		iot.New(iot.Config{Config: on("iot"), Captcha: opt.Faults.Captcha}),
		devo.New(devo.Config{Config: on("devo"), Odd: opt.Faults.Odd}),
		intrexx.New(intrexx.Config{Config: on("intrexx"), Docker: opt.Faults.Docker,
			Masks: opt.Faults.Masks, ErrorLists: opt.Faults.ErrorLists, Unset: opt.Faults.Unset}),
	}
}

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
