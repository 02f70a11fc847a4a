package cli

import (
	"errors"
	"fmt"

	"unictl/internal/cli/bulk"
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
}

// ResultColumns are the columns of reports.
func ResultColumns() []Column[RowResult] {
	return []Column[RowResult]{
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

func rowColumns() []output.Column { return outputColumns(ResultColumns()) }

// bulkResult is what became of a row. Thousands may wait for an earlier one to
// end, so that it holds no more than is told of them.
type bulkResult struct {
	shown  RowResult
	status journal.Status
	before bool        // settled by an earlier process
	cells  []rows.Cell // of a row that can be taken again
}

// result is what is told of a row.
func (b *bulkRun) result(row *bulkRow, outcome journal.Outcome, err error) bulkResult {
	r := bulkResult{status: outcome.Status, shown: RowResult{Row: row.number, Key: row.key, Status: outcome.Status.String(), ID: outcome.ID}}
	if err != nil {
		problem := fault.Describe(err, action(b.verb.cmd), providerName(b.session.Provider), b.session.secrets.Mask)
		r.shown.Code, r.shown.Error, r.shown.Hint = problem.Code, problem.Message, problem.Hint
	}
	again := outcome.Code != secretLost && outcome.Code != halfDone
	if again && (outcome.Status == journal.Failed || outcome.Status == journal.Skipped) {
		r.cells = row.cells
	}
	return r
}

// earlier is a row that an earlier process settled.
func (b *bulkRun) earlier(row *bulkRow) bulkResult {
	r := b.result(row, row.before.Outcome, nil)
	r.before = true
	return r
}

// recorded writes down how a row ended. What became of it stands also where the
// journal cannot take it, but nothing more is sent then.
func (b *bulkRun) recorded(row *bulkRow, outcome journal.Outcome, err error) bulkResult {
	return b.result(row, outcome, b.write(row, outcome, err))
}

// unchanged is a row for which there was nothing to do.
func (b *bulkRun) unchanged(row *bulkRow, id, reason string) bulkResult {
	r := b.recorded(row, journal.Outcome{Status: journal.Unchanged, ID: id}, nil)
	r.shown.Reason = reason
	return r
}

// leftOver is a row that was not carried out and is not at fault: the journal
// knows it as one to be tried again.
func (b *bulkRun) leftOver(row *bulkRow, err error) bulkResult {
	err = b.write(row, journal.Outcome{Status: journal.Failed, Code: fault.Word(fault.Code(err))}, err)
	return b.result(row, journal.Outcome{Status: journal.Skipped}, err)
}

func (b *bulkRun) write(row *bulkRow, outcome journal.Outcome, err error) error {
	if writing := b.journal.Result(row.number, row.key, outcome); writing != nil {
		b.halt.stop(writing)
		return errors.Join(err, writing)
	}
	return err
}

// skipped is a row that was not tried; the journal does not hear of it.
func (b *bulkRun) skipped(row *bulkRow, err error) bulkResult {
	return b.result(row, journal.Outcome{Status: journal.Skipped}, err)
}

// runSummary is a run in one line.
func runSummary(p bulk.Progress) string {
	text := fmt.Sprintf("%d rows: %d done, %d unchanged, %d failed", p.Ended(), p.Done, p.Unchanged, p.Failed)
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
