package change

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/cli/session"
	"unictl/internal/output"
)

// Run carries a change out for what the command line names: one thing, or
// several.
type Run struct {
	*Engine
	CommandFlags *pflag.FlagSet
	asked        input.Asked
	place        *onceFile // where a secret goes; nil = to no file
}

// All makes the same checks for every row before the first write.
func (r *Run) All(ctx context.Context, words []string) error {
	if err := r.all(ctx, words); err != nil {
		return err
	}
	return r.Differing(r.Told)
}

func (r *Run) all(ctx context.Context, words []string) error {
	r.asked = input.Asked{}
	r.FailIfExists, r.Skippable, r.FailIfAbsent = !r.Flags.IfAbsent, true, !r.Flags.IfExists
	s := r.Session
	if err := r.before(ctx, len(r.split(words)) > 1); err != nil {
		return err
	}
	settings, err := s.Guarding(ctx)
	if err != nil {
		return err
	}
	if s.WillAsk(settings, session.Consent{Asks: r.Asks()}) {
		return r.carryOutAll(ctx, words) // nobody waits for an answer
	}
	return r.InTurn(ctx, func() error { return r.carryOutAll(ctx, words) })
}

func (r *Run) carryOutAll(ctx context.Context, words []string) error {
	rows, err := r.prepare(ctx, words)
	if err != nil {
		return err
	}
	if r.Session.Globals.DryRun {
		for _, row := range rows {
			if row.Absent {
				continue
			}
			if err := r.Review(ctx, row); err != nil {
				return err
			}
		}
		return r.write(ctx, rows)
	}
	if err := r.confirm(ctx, rows); err != nil {
		return err
	}
	idle := !slices.ContainsFunc(rows, func(row *Row) bool { return len(row.Steps) > 0 })
	if idle || r.guard.alone {
		return r.write(ctx, rows)
	}
	// While it was asked, others may have taken rights away.
	return r.InTurn(ctx, func() error {
		for _, row := range rows {
			if r.guard.alone && len(row.Steps) > 0 {
				if err := r.Guarded(ctx, row); err != nil {
					return naming(rows, row, err)
				}
			}
		}
		return r.write(ctx, rows)
	})
}

// naming says which of several rows an error is about.
func naming(rows []*Row, row *Row, err error) error {
	if len(rows) > 1 {
		return fmt.Errorf("%s: %w", row.Target, err)
	}
	return err
}

// write carries the rows out, and prints what became of them.
func (r *Run) write(ctx context.Context, rows []*Row) error {
	s := r.Session
	if len(rows) > 1 {
		return r.many(ctx, rows)
	}
	row := rows[0]
	doc, err := r.one(ctx, row)
	switch {
	case err != nil:
		return err
	case r.Flags.PrintValue && doc.Changed:
		return nil // printed when it was made, and nothing else
	case r.Flags.PrintValue && !s.Globals.DryRun: // a document would be taken for the value
		s.Terminal.Note("%s: no %s is printed", doc.Reason, r.Once.Noun)
		return nil
	case r.Makes && doc.Changed && doc.ID == "" && s.Output().Format == output.Name:
		return &NoIDError{What: row.Target}
	}
	return doc.write(s)
}

// before is everything that can be refused without a call. One row is printed
// as a document, many as a list with columns.
func (r *Run) before(ctx context.Context, many bool) (err error) {
	var columns []output.Column
	if many {
		columns = Columns()
	}
	if err := r.Before(ctx, columns, "all that is named"); err != nil {
		return err
	}
	if err := r.Permit(ctx); err != nil || r.Once == nil {
		return err
	}
	r.place, err = r.Once.prepare(r.Session, r.Flags)
	return err
}

