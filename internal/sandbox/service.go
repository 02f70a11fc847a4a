package sandbox

import (
	"context"
	"io"
	"net/http"
	"time"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/devo"
	"unictl/internal/sandbox/intrexx"
	"unictl/internal/sandbox/iot"
	"unictl/internal/sandbox/ixon"
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

// foundation is what every service is made from.
type foundation struct {
	db   *bolt.DB
	now  func() time.Time
	rand io.Reader
	// captcha is what the IoT platform asks of whoever creates something.
	captcha iot.Captcha
	// docker has Intrexx lack what it lacks in a Docker deployment.
	docker bool
}

// services makes every provider: one line each.
func (f foundation) services() ([]provider, error) {
	var all []provider
	for _, make := range []func() (provider, error){
		func() (provider, error) {
			return ixon.New(ixon.Config{DB: f.db, Root: currentRoot("ixon"), Now: f.now, Rand: f.rand})
		},
		func() (provider, error) {
			return iot.New(iot.Config{DB: f.db, Root: currentRoot("iot"), Now: f.now, Rand: f.rand, Captcha: f.captcha}), nil
		},
		func() (provider, error) {
			return devo.New(devo.Config{DB: f.db, Root: currentRoot("devo"), Now: f.now, Rand: f.rand})
		},
		func() (provider, error) {
			return intrexx.New(intrexx.Config{DB: f.db, Root: currentRoot("intrexx"), Now: f.now, Rand: f.rand, Docker: f.docker}), nil
		},
	} {
		svc, err := make()
		if err != nil {
			return nil, err
		}
		all = append(all, svc)
	}
	return all, nil
}
