package change

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/cli/session"
	"unictl/internal/output"
	"unictl/internal/rest"
)

// Engine carries the rows of one change out.
type Engine struct {
	*Change
	Session *session.Session
	Flags   *Flags
	Client  any
	Finder  *input.Finder
	// FailIfExists makes what exists an error; Skippable says that --if-absent is
	// the way out. FailIfAbsent makes an error of a removal of what is not there.
	FailIfExists, Skippable, FailIfAbsent bool
	// Ahead is what there was at the start; nil = rows are asked for one by one.
	Ahead *Index

	// Told is how many of the documents that were made tell of a difference.
	Told int

	guard guard
}

// Row is one row on its way.
type Row struct {
	Form     Form
	Existing *Existing
	Steps    []Step
	Target   string
	// Tell hears of each of several steps, by its number from 1: before it is sent,
	// and when it took effect. Its error ends the row. nil = nobody listens.
	Tell   func(number int, answered bool) error
	Absent bool // it is gone already, and may be
}

// NothingToDo is why nothing was changed.
const NothingToDo = "there is nothing to change"

// Connect makes the client.
func (e *Engine) Connect(ctx context.Context) (err error) {
	e.Client, err = e.Session.Client(ctx, e.Without)
	return err
}

// Before is everything that can be refused without a call. columns are those of
// what is printed.
func (e *Engine) Before(ctx context.Context, columns []output.Column, many string) error {
	s := e.Session
	if err := s.CheckOutput(columns); err != nil {
		return err
	}
	if s.Globals.Limit != 0 {
		return &fault.UsageError{Flag: "--limit", Message: "is for lists: a change is carried out for " + many}
	}
	return nil
}

// Permit asks what the declaration checks first, and whether the context allows
// the change and somebody can be asked.
func (e *Engine) Permit(ctx context.Context) error {
	e.Session.Own = e.Own
	if e.First != nil {
		if err := e.First(ctx, e.Session); err != nil {
			return err
		}
	}
	return e.Session.Permit(ctx, e.Asks())
}

// Look finds out what there is to do for a row: it reads, and sends nothing.
func (e *Engine) Look(ctx context.Context, row *Row) (err error) {
	row.Target = row.Form.Target()
	if row.Existing, err = e.Present(ctx, row); err != nil {
		return err
	}
	switch {
	case row.Existing != nil && e.FailIfExists:
		return &fault.ExistsError{What: row.Existing.What, ID: row.Existing.ID, Skippable: e.Skippable}
	case row.Existing != nil:
		return nil
	}
	if err := e.Guarded(ctx, row); err != nil {
		return err
	}
	row.Steps, err = row.Form.Steps(ctx, e.Client)
	row.Target = row.Form.Target()
	for _, text := range row.Form.Warnings() {
		e.Session.Terminal.Warn(text)
	}
	for _, step := range row.Steps {
		for _, raw := range step.hides {
			hideSecrets(e.Session.Hidden, raw)
		}
	}
	return err
}

// Present asks what was read at the start, or else the service.
func (e *Engine) Present(ctx context.Context, row *Row) (there *Existing, err error) {
	var alike string
	switch {
	case e.Ahead != nil:
		there, alike = row.Form.ExistsIn(e.Ahead)
	case e.Looks:
		there, alike, err = row.Form.Exists(ctx, e.Client)
	}
	e.Session.Terminal.Warn(alike)
	return there, err
}

// Fresh asks the service itself, whatever was read at the start; nil = it is not
// there.
func (e *Engine) Fresh(ctx context.Context, row *Row) (*Existing, error) {
	there, alike, err := row.Form.Exists(ctx, e.Client)
	e.Session.Terminal.Warn(alike)
	return there, err
}

// Send carries the row's steps out. save puts a secret that they bring in its
// place, once: as soon as it is in hand, or at the end.
func (e *Engine) Send(ctx context.Context, row *Row, save func(failed error) error) ([]json.RawMessage, error) {
	saved := false
	ctx = session.About(ctx, row.Target, row.Form.ID)
	if row.Tell != nil {
		for i := range row.Steps {
			number := cmp.Or(row.Steps[i].Number, i+1)
			row.Steps[i].tell = func(answered bool) error { return row.Tell(number, answered) }
		}
	}
	if row.Form.Secret() != "" { // of an interrupted change: before the next step takes the old one away
		saved = true
		if err := save(nil); err != nil {
			return nil, err
		}
	}
	answers, err := takeSteps(ctx, e.Session, row.Steps, func() error {
		saved = true
		return save(nil)
	})
	if !saved {
		err = cmp.Or(err, save(err))
	}
	if err == nil && e.Makes && row.Form.ID() == "" {
		e.Session.Terminal.Warn(fmt.Sprintf("%s: it is made, but the answer names no id: %s", row.Target, e.excerpt(answers)))
	}
	return answers, err
}