// prepare parses all rows, then looks up, looks at and guards each: reads only.
func (r *Run) prepare(ctx context.Context, words []string) ([]*Row, error) {
	var rows []*Row
	for _, part := range r.split(words) {
		f := r.Form()
		if err := f.Inputs().Parse(ctx, r.Session, r.CommandFlags, part, f.Check, r.asked); err != nil {
			return nil, err
		}
		rows = append(rows, &Row{Form: f})
	}
	if r.Once != nil && len(rows) > 1 {
		return nil, &fault.UsageError{Message: "one at a time: each " + r.Once.Noun + " needs its own file"}
	}
	if err := r.Connect(ctx); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if err := r.Resolve(ctx, row.Form.Inputs()); !r.FailIfAbsent && r.Unfound(err) {
			row.Target, row.Absent = row.Form.Target(), true
		} else if err != nil {
			return nil, err
		}
		key := row.Form.Key()
		if seen[key] {
			return nil, &fault.UsageError{Message: fmt.Sprintf("%q is named twice", row.Form.Target()), Hint: "name each once: nothing was sent"}
		}
		seen[key] = true
		if row.Absent {
			continue
		}
		if err := r.Look(ctx, row); !r.FailIfAbsent && r.Unfound(err) {
			row.Absent, row.Steps = true, nil
		} else if err != nil {
			return nil, naming(rows, row, err)
		}
	}
	return rows, nil
}

func (r *Run) split(words []string) [][]string { return r.Form().Inputs().Split(words) }

// named is the target with the id that it was found by: a name can be chosen, and
// two may share one.
func (row *Row) named() string {
	id := row.Form.ID()
	if id == "" || slices.Contains(strings.Fields(row.Target), id) {
		return row.Target
	}
	return row.Target + " (id " + id + ")"
}

// confirm shows what is about to happen and asks.
func (r *Run) confirm(ctx context.Context, rows []*Row) error {
	s := r.Session
	if !slices.ContainsFunc(rows, func(row *Row) bool { return len(row.Steps) > 0 }) {
		return nil
	}
	need := session.Consent{What: r.Action + ": " + rows[0].named(), Asks: r.Asks(), Without: r.Without}
	if r.TypesName {
		need.Word = rows[0].Target
	}
	if len(rows) > 1 {
		var targets []string
		for _, row := range rows {
			targets = append(targets, row.named())
		}
		need.What = fmt.Sprintf("%s: %d (%s)", r.Action, len(rows), fault.List(targets))
	}
	if r.TypesName && len(rows) > 1 {
		need.Word = strconv.Itoa(len(rows))
	}
	settings, err := s.Guarding(ctx)
	if err != nil {
		return err
	}
	if s.WillAsk(settings, need) || (r.Asks() && !s.Globals.Quiet) {
		for _, row := range rows {
			if row.Absent {
				continue
			}
			if err := r.Review(ctx, row); err != nil {
				return err
			}
		}
	}
	if err := s.Confirm(ctx, settings, need); err != nil || r.Once == nil || r.Once.InUse == nil {
		return err
	}
	return r.Once.InUse.Agree(ctx, rows[0].Form.Replaces())
}

// many carries out several rows, one after another, and reports each; a failed
// row does not stop the next. Neither does whoever reads the reports: a closed
// pipe must not decide which changes are made.
func (r *Run) many(ctx context.Context, rows []*Row) error {
	s := r.Session
	result := &fault.RowsError{Total: len(rows)}
	out, options := s.App.Out, s.Output()
	if s.Globals.DryRun && session.ForPeople(options) {
		return r.printPlan(ctx, rows)
	}
	documents := func(yield func(output.Row, error) bool) {
		listening := true
		for i, row := range rows {
			if ctx.Err() != nil {
				result.Left = len(rows) - i
				return
			}
			doc := r.carryOut(ctx, row, i > 0, result)
			listening = listening && yield(output.Row{Value: *doc}, nil)
		}
	}
	if options.Quiet && session.ForPeople(options) {
		out = io.Discard
	}
	_, err := output.WriteList(out, options, Columns(), documents)
	if result.Failed+result.Unknown+result.Left == 0 {
		return errors.Join(ctx.Err(), err)
	}
	return errors.Join(result, ctx.Err(), err)
}

