package bulk

import (
	"errors"
	"net/http"
	"strconv"
	"sync"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/rest"
)

// mostSilence is after how many rows in a row without an answer the service is
// taken to be down.
const mostSilence = 20

// mostDoubt is after how many unknown outcomes in a row a run ends where nothing
// can look: each of them is one that a person has to check.
const mostDoubt = 3

// breaker ends a run for a reason that every further row would meet: a service
// that has had enough or is gone, a credential that has run out, a disk that is
// full. The zero breaker is closed, and takes it that doubts can be looked up.
type breaker struct {
	blind bool // nothing can look what became of a row without an answer

	mu     sync.Mutex
	reason error
	silent int // rows in a row that got no answer
	doubts int // of these, that may have been carried out
}

// why is the reason, nil = the run goes on.
func (b *breaker) why() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.reason
}

// stop ends the run; the first reason stays.
func (b *breaker) stop(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.reason == nil {
		b.reason = err
	}
}

// heard judges how a row ended.
func (b *breaker) heard(err error) {
	if b.because(err) {
		b.stop(err)
		return
	}
	b.mu.Lock()
	switch unknown := fault.AnyOf(err, fault.OutcomeUnknown); {
	case unknown:
		b.silent++
		b.doubts++
	case rest.Is(err, rest.Temporary):
		b.silent++
	default:
		b.silent, b.doubts = 0, 0
	}
	down := b.silent >= mostSilence || b.blind && b.doubts >= mostDoubt
	b.mu.Unlock()
	if down {
		b.stop(err)
	}
}

// because reports an error that is about the run and not about its row, which
// was refused unseen.
func (*breaker) because(err error) bool {
	refused, ok := errors.AsType[*rest.Error](err)
	if !ok {
		return fault.Is[*fault.CredentialError](err) || fault.Is[*session.HistoryError](err)
	}
	switch refused.Kind {
	case rest.Credential:
		return refused.Unsigned || refused.Status != 0 && refused.Status != http.StatusForbidden
	case rest.Temporary:
		return refused.Status == http.StatusTooManyRequests || refused.Status == 0 && refused.RetryAfter > 0
	}
	return false
}

// haltedError is a run that ended early, and in which no row failed by itself.
type haltedError struct {
	err  error
	left int
}

func (e *haltedError) Error() string { return e.err.Error() }
func (e *haltedError) Unwrap() error { return e.err }
func (e *haltedError) Hint() string {
	after := "after that the same command with --resume carries out the rows that are left: " + strconv.Itoa(e.left)
	if way := fault.Hint(e.err); way != "" {
		return way + "; " + after
	}
	return after
}