// excerpt is an answer for a person's eyes.
func (e *Engine) excerpt(answers []json.RawMessage) string {
	const most = 400
	text := []rune(rest.Line(e.Session.Hidden.MaskForeign(string(Shown(e.Session, joined(answers), false, false)))))
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}

// NoIDError is a thing that was made whose id is not known, where the id is what
// was asked for.
type NoIDError struct{ What string }

func (e *NoIDError) Error() string { return e.What + " is made, but its id is not known" }

// Hint says not to do it again.
func (e *NoIDError) Hint() string {
	return "the answer is shown above; do not repeat the command: it would make another one"
}

// Settle looks, where a look can tell, how a row of one step ended whose sending
// failed with err. done = it was carried out all the same, and there is what it
// made, if anything. Not done, there is what somebody else made meanwhile. With
// neither, err stands.
func (e *Engine) Settle(ctx context.Context, row *Row, err error) (there *Existing, done bool) {
	unknown := fault.AnyOf(err, fault.OutcomeUnknown)
	switch {
	case len(row.Steps) != 1, ctx.Err() != nil, unknown && e.Once != nil: // a secret is lost with its answer
		return nil, false
	case e.Looks && (unknown || refusedAsThere(err)):
		if there, looking := e.Fresh(ctx, row); looking == nil && there != nil {
			return there, unknown
		}
	case e.Effect == Delete && (unknown || fault.MayBeDone(err)):
		gone, looking := row.Form.Inputs().Gone(ctx, e.Client)
		return nil, looking == nil && gone
	}
	return nil, false
}

// refusedAsThere reports a refusal that may mean that the thing exists. Which
// status says so is not known of every service: the look decides.
func refusedAsThere(err error) bool {
	e, ok := errors.AsType[*rest.Error](err)
	return ok && (e.Kind == rest.Conflict || e.Kind == rest.Failed &&
		(e.Status == http.StatusBadRequest || e.Status == http.StatusUnprocessableEntity))
}

// Resolve looks up what the inputs name.
func (e *Engine) Resolve(ctx context.Context, inputs input.Inputs) error {
	return e.Finder.Resolve(ctx, e.Client, inputs)
}

// Review shows what will be lost or replaced, to whoever is about to decide.
func (e *Engine) Review(ctx context.Context, row *Row) error {
	if !e.Reviews {
		return nil
	}
	text, err := row.Form.Review(ctx, e.Client)
	if err != nil {
		return err
	}
	s := e.Session
	for line := range strings.Lines(text) {
		_, _ = io.WriteString(s.App.Err, output.Sanitize(s.Hidden.Mask(strings.TrimRight(line, "\n")))+"\n")
	}
	return nil
}

// Document is what is told of a row that has nothing to do, or of a dry run; nil
// = it is to be sent.
func (e *Engine) Document(row *Row) *Document {
	dry := e.Session.Globals.DryRun
	doc := &Document{Action: e.Action, Target: row.Target, DryRun: dry, Response: json.RawMessage("null")}
	switch {
	case row.Absent:
		return e.gone(row)
	case row.Existing != nil:
		doc.ID, doc.Reason, doc.Differs = row.Existing.ID, row.Existing.Reason(), row.Existing.Differs
		if len(doc.Differs) > 0 {
			e.Told++
		}
	case len(row.Steps) == 0:
		doc.ID, doc.Reason = row.Form.ID(), NothingToDo
	case dry:
		doc.ID, doc.Requests = row.Form.ID(), previews(row.Steps)
	default:
		return nil
	}
	return doc
}

// Differing is the end of a run that went well: with --exit-code an error where
// what exists of some rows differs from what is asked.
func (e *Engine) Differing(rows int) error {
	if e.Flags.ExitCode && rows > 0 {
		return &fault.FindingsError{Count: rows, What: "with differences"}
	}
	return nil
}

// Failed is the document of a row that failed.
func (e *Engine) Failed(row *Row, err error) *Document {
	problem := fault.Describe(err, e.Action, e.Session.Provider.Word(), e.Session.Hidden.Mask)
	if fault.AnyOf(err, fault.OutcomeUnknown) { // the run was interrupted; this row is to be checked
		problem.Code, problem.Exit = fault.Word(fault.ExitUnknown), fault.ExitUnknown
	}
	return &Document{Action: e.Action, Target: row.Target, DryRun: e.Session.Globals.DryRun, Error: &problem, Response: json.RawMessage("null")}
}
