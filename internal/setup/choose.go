package setup

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/config"
)

// usualName is what a first context is called, unless somebody says otherwise.
const usualName = "prod"

// chooseName is the context that was named, else the one in use.
func (t *sitting) chooseName(ctx context.Context) error {
	usual := t.session.Settings.ContextName()
	if current := t.file.Current(); usual == "" && current != config.SandboxContext {
		usual = current
	}
	usual = cmp.Or(usual, usualName)
	if t.asker == nil || t.session.Globals.Context != "" {
		return t.named(usual)
	}
	for {
		name, err := t.asker.Line(ctx, "Name of the context", usual)
		if err != nil {
			return err
		}
		if err = t.named(name); err == nil {
			return nil
		}
		t.tell(err)
	}
}

// named takes a name that a context has, or can have.
func (t *sitting) named(name string) error {
	if _, err := t.session.Draft(name, edited(name, nil)); err != nil {
		return err
	}
	t.name, t.request.context = name, name
	t.before, _ = t.file.Context(name) // a new one has no settings
	return nil
}

// chooseServices are those that were named, else those that somebody says yes
// to: yes is usual for what the context has already.
func (t *sitting) chooseServices(ctx context.Context) ([]*cli.Provider, error) {
	all := t.session.App.Providers()
	named := slices.DeleteFunc(slices.Clone(all), func(p *cli.Provider) bool { return !t.request.names(p.Name) })
	switch {
	case len(t.request.Providers) > 0:
		return named, nil
	case t.asker == nil && len(named) == 0 && len(t.request.Set) == 0:
		return nil, &cli.UsageError{
			Message: "no service is named, and nobody can be asked",
			Hint:    "name it with --provider: " + strings.Join(cli.Each(all, func(p *cli.Provider) string { return p.Name }), ", "),
		}
	case t.asker == nil:
		return named, nil
	}
	var chosen []*cli.Provider
	for _, p := range all {
		yes, err := slices.Contains(named, p), error(nil)
		if !yes {
			yes, err = t.asker.Yes(ctx, "Do you use "+p.Title+"?", t.has(p))
		}
		if err != nil {
			return nil, err
		}
		if yes {
			chosen = append(chosen, p)
		}
	}
	return chosen, nil
}

// has reports whether the context has a setting of the provider.
func (t *sitting) has(p *cli.Provider) bool {
	return slices.ContainsFunc(p.Options, func(o config.Option) bool {
		_, there := t.before.Value(o.Key)
		return there
	})
}

// say is a note: to a person in the middle of questions, or to a log.
func (t *sitting) say(text string) {
	if t.asker == nil {
		t.session.Terminal.Note("%s", strings.TrimSpace(text))
		return
	}
	t.asker.Say(text)
}

// tell says what is wrong, and the way out, to somebody who is asked again.
func (t *sitting) tell(err error) {
	message, hint := t.session.Describe(err)
	t.asker.Say("  ! " + message)
	if hint != "" {
		t.asker.Say("    " + hint)
	}
}
