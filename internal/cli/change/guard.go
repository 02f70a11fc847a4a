package change

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"unictl/internal/atomicfile"
	"unictl/internal/cli/fault"
	"unictl/internal/config"
)

// guard is what an engine knows of its guard.
type guard struct {
	reading sync.Mutex
	mayGo   func(context.Context, Form) error // nil = nothing is read yet
	alone   bool                              // no other process takes rights away now
}

// guards reports whether there is something that the guard would refuse.
func (e *Engine) guards() bool {
	allowed := e.Flags.Allowed
	return e.Guard != nil && (!allowed.Self || e.LastAdmin && !allowed.LastAdmin)
}

// Guarded refuses what would lock people out. What that is judged by is read
// once; then rows are judged side by side.
func (e *Engine) Guarded(ctx context.Context, row *Row) error {
	if !e.guards() {
		return nil
	}
	mayGo, err := e.readGuard(ctx)
	if err != nil {
		return err
	}
	return mayGo(ctx, row.Form)
}

func (e *Engine) readGuard(ctx context.Context) (mayGo func(context.Context, Form) error, err error) {
	e.guard.reading.Lock()
	defer e.guard.reading.Unlock()
	if e.guard.mayGo == nil {
		if mayGo, err = e.Guard(ctx, e.Client, e.Flags.Allowed); err != nil {
			return nil, err
		}
		e.guard.mayGo = mayGo
	}
	return e.guard.mayGo, nil
}

// patience is how long it is waited in silence for another process.
const patience = 300 * time.Millisecond

// InTurn carries writes out while no other process on this machine takes
// rights away at the same place: two that each remove "the other" administrator
// would both find one left. What guards judge by is read anew under the lock. A
// change that can end no administration waits for nobody. f may call it again.
func (e *Engine) InTurn(ctx context.Context, f func() error) error {
	if e.guard.alone || !e.guards() || !e.LastAdmin || e.Flags.Allowed.LastAdmin || e.Session.Globals.DryRun {
		return f()
	}
	path, err := e.turnFile(ctx)
	if err != nil {
		return noTurn(err)
	}
	began := false
	alone := func() error {
		began = true
		e.guard.alone, e.guard.mayGo = true, nil
		defer func() { e.guard.alone = false }()
		return f()
	}
	try := func(limit time.Duration) error {
		waiting, cancel := context.WithCancel(ctx)
		if limit > 0 {
			waiting, cancel = context.WithTimeout(ctx, limit)
		}
		defer cancel()
		return atomicfile.Locked(waiting, path, alone)
	}
	held := func(err error) bool {
		lock, ok := errors.AsType[*atomicfile.LockError](err)
		return ok && lock.Held() && !began && ctx.Err() == nil
	}
	if err = try(patience); held(err) {
		e.Session.Terminal.Note("another command takes rights away here: it is waited for")
		err = try(e.Session.Globals.Timeout)
	}
	if lock, ok := errors.AsType[*atomicfile.LockError](err); ok && !began && !lock.Held() {
		return noTurn(lock)
	}
	return err
}

// noTurn refuses where nothing can be kept, such as in a container: another
// command may take the other administrator away at the same time.
func noTurn(cause error) error {
	return &fault.RefusedError{
		Message: "whether another command takes rights away at the same time cannot be told: " + cause.Error(),
		Hint:    "set XDG_STATE_HOME to a folder that can be written, or add --allow-last-admin if no administrator can be lost",
	}
}

// turnFile stands for the account, company or portal, whatever context names it.
func (e *Engine) turnFile(ctx context.Context) (string, error) {
	s := e.Session
	dir, err := config.StateDir(s.App.Env)
	if err != nil {
		return "", err
	}
	settings, err := s.Settings.Of(ctx, s.Provider.Name)
	if err != nil {
		return "", err
	}
	place := config.SandboxContext // has another address each time
	if !settings.Sandbox() {
		place = strings.ToLower(strings.TrimRight(settings.String(s.Provider.Name+".url"), "/"))
		if s.Provider.Scope != nil {
			place += "\n" + s.Provider.Scope(settings.String)
		}
	}
	sum := sha256.Sum256([]byte(s.Provider.Name + "\n" + place))
	return filepath.Join(dir, "guards", hex.EncodeToString(sum[:8])), nil
}
