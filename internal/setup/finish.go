package setup

import (
	"context"
	"encoding/json"
	"slices"

	"unictl/internal/cli"
	"unictl/internal/cli/contexts"
	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/rest"
)

// edited is the change to the file: the context is made where there is none, and
// used where it is the first.
func edited(name string, settings []contexts.Assignment) func(*config.File) error {
	return func(f *config.File) error {
		if _, err := f.Context(name); err != nil {
			if err := f.CreateContext(name); err != nil {
				return err
			}
		}
		for _, a := range settings {
			set := func() error { return f.Set(name, a.Key, a.Value) }
			if a.Value == "" {
				set = func() error { return f.Unset(name, a.Key) }
			}
			if err := set(); err != nil {
				return err
			}
		}
		if len(f.Contexts()) == 1 && f.Current() == "" {
			return f.UseContext(name)
		}
		return nil
	}
}

// finish is the one step that writes everything; nil where nothing is new.
func (t *sitting) finish() ([]cli.Step, error) {
	settings := t.shared()
	for _, v := range t.services {
		settings = append(settings, v.answers...)
	}
	if len(settings) == 0 && len(t.services) == 0 {
		return nil, nil // an empty context helps nobody
	}
	edit, err := contexts.Edit(t.session, "write context "+t.name, edited(t.name, settings))
	if err != nil {
		return nil, err
	}
	kept := slices.ContainsFunc(t.services, (*service).keeps)
	if len(edit) == 0 && !kept {
		t.say(t.next())
		return nil, nil
	}
	return []cli.Step{{Name: "set up context " + t.name, Call: &writing{sitting: t, edit: edit}}}, nil
}

func (v *service) keeps() bool { return v.proof != nil && v.store != "" }

// writing writes the settings, then the credentials: a context without a
// credential is told how to go on, a credential without a context is lost.
type writing struct {
	*sitting
	edit []contexts.Write
}

// Preview shows the file that is written.
func (w *writing) Preview() rest.Preview { return rest.Preview{Method: "WRITE", URL: w.path} }

// Send writes, and gives the summary.
func (w *writing) Send(ctx context.Context) (json.RawMessage, error) {
	for _, step := range w.edit {
		if err := step.Do(ctx); err != nil {
			w.takeBack(ctx, w.services)
			return nil, err
		}
	}
	for i, v := range w.services {
		if !v.keeps() {
			continue
		}
		if err := v.proof.Keep(ctx, v.store); err != nil {
			return nil, w.stopped(ctx, i, err)
		}
	}
	w.say(w.next())
	return rest.Body(w.summary())
}

// stopped says what was written when a credential could not be kept.
func (w *writing) stopped(ctx context.Context, at int, err error) error {
	what := func(v *service) string { return "keep the credential of " + v.provider.Title }
	e := &fault.StepError{Name: what(w.services[at]), Err: err, Undone: w.takeBack(ctx, w.services)}
	if len(w.edit) > 0 {
		e.Done = append(e.Done, "write context "+w.name)
	}
	for i, v := range w.services {
		switch {
		case !v.keeps() || i == at:
		case i < at:
			e.Done = append(e.Done, what(v))
		default:
			e.Left = append(e.Left, what(v))
		}
	}
	e.GoOn = "`unictl auth login " + w.services[at].provider.Name + " --context " + w.name + "` keeps it once that is mended"
	return e
}
