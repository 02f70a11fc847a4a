// Package bulk is `unictl bulk`: what is remembered of changes from files.
package bulk

import (
	"context"
	"iter"
	"time"

	"unictl/internal/cli"
	"unictl/internal/cli/bulk"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

// Group is `unictl bulk`.
func Group() cli.Group {
	return cli.Group{
		Use: "bulk", Short: "Runs over files of rows: their journals and reports",
		Long: "Runs over files of rows. A change with --from FILE keeps a journal of what was sent and what came of\n" +
			"it, so that it can be interrupted and continued; journals hold no addresses and no secrets.",
		Section: cli.SectionTools,
		Children: func() []cli.Command {
			return []cli.Command{listJournals(), showJournal(), cleanJournals(), mergeReports()}
		},
	}
}

func listJournals() cli.Command {
	return cli.List[*cli.Session, struct{}, bulk.Journal]{
		Use: "list", Short: "List the journals of runs, the last one begun first",
		Long:    "List the journals of runs, the last one begun first. The same command with\n--resume continues an unfinished one. Of the finished ones the last twenty are kept.",
		Example: "  unictl bulk list\n  unictl bulk list -o json --jq '.[] | select(.stage == \"unfinished\")'",
		Nothing: "no run has left a journal",
		Columns: []cli.Column[bulk.Journal]{
			{Name: "id", ID: true, Cell: func(j bulk.Journal) any { return j.ID }},
			{Name: "stage", Cell: func(j bulk.Journal) any { return j.Stage }},
			{Name: "provider", Cell: func(j bulk.Journal) any { return j.Provider }},
			{Name: "verb", Cell: func(j bulk.Journal) any { return j.Verb }},
			{Name: "input", Cell: func(j bulk.Journal) any { return j.Input }},
			{Name: "shard", Wide: true, Cell: func(j bulk.Journal) any { return j.Shard }},
			{Name: "rows", Cell: func(j bulk.Journal) any { return j.Rows }},
			{Name: "done", Cell: func(j bulk.Journal) any { return j.Done }},
			{Name: "unchanged", Cell: func(j bulk.Journal) any { return j.Unchanged }},
			{Name: "failed", Cell: func(j bulk.Journal) any { return j.Failed }},
			{Name: "unknown", Cell: func(j bulk.Journal) any { return j.Unknown }},
			{Name: "started", Cell: func(j bulk.Journal) any { return j.Started }},
			{Name: "ended", Wide: true, Cell: func(j bulk.Journal) any { return j.Ended }},
			{Name: "context", Wide: true, Cell: func(j bulk.Journal) any { return j.Context }},
			{Name: "path", Wide: true, Cell: func(j bulk.Journal) any { return j.Path }},
			{Name: "error", Wide: true, Cell: func(j bulk.Journal) any { return j.Error }},
		},
		Items: func(_ context.Context, s *cli.Session, _ *struct{}) iter.Seq2[rest.Item[bulk.Journal], error] {
			return bulk.Journals(s)
		},
	}
}

type oneJournal struct{ Journal string }

func showJournal() cli.Command {
	return cli.List[*cli.Session, oneJournal, bulk.JournalRow]{
		Use: "show JOURNAL", Short: "List the rows of a run, by the journal's id or path",
		Long:    "List the rows of a run. The key is a digest: a journal does not know whom a row was about, the file does.",
		Example: "  unictl bulk show 4c1f0a9be1d2c377 -o csv",
		Inputs:  func(in *oneJournal) cli.Inputs { return cli.Inputs{bulk.JournalInput(&in.Journal)} },
		Columns: []cli.Column[bulk.JournalRow]{
			{Name: "row", Cell: func(r bulk.JournalRow) any { return r.Row }},
			{Name: "status", Cell: func(r bulk.JournalRow) any { return r.Status }},
			{Name: "id", ID: true, Cell: func(r bulk.JournalRow) any { return r.ID }},
			{Name: "code", Cell: func(r bulk.JournalRow) any { return r.Code }},
			{Name: "key", Wide: true, Cell: func(r bulk.JournalRow) any { return r.Key }},
		},
		Items: func(_ context.Context, s *cli.Session, in *oneJournal) iter.Seq2[rest.Item[bulk.JournalRow], error] {
			return bulk.JournalRows(s, in.Journal)
		},
	}
}

type cleanIn struct {
	OlderThan  time.Duration
	Unfinished bool
}

func cleanJournals() cli.Command {
	return cli.Change[*cli.Session, cleanIn]{
		Use: "clean", Short: "Remove journals of runs that are over", Effect: cli.Delete,
		Long: "Remove journals of runs that are over: finished, or set aside by --restart. What is unfinished stays\n" +
			"unless --unfinished says otherwise: without its journal a run cannot be continued. A run that is\n" +
			"going on keeps its journal in any case.",
		Example: "  unictl bulk clean --older-than 30d --yes",
		Inputs: func(in *cleanIn) cli.Inputs {
			return cli.Inputs{
				cli.Flag("older-than", &in.OlderThan, parse.Duration, "only those that ended this `SPAN` ago, like 30d"),
				cli.Switch("unfinished", &in.Unfinished, "also those that could be continued"),
			}
		},
		Target: func(*cleanIn) string { return "journals" },
		Steps: func(_ context.Context, s *cli.Session, in *cleanIn) ([]cli.Step, error) {
			return cli.Locals(bulk.CleanJournals(s, in.OlderThan, in.Unfinished))
		},
	}
}

func mergeReports() cli.Command {
	return cli.List[*cli.Session, bulk.Merged, bulk.RowResult]{
		Use: "merge REPORT…", Short: "Join the reports of shards, in the order of the rows",
		Long: "Join the reports that the parts of a run wrote with --report, in the order of the rows. Rows that come\n" +
			"twice and rows that no report has are listed at the end: exit 1.",
		Example: "  unictl bulk merge report-*.csv -o csv",
		Inputs:  (*bulk.Merged).Inputs, Columns: bulk.ResultColumns(),
		Items: func(_ context.Context, _ *cli.Session, in *bulk.Merged) iter.Seq2[rest.Item[bulk.RowResult], error] {
			return in.Items()
		},
		Verdict: (*bulk.Merged).Verdict,
	}
}
