package setup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/cli/contexts"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/login"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// service is one provider on its way.
type service struct {
	*sitting
	provider *cli.Provider
	answers  []contexts.Assignment // its settings; "" takes one away
	given    *login.Credential     // its credential; nil = none
	proof    *login.Trial          // that the service has taken it; nil = it was not tried, and is not to be kept
	store    secret.Store          // where it is to be kept; "" = nowhere
	chosen   *login.Credential     // the one to try: as long as it is not refused it is not asked for again
	answered map[string]bool       // requirements that somebody has answered
	doubt    doubt                 // what the last failure makes doubtful
}

// skippedError is a service that somebody leaves out.
type skippedError struct{ title string }

func (e *skippedError) Error() string { return e.title + " is left out" }

// setUp goes through one service, again and again until it works or somebody
// has enough of it.
func (t *sitting) setUp(ctx context.Context, p *cli.Provider) error {
	v := &service{sitting: t, provider: p, answered: map[string]bool{}}
	if t.asker != nil {
		t.asker.Say("")
		t.asker.Say(p.Title)
	}
	t.services = append(t.services, v)
	err := v.takeGiven()
	if err == nil && v.asker == nil {
		err = v.contradiction()
	}
	if err != nil {
		return err
	}
	err = v.until(ctx, func() error { return v.attempt(ctx) })
	_, skipped := errors.AsType[*skippedError](err)
	if skipped || err == nil && v.store == "" {
		t.takeBack(ctx, []*service{v})
	}
	if skipped {
		t.services = t.services[:len(t.services)-1]
		return nil
	}
	return err
}

// tries reports whether credentials are tried at services.
func (t *sitting) tries() bool { return !t.request.SkipTest && !t.session.Globals.DryRun }

// attempt asks for what signing in needs, signs in, asks for the rest, and makes
// the call that needs all of it.
func (v *service) attempt(ctx context.Context) error {
	late := func(requirement string) bool { return slices.Contains(v.provider.Login.Without, requirement) }
	if err := v.settings(ctx, func(r string) bool { return !late(r) }, nil); err != nil {
		return err
	}
	if err := v.authority(ctx); err != nil {
		return err
	}
	draft, err := v.draft()
	if err != nil {
		return err
	}
	if err := v.credential(ctx, draft); err != nil {
		return err
	}
	return v.until(ctx, func() error { return v.rest(ctx, draft, late) })
}

// rest is what needs somebody who is signed in.
func (v *service) rest(ctx context.Context, draft *cli.Session, late func(string) bool) error {
	var client any
	var err error
	if v.proof != nil && v.tries() {
		if client, err = v.proof.Client(ctx, draft); err != nil {
			return err
		}
	}
	if err := v.settings(ctx, late, v.choices(ctx, client)); err != nil {
		return err
	}
	v.contradicted()
	if client == nil {
		return nil
	}
	if draft, err = v.draft(); err != nil {
		return err
	}
	if client, err = v.proof.Client(ctx, draft); err != nil {
		return err
	}
	if err := v.provider.Check(ctx, client); err != nil {
		return err
	}
	v.works(ctx, client)
	return nil
}

// works says whose credential it is, and what the service says of it that needs
// attention.
func (v *service) works(ctx context.Context, client any) {
	who := v.proof.Who()
	v.say("  " + v.provider.Title + " accepts the credential" + cli.Words(" of "+who, who))
	if v.provider.About == nil {
		return
	}
	facts, err := v.provider.About(ctx, client)
	if err != nil {
		return // it is a bonus
	}
	for _, fact := range facts {
		if fact.Next != "" {
			v.session.Terminal.Warn(fact.Text + ": " + fact.Next)
		}
	}
}

// draft is a session in the context as it would be.
func (v *service) draft() (*cli.Session, error) {
	return v.session.Draft(v.name, edited(v.name, append(v.shared(), v.answers...)))
}

// until repeats what fails for as long as somebody wants it.
func (v *service) until(ctx context.Context, try func() error) error {
	for {
		err := try()
		switch {
		case err == nil || ctx.Err() != nil || leaves(err):
			return err
		case v.asker == nil:
			return v.about(err)
		}
		v.tell(err)
		if err := v.goOn(ctx); err != nil {
			return err
		}
		v.doubts(err)
	}
}

// about names the service that an answer came from: there may be several.
func (v *service) about(err error) error {
	title := v.provider.Title
	if _, answered := errors.AsType[*rest.Error](err); answered && !strings.HasPrefix(err.Error(), title) {
		return fmt.Errorf("%s: %w", title, err)
	}
	return err
}

// leaves reports an error that nobody wants to try again.
func leaves(err error) bool {
	_, declined := errors.AsType[*fault.DeclinedError](err)
	_, skipped := errors.AsType[*skippedError](err)
	return declined || skipped || errors.Is(err, context.Canceled)
}

// goOn is nil for trying again.
func (v *service) goOn(ctx context.Context) error {
	for {
		text, err := v.asker.Line(ctx, "  Try again, skip "+v.provider.Title+", or stop?", "again")
		if err != nil {
			return err
		}
		switch text = strings.ToLower(text); {
		case strings.HasPrefix("again", text):
			return nil
		case strings.HasPrefix("skip", text) && text != "s":
			return &skippedError{v.provider.Title}
		case strings.HasPrefix("stop", text) && text != "s":
			return &fault.DeclinedError{}
		}
		v.asker.Say("  please answer again, skip or stop")
	}
}
