// Package sandbox is the services that unictl administers, embedded: for
// trying the tool without an account anywhere and for testing it over real
// HTTP. One state file holds all of them. It imports no client of ours and has
// its own wire types, written from the contracts.
package sandbox

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

const (
	defaultSize = 64
	defaultWait = 5 * time.Second
)

// Options says where the state is and how the services behave.
type Options struct {
	// StatePath is the bbolt file; its folder is made when missing.
	StatePath string
	// SeedSize is how many people a fresh state has; 0 means 64. It does not
	// change a state that exists.
	SeedSize int
	// Dialect is what the IoT platform speaks, "J" or "K". Empty leaves a state
	// that exists as it is and makes a fresh one K; else the state is switched.
	Dialect string
	// Wait is how long to wait for another process to let go of the file;
	// 0 means five seconds, negative not at all.
	Wait time.Duration
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Rand is where ids and secrets come from; nil means crypto/rand.
	Rand io.Reader
	// Scrambled names what is not public in invented words, in a fresh state.
	Scrambled bool
	// Faults are injected into what the services answer.
	Faults Faults
	// Log gets one JSON line per call; nil for none.
	Log io.Writer
	// NoSync leaves flushing to the system: fast, and fit for tests.
	NoSync bool
}

// Sandbox is an open state with its services. It is safe for concurrent use.
type Sandbox struct {
	opt      Options
	db       *bolt.DB
	services []provider
	calls    *callLog
	faults   *injector
	key      string
	handler  http.Handler

	mu        sync.Mutex
	base      string
	settings  map[string]map[string]string
	servers   []*http.Server
	announced bool
	resetting sync.Mutex
}

// Open opens the state file, making and seeding it when it is new. A file held
// by another process beyond Wait is a *BusyError; one that is not a state, or
// is of a later format, is a *StateError.
func Open(ctx context.Context, opt Options) (*Sandbox, error) {
	return openWith(ctx, opt, func(db *bolt.DB) error { return checkFormat(db, opt.StatePath) })
}

// Reset opens the state file whatever it holds and seeds it afresh. Only what
// is no bbolt file at all is refused, for it may be something else of value.
func Reset(ctx context.Context, opt Options) (*Sandbox, error) { return openWith(ctx, opt, wipe) }

// openWith starts from a state file that prepare has looked at.
func openWith(ctx context.Context, opt Options, prepare func(*bolt.DB) error) (*Sandbox, error) {
	opt = opt.withDefaults()
	if err := (Fresh{Dialect: opt.Dialect}).check(); err != nil {
		return nil, err
	}
	db, err := openState(ctx, opt)
	if err != nil {
		return nil, err
	}
	if err := prepare(db); err != nil {
		return nil, closing(db, err)
	}
	return start(ctx, db, opt)
}

func start(ctx context.Context, db *bolt.DB, opt Options) (*Sandbox, error) {
	s := &Sandbox{opt: opt, db: db, services: services(db, opt), calls: newCallLog(opt.Log), faults: newInjector(opt.Faults)}
	var err error
	if s.key, err = controlKey(db, opt.Rand); err != nil {
		return nil, closing(db, err)
	}
	if err = s.seedMissing(ctx); err != nil {
		return nil, closing(db, err)
	}
	if err = s.speak(opt.Dialect); err != nil {
		return nil, closing(db, err)
	}
	if err = s.confuse(); err != nil {
		return nil, closing(db, err)
	}
	s.handler = s.routes()
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.SeedSize == 0 {
		o.SeedSize = defaultSize
	}
	if o.Wait == 0 {
		o.Wait = defaultWait
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Rand = service.NewRandom(o.Rand)
	return o
}

// closing gives up a state that could not be opened.
func closing(db *bolt.DB, err error) error {
	if shut := db.Close(); shut != nil {
		return fmt.Errorf("%w (and closing it failed: %w)", err, shut)
	}
	return err
}

// Handler answers all services at /NAME/... and the control at /_sandbox/....
func (s *Sandbox) Handler() http.Handler { return s.handler }

// Close withdraws the announcement, stops serving and lets go of the file.
func (s *Sandbox) Close() error {
	s.withdraw()
	s.mu.Lock()
	servers := s.servers
	s.servers = nil
	s.mu.Unlock()
	for _, server := range servers {
		// Closed, not shut down: a faulty "silent" answer would never end.
		_ = server.Close()
	}
	return s.db.Close()
}
