// Package setup makes or edits a context with a person at a terminal, or
// unattended: it finds out which services there are and what each needs, tries
// every credential at its service, and writes all of it at the end. Whoever
// leaves in the middle has changed nothing.
package setup

import (
	"context"
	"slices"
	"time"

	"unictl/internal/cli"
	"unictl/internal/cli/terminal"
	"unictl/internal/config"
)

// sitting is one run: what was there before, and what was found out so far.
type sitting struct {
	session  *cli.Session
	asker    *terminal.Asker // nil = nobody is asked
	request  *Request
	registry *config.Registry
	path     string // of the configuration file
	file     *config.File
	before   config.Context // the context as it was; without settings where it is new
	name     string
	services []*service // those that are set up
	keeping  keeping
}

// Steps asks, tries, and gives what is to be written; nothing has been written
// before. Errors: those of the command line, *fault.DeclinedError for whoever
// leaves, the end of ctx, and unattended what the services said.
func (r *Request) Steps(ctx context.Context, s *cli.Session) (steps []cli.Step, err error) {
	t, err := r.begin(ctx, s)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			t.takeBack(ctx, t.services)
		}
	}()
	if err := t.chooseName(ctx); err != nil {
		return nil, err
	}
	chosen, err := t.chooseServices(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range chosen {
		if err := t.setUp(ctx, p); err != nil {
			return nil, err
		}
	}
	return t.finish()
}

// begin refuses what cannot work before anybody is asked anything.
func (r *Request) begin(ctx context.Context, s *cli.Session) (*sitting, error) {
	t := &sitting{session: s, asker: s.Terminal.Asker(s.Hidden.Add), request: r}
	if s.Settings.ContextName() == config.SandboxContext {
		return nil, &cli.UsageError{Message: "the sandbox context is built in, and needs no setting up", Hint: "name another context with --context"}
	}
	if t.asker == nil && !s.PromptsOff() {
		return nil, &cli.UsageError{
			Message: "there is no terminal to ask at",
			Hint: "unattended it is `unictl init --no-input --context NAME --provider PROVIDER --set KEY=VALUE`, " +
				"with credentials in variables",
		}
	}
	var err error
	if t.file, t.registry, err = s.Settings.Load(); err != nil {
		return nil, err
	}
	t.path = t.file.Path()
	if err := r.check(s.App.Providers(), t.registry); err != nil {
		return nil, err
	}
	return t, t.storeUsable(ctx)
}

// backLimit is how long taking a sign-in back may take for somebody who waits
// to be gone.
const backLimit = 10 * time.Second

// takeBack revokes what services made for credentials that are not kept, and
// says which it did.
func (t *sitting) takeBack(ctx context.Context, services []*service) (back []string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), backLimit)
	defer cancel()
	for _, v := range slices.Backward(services) {
		if v.proof == nil {
			continue
		}
		done, err := v.proof.TakeBack(ctx)
		if err != nil {
			text, _ := t.session.Describe(err)
			t.session.Terminal.Warn("the token that " + v.provider.Title + " made could not be taken back, and works until it ends: " + text)
		} else if done {
			back = append(back, "sign in to "+v.provider.Title)
		}
	}
	return back
}
