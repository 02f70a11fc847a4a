package cli

import (
	"errors"
	"fmt"

	"unictl/internal/bulk"
	"unictl/internal/output"
)

// RowResult is what became of one row of a file, as it is reported.
type RowResult struct {
	Row    int    `json:"row"` // of the file, from 1
	Key    string `json:"key"` // what the row is about
	Status string `json:"status"`
	ID     string `json:"id"`
	Code   string `json:"code,omitempty"` // as in errors; "" = there was none
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
		{Name: "code", Wide: true, Cell: func(r RowResult) any { return r.Code }},
		{Name: "hint", Wide: true, Cell: func(r RowResult) any { return r.Hint }},
	}
}

func rowColumns() []output.Column { return outputColumns(ResultColumns()) }

// bulkResult is what became of a row.
type bulkResult[C, In any] struct {
	row     *bulkRow[C, In]
	outcome bulk.Outcome
	before  bool // settled by an earlier process
	problem *ErrorDocument
}

func (r bulkResult[C, In]) result() RowResult {
	shown := RowResult{Row: r.row.number, Key: r.row.key, Status: r.outcome.Status.String(), ID: r.outcome.ID}
	if r.problem != nil {
		shown.Code, shown.Error, shown.Hint = r.problem.Code, r.problem.Message, r.problem.Hint
	}
	return shown
}

// recorded writes down how a row ended. What became of it stands also where the
// journal cannot take it, but nothing more is sent then.
func (b *bulkRun[C, In]) recorded(row *bulkRow[C, In], outcome bulk.Outcome, err error) bulkResult[C, In] {
	if writing := b.journal.Result(row.number, row.key, outcome); writing != nil {
		b.halt.stop(writing)
		err = errors.Join(err, writing)
	}
	return bulkResult[C, In]{row: row, outcome: outcome, problem: b.problem(err)}
}

// skipped is a row that was not tried; the journal does not hear of it.
func (b *bulkRun[C, In]) skipped(row *bulkRow[C, In], err error) bulkResult[C, In] {
	return bulkResult[C, In]{row: row, outcome: bulk.Outcome{Status: bulk.Skipped}, problem: b.problem(err)}
}

func (b *bulkRun[C, In]) problem(err error) *ErrorDocument {
	if err == nil {
		return nil
	}
	problem := describe(err, action(b.verb.cmd), providerName(b.session.Provider), b.session.secrets)
	return &problem
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
