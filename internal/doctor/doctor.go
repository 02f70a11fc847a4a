// Package doctor examines configuration, files, credentials and, when asked,
// the network. It works with a broken configuration: every fault is a finding
// with a next step, never an error.
package doctor

import (
	"context"
	"iter"
	"runtime"

	"unictl/internal/cli"
	"unictl/internal/rest"
)

// examination is one run: findings are handed on as they are made.
type examination struct {
	session *cli.Session
	yield   func(Finding) bool
	stopped bool
	origins *origins
}

// Examine looks at everything that can go wrong on this machine; with network,
// also at the keyring and at each configured service, all of them at the same time. Findings come
// as they are made; the only error is the end of ctx.
func Examine(ctx context.Context, s *cli.Session, network bool) iter.Seq2[rest.Item[Finding], error] {
	return func(yield func(rest.Item[Finding], error) bool) {
		e := &examination{session: s, yield: func(f Finding) bool {
			return yield(rest.Item[Finding]{Value: f}, nil)
		}}
		e.machine(ctx)
		calls := e.providers(ctx)
		if network && !e.stopped {
			e.keyring(ctx)
			e.network(ctx, calls)
		}
		if err := ctx.Err(); err != nil && !e.stopped {
			yield(rest.Item[Finding]{}, err)
		}
	}
}

// machine is what concerns no single service.
func (e *examination) machine(ctx context.Context) {
	e.add(OK, "version", e.session.App.Version.Version+" ("+runtime.GOOS+"/"+runtime.GOARCH+")", "")
	e.files()
	e.leftovers()
	e.configuration()
	e.variables()
	e.effective(ctx)
}

// providers looks at each service without the network, and gives those that
// can be called.
func (e *examination) providers(ctx context.Context) []*call {
	var calls []*call
	e.origins = resolveAll(ctx, e.session)
	for _, p := range e.session.App.Providers() {
		if e.stopped || ctx.Err() != nil {
			return nil // nobody listens any more: no call is made for nothing
		}
		if c := e.provider(ctx, p); c != nil {
			calls = append(calls, c)
		}
	}
	return calls
}

func (e *examination) add(status Status, check, detail, next string) {
	e.hand(Finding{Status: status, Check: check, Detail: detail, Next: next})
}

func (e *examination) hand(f Finding) {
	if !e.stopped {
		e.stopped = !e.yield(f)
	}
}

// fault is a finding made of an error: its message and its way out, or
// otherwise the one given.
func (e *examination) fault(check string, err error, otherwise string) {
	e.hand(faulty(e.session, check, err, otherwise))
}