func (r *Run) printPlan(ctx context.Context, rows []*Row) error {
	out := r.Session.App.Out
	for i, row := range rows {
		doc, err := r.one(ctx, row)
		if err == nil && i > 0 {
			_, err = io.WriteString(out, "\n")
		}
		if err == nil {
			err = doc.WritePlan(out)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// carryOut is one of several rows; its failure is its document. What was safe
// before an earlier row may be none any more: of two administrators either may
// go, but not both. So it is guarded again.
func (r *Run) carryOut(ctx context.Context, row *Row, again bool, result *fault.RowsError) *Document {
	var doc *Document
	var err error
	if again && len(row.Steps) > 0 {
		err = r.Guarded(ctx, row)
	}
	if err == nil {
		doc, err = r.one(ctx, row)
	}
	if err == nil {
		return doc
	}
	if fault.AnyOf(err, fault.OutcomeUnknown) {
		result.Unknown++
	} else {
		result.Failed++
	}
	doc = r.Failed(row, err)
	if options := r.Session.Output(); session.ForPeople(options) || options.Format == output.Name {
		said := *doc.Error
		said.Action += " " + row.Target
		fault.Report(r.Session.App.Err, said, false)
	}
	return doc
}

// one carries a row out and gives its document.
func (r *Run) one(ctx context.Context, row *Row) (*Document, error) {
	if doc := r.Document(row); doc != nil {
		return doc, nil
	}
	answers, err := r.Send(ctx, row, func(failed error) error { return r.saveValue(ctx, row, failed) })
	if !r.FailIfAbsent && r.RefusedAsGone(row, err) {
		return r.gone(row), nil
	}
	if err != nil {
		return r.settled(ctx, row, err)
	}
	response := Shown(r.Session, joined(answers), false, false)
	return &Document{
		Action: r.Action, Target: row.Target, Changed: true, ID: row.Form.ID(),
		Response: json.RawMessage(r.Session.Hidden.Mask(string(response))), // it may echo what was sent
	}, nil
}

// settled is the document of a row whose sending failed with err, where a look
// shows that it was carried out, or that what it would make is there.
func (r *Run) settled(ctx context.Context, row *Row, err error) (*Document, error) {
	there, done := r.Settle(ctx, row, err)
	switch {
	case done:
		r.Session.Terminal.Note("%s: %v; a look shows that it was carried out", row.Target, err)
		doc := &Document{Action: r.Action, Target: row.Target, Changed: true, ID: row.Form.ID(), Response: json.RawMessage("null")}
		if there != nil {
			doc.ID = cmp.Or(there.ID, doc.ID)
		}
		return doc, nil
	case there != nil && r.FailIfExists:
		return nil, &fault.ExistsError{What: there.What, ID: there.ID, Skippable: r.Skippable}
	case there != nil:
		row.Existing = there
		return r.Document(row), nil
	}
	return nil, err
}

// saveValue brings a secret to its place. It does so too where a later step
// failed: what was created would be of no use without it.
func (r *Run) saveValue(ctx context.Context, row *Row, failed error) error {
	if r.Once == nil {
		return nil
	}
	value := row.Form.Secret()
	r.Session.Hidden.Add(value)
	asked := r.Flags.PrintValue || r.Flags.ValueFile != ""
	switch {
	case value == "" && failed == nil && asked && r.Once.Tells:
		return row.Form.Lost()
	case value == "" || takenBack(failed):
		return nil
	}
	err := r.Once.keep(r.place, value, row.Form.ID())
	if r.Flags.PrintValue {
		if printing := r.Once.print(r.Session, value); printing != nil {
			err = errors.Join(err, &fault.SecretLostError{Noun: r.Once.Noun, ID: row.Form.ID(), Err: printing})
		}
	}
	if err == nil && failed == nil && r.Once.InUse != nil {
		err = r.Once.InUse.Keep(ctx, value)
	}
	return err
}

// takenBack reports that the steps before the failed one were undone, and what
// they created is gone.
func takenBack(err error) bool {
	step, ok := errors.AsType[*fault.StepError](err)
	return ok && len(step.Undone) > 0 && len(step.Done) == 0
}
