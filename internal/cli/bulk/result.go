package bulk

import (
	"cmp"
	"errors"
	"fmt"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
	"unictl/internal/journal"
	"unictl/internal/output"
	"unictl/internal/rows"
)

// RowResult is what became of one row of a file, as it is reported.
type RowResult struct {
	Row    int    `json:"row"` // of the file, from 1
	Key    string `json:"key"` // what the row is about
	Status string `json:"status"`
	ID     string `json:"id"`
	Reason string `json:"reason,omitempty"` // why nothing was changed
	Code   string `json:"code,omitempty"`   // as in errors; "" = there was none
	Error  string `json:"error,omitempty"`
	Hint   string `json:"hint,omitempty"`
	// Differs is what exists otherwise than the row asks for.
	Differs []change.Difference `json:"differs,omitempty"`
}

// differs is the status of a row whose thing exists, but otherwise. The journal
// has it as the code of an unchanged one: nothing is left to be done.
const differs = "differs"

// ResultColumns are the columns of reports.
func ResultColumns() []output.Typed[RowResult] {
	return []output.Typed[RowResult]{
		{Name: "row", Cell: func(r RowResult) any { return r.Row }},
		{Name: "key", Cell: func(r RowResult) any { return r.Key }},
		{Name: "status", Cell: func(r RowResult) any { return r.Status }},
		{Name: "id", ID: true, Cell: func(r RowResult) any { return r.ID }},
		{Name: "error", Cell: func(r RowResult) any { return r.Error }},
		{Name: "reason", Wide: true, Cell: func(r RowResult) any { return r.Reason }},
		{Name: "code", Wide: true, Cell: func(r RowResult) any { return r.Code }},
		{Name: "hint", Wide: true, Cell: func(r RowResult) any { return r.Hint }},
	}
}

func columns() []output.Column { return output.Columns(ResultColumns()) }

// result is what became of a row. Thousands may wait for an earlier one to
// end, so that it holds no more than is told of them.
type result struct {
	shown  RowResult
	status journal.Status
	before bool        // settled by an earlier process
	cells  []rows.Cell // of a row that can be taken again
}

// result is what is told of a row.
func (b *Run) result(row *row, outcome journal.Outcome, err error) result {
	r := result{status: outcome.Status, shown: RowResult{Row: row.number, Key: row.key, Status: outcome.Status.String(), ID: outcome.ID}}
	if outcome.Status == journal.Unchanged && outcome.Code == differs {
		r.shown.Status = differs
	}
	if err != nil {
		problem := fault.Describe(err, b.Action, b.Session.Provider.Word(), b.Session.Hidden.Mask)
		r.shown.Code, r.shown.Error, r.shown.Hint = problem.Code, problem.Message, problem.Hint
	}
	again := outcome.Code != secretLost && outcome.Code != halfDone && outcome.Step.Number == 0
	if again && (outcome.Status == journal.Failed || outcome.Status == journal.Skipped) {
		r.cells = row.cells
	}
	return r
}

// earlier is a row that an earlier process settled.
func (b *Run) earlier(row *row) result {
	r := b.result(row, row.before.Outcome, nil)
	r.before, r.shown.ID = true, cmp.Or(r.shown.ID, row.Form.ID()) // what is the key is in no journal as an id
	return r
}

// recorded writes down how a row ended. What became of it stands also where the
// journal cannot take it, but nothing more is sent then.
func (b *Run) recorded(row *row, outcome journal.Outcome, err error) result {
	return b.result(row, outcome, b.write(row, outcome, err))
}

// unchanged is a row for which there was nothing to do.
func (b *Run) unchanged(row *row, id, reason string) result {
	outcome := journal.Outcome{Status: journal.Unchanged, ID: id}
	there := row.Existing
	if there == nil || len(there.Differs) == 0 {
		r := b.recorded(row, outcome, nil)
		r.shown.Reason = reason
		return r
	}
	outcome.Code = differs
	r := b.recorded(row, outcome, nil)
	r.shown.Reason, r.shown.Hint, r.shown.Differs = there.Reason(), cmp.Or(r.shown.Hint, there.Hint()), there.Differs
	return r
}

// leftOver is a row that was not carried out and is not at fault: the journal
// knows it as one to be tried again.
func (b *Run) leftOver(row *row, err error) result {
	err = b.write(row, journal.Outcome{Status: journal.Failed, Code: fault.Word(fault.Code(err))}, err)
	return b.result(row, journal.Outcome{Status: journal.Skipped}, err)
}

func (b *Run) write(row *row, outcome journal.Outcome, err error) error {
	if writing := b.journal.Result(row.number, row.key, outcome); writing != nil {
		b.breaker.stop(writing)
		return errors.Join(err, writing)
	}
	return err
}

// skipped is a row that was not tried; the journal does not hear of it.
func (b *Run) skipped(row *row, err error) result {
	return b.result(row, journal.Outcome{Status: journal.Skipped}, err)
}

// runSummary is a run in one line.
func runSummary(p Progress) string {
	text := fmt.Sprintf("%d rows: %d done, %d unchanged", p.Ended(), p.Done, p.Unchanged-p.Differing)
	if p.Differing > 0 {
		text += fmt.Sprintf(", %d exist but differ", p.Differing)
	}
	text += fmt.Sprintf(", %d failed", p.Failed)
	if p.Unknown > 0 {
		text += fmt.Sprintf(", %d unknown", p.Unknown)
	}
	if p.Skipped > 0 {
		text += fmt.Sprintf(", %d not tried", p.Skipped)
	}
	if p.Before > 0 {
		text += fmt.Sprintf(" (%d of them before)", p.Before)
	}
	return text
}
