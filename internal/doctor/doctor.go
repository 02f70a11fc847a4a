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

// Status is how grave a finding is.
type Status string

// The statuses.
const (
	OK      Status = "ok"
	Note    Status = "note"    // not needed, or not there yet
	Problem Status = "problem" // something will not work
)

// Finding is one line of the examination.
type Finding struct {
	Status Status `json:"status"`
	Check  string `json:"check"`  // what was looked at: "config file", "ixon credential"
	Detail string `json:"detail"` // what was found
	Next   string `json:"next"`   // what to do about it; "" when there is nothing to do
}

// examination collects findings as they are made.
type examination struct {
	session *cli.Session
	network bool
	yield   func(Finding) bool
	stopped bool
}

// Examine looks at everything that can go wrong on this machine; with network,
// also at each configured service. Findings come as they are made.
func Examine(ctx context.Context, s *cli.Session, network bool) iter.Seq2[rest.Item[Finding], error] {
	return func(yield func(rest.Item[Finding], error) bool) {
		e := &examination{session: s, network: network, yield: func(f Finding) bool {
			return yield(rest.Item[Finding]{Value: f}, nil)
		}}
		e.add(OK, "version", s.App.Version.Version+" ("+runtime.GOOS+"/"+runtime.GOARCH+")", "")
		e.files()
		e.configuration()
		e.variables()
		for _, p := range s.App.Providers() {
			if e.stopped {
				return // nobody listens any more: no call is made for nothing
			}
			e.provider(ctx, p)
		}
	}
}

func (e *examination) add(status Status, check, detail, next string) {
	if !e.stopped {
		e.stopped = !e.yield(Finding{Status: status, Check: check, Detail: detail, Next: next})
	}
}

// fault is a finding made of an error: its message and its way out, or
// otherwise the one given.
func (e *examination) fault(check string, err error, otherwise string) {
	message, hint := e.session.Describe(err)
	e.add(Problem, check, message, cli.OrElse(hint, otherwise))
}
