// Package history is `unictl history`: the record of every write that this tool
// sent from this machine.
package history

import (
	"context"
	"fmt"
	"iter"
	"os"
	"strconv"
	"strings"
	"time"

	"unictl/internal/cli"
	"unictl/internal/history"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

// Group is `unictl history`.
func Group() cli.Group {
	return cli.Group{
		Use: "history", Short: "The record of what was changed: list it, check it, prune it",
		Long: "The record of what was changed. Each write that this tool sends to a service has a record before it is\n" +
			"sent and one after it: who, when, where, to whom, and what became of it. The records make a chain:\n" +
			"`unictl history verify` shows whether one was changed or taken out.\n\n" +
			"The history is kept on this machine, for this user, and holds names and addresses. It holds no secrets.",
		Section: cli.SectionTools,
		Children: func() []cli.Command {
			return []cli.Command{list(), show(), verify(), prune()}
		},
	}
}

type filter struct {
	Since, Before                        time.Time
	User, Provider, Verb, Target, Result string
}

func (in *filter) inputs() cli.Inputs {
	text := parse.Text(200)
	return cli.Inputs{
		cli.Flag("since", &in.Since, parse.Clock(time.Now).Past, "only writes since this `TIME`, date, or span ago like 7d"),
		cli.Flag("before", &in.Before, parse.Clock(time.Now).Past, "only writes before this `TIME`, date, or span ago like 7d"),
		cli.Flag("user", &in.User, text, "only those of this `USER` of the system, with or without @host"),
		cli.Flag("provider", &in.Provider, text, "only those to this `SERVICE`"),
		cli.Flag("verb", &in.Verb, text, "only those whose command begins with these `WORDS`, like \"ixon users\""),
		cli.Flag("target", &in.Target, text, "only those about this `TEXT`: an address, a name or an id, in any letter case"),
		cli.Flag("result", &in.Result, text, "only those with this result").Words(string(history.Done), string(history.Failed), string(history.Unknown)),
	}
}

func (in *filter) keep(r history.Record) bool {
	e := r.End
	user, _, _ := strings.Cut(e.Who, "@")
	return !r.Sent.At.Before(in.Since) && (in.Before.IsZero() || r.Sent.At.Before(in.Before)) &&
		(in.User == "" || in.User == e.Who || in.User == user) &&
		(in.Provider == "" || in.Provider == e.Provider) &&
		(in.Verb == "" || e.Verb == in.Verb || strings.HasPrefix(e.Verb, in.Verb+" ")) &&
		(in.Target == "" || strings.EqualFold(in.Target, e.Target) || strings.EqualFold(in.Target, e.ID)) &&
		(in.Result == "" || in.Result == string(e.Event))
}

// row is a record for people.
type row struct {
	Seq    int64         `json:"seq"`
	Result history.Event `json:"result"`
	At     time.Time     `json:"at"` // when it ended
	history.Write
	Missing *history.Range `json:"missing,omitempty"`
	Summary *history.Range `json:"summary,omitempty"`
}

func rowOf(r history.Record) row {
	e := r.End
	shown := row{Seq: r.Seq, Result: e.Event, At: e.At, Write: e.Write, Missing: e.Missing, Summary: e.Summary}
	switch {
	case e.Missing != nil:
		shown.Reason = fmt.Sprintf("records %d to %d are missing", e.Missing.From, e.Missing.To)
	case e.Summary != nil:
		shown.Reason = fmt.Sprintf("%d records up to %s were pruned", e.Summary.Count, e.Summary.LastAt.Format(time.RFC3339))
	}
	return shown
}

func columns() []cli.Column[row] {
	return []cli.Column[row]{
		{Name: "seq", ID: true, Cell: func(r row) any { return r.Seq }},
		{Name: "time", Cell: func(r row) any { return r.At }},
		{Name: "who", Cell: func(r row) any { return r.Who }},
		{Name: "context", Cell: func(r row) any { return r.Context }},
		{Name: "verb", Cell: func(r row) any { return r.Verb }},
		{Name: "target", Cell: func(r row) any { return r.Target }},
		{Name: "result", Cell: func(r row) any { return string(r.Result) }},
		{Name: "reason", Cell: func(r row) any { return r.Reason }},
		{Name: "justification", Wide: true, Cell: func(r row) any { return r.Justification }},
		{Name: "id", Wide: true, Cell: func(r row) any { return r.ID }},
		{Name: "provider", Wide: true, Cell: func(r row) any { return r.Provider }},
		{Name: "call", Wide: true, Cell: func(r row) any { return r.Call }},
		{Name: "method", Wide: true, Cell: func(r row) any { return r.Method }},
		{Name: "url", Wide: true, Cell: func(r row) any { return r.URL }},
		{Name: "request_id", Wide: true, Cell: func(r row) any { return r.RequestID }},
		{Name: "run", Wide: true, Cell: func(r row) any { return r.Run }},
	}
}

func list() cli.Command {
	return cli.List[*cli.Session, filter, row]{
		Use: "list", Short: "List the writes of this machine and user, oldest first",
		Long: "List the writes of this machine and user, oldest first. With --context, those of that context alone. A\n" +
			"result is done, failed, or unknown: then no answer told what the write did.",
		Example: "  unictl history list --since 7d --target bob@example.com\n  unictl history list --result unknown -o csv",
		Nothing: "nothing was changed from here, as far as the record goes",
		Inputs:  (*filter).inputs, Columns: columns(),
		Items: func(_ context.Context, s *cli.Session, in *filter) iter.Seq2[rest.Item[row], error] {
			return func(yield func(rest.Item[row], error) bool) {
				dir, err := s.HistoryDir()
				if err != nil {
					yield(rest.Item[row]{}, err)
					return
				}
				for r, err := range history.Records(dir) {
					elsewhere := s.Globals.Given("context") && r.End.Context != s.Globals.Context
					if err == nil && (elsewhere || r.End.Event == history.Seal || !in.keep(r)) {
						continue
					}
					if !yield(rest.Item[row]{Value: rowOf(r)}, err) || err != nil {
						return
					}
				}
			}
		},
	}
}

type oneRecord struct{ Seq int64 }

func show() cli.Command {
	return cli.Get[*cli.Session, oneRecord, row]{
		Use: "show SEQ", Short: "Show one write, by its number", Example: "  unictl history show 42",
		Inputs: func(in *oneRecord) cli.Inputs {
			return cli.Inputs{cli.Arg("seq", &in.Seq, func(text string) (int64, error) {
				seq, err := strconv.ParseInt(text, 10, 64)
				if err != nil || seq < 1 {
					return 0, fmt.Errorf("%q is not the number of a record: `unictl history list` shows them", text)
				}
				return seq, nil
			})}
		},
		Columns: columns(),
		Item: func(_ context.Context, s *cli.Session, in *oneRecord) (rest.Item[row], error) {
			dir, err := s.HistoryDir()
			if err != nil {
				return rest.Item[row]{}, err
			}
			for r, err := range history.Records(dir) {
				if err != nil {
					return rest.Item[row]{}, err
				}
				if r.Seq == in.Seq || r.End.Seq == in.Seq {
					return rest.Item[row]{Value: rowOf(r)}, nil
				}
			}
			return rest.Item[row]{}, &cli.NotFoundError{Noun: "record", Text: strconv.FormatInt(in.Seq, 10), Target: true, Way: "`unictl history list` shows which there are"}
		},
	}
}

type verifyIn struct {
	Anchor string
	broken *history.Verdict
}

func verify() cli.Command {
	lines := func(texts []string) string { return strings.Join(texts, "; ") }
	return cli.Get[*cli.Session, verifyIn, *history.Verdict]{
		Use: "verify", Short: "Check that no record was changed, put in or taken out",
		Long: "Check that no record was changed, put in or taken out, and say what that proves and what it cannot.\n\n" +
			"--anchor FILE compares with a head that was kept elsewhere, and then keeps the new head there: put the\n" +
			"file where whoever works here cannot write. A problem is exit 1, and the anchor stays as it was.",
		Example: "  unictl history verify\n  unictl history verify --anchor /mnt/audit/unictl.head",
		Inputs: func(in *verifyIn) cli.Inputs {
			return cli.Inputs{cli.Flag("anchor", &in.Anchor, parse.Text(4096), "compare with the head in `FILE`, and keep the new one there")}
		},
		Columns: []cli.Column[*history.Verdict]{
			{Name: "whole", Cell: func(v *history.Verdict) any { return v.Whole }},
			{Name: "problems", Cell: func(v *history.Verdict) any { return lines(v.Problems) }},
			{Name: "proved", Cell: func(v *history.Verdict) any { return lines(v.Proved) }},
			{Name: "unproved", Cell: func(v *history.Verdict) any { return lines(v.Unproved) }},
			{Name: "records", Cell: func(v *history.Verdict) any { return v.Records }},
			{Name: "from", Cell: func(v *history.Verdict) any { return v.From }},
			{Name: "to", Cell: func(v *history.Verdict) any { return v.To }},
			{Name: "pruned", Cell: func(v *history.Verdict) any { return v.Pruned }},
			{Name: "missing", Wide: true, Cell: func(v *history.Verdict) any { return v.Missing }},
			{Name: "path", Cell: func(v *history.Verdict) any { return v.Path }},
		},
		Item: func(ctx context.Context, s *cli.Session, in *verifyIn) (rest.Item[*history.Verdict], error) {
			dir, err := s.HistoryDir()
			if err != nil {
				return rest.Item[*history.Verdict]{}, err
			}
			v, err := history.Verify(ctx, dir, in.Anchor)
			if err != nil {
				return rest.Item[*history.Verdict]{}, err
			}
			in.broken = v
			if in.Anchor != "" && v.Whole && v.Head != nil {
				if _, err := os.Stat(in.Anchor); err != nil {
					s.Terminal.Warn("there was no anchor at " + in.Anchor + ": this is the first, and proves nothing of what was before it")
				}
				err = history.Anchor(in.Anchor, v)
			}
			return rest.Item[*history.Verdict]{Value: v}, err
		},
		Verdict: func(in *verifyIn) error {
			if in.broken.Whole {
				return nil
			}
			return fmt.Errorf("the history is not whole: %s", lines(in.broken.Problems))
		},
	}
}

type pruneIn struct{ Before time.Time }

func prune() cli.Command {
	return cli.Change[*cli.Session, pruneIn]{
		Use: "prune", Short: "Remove old records and leave a summary in their place", Effect: cli.Delete,
		Long: "Remove records from before a time, with the names and addresses in them. A summary stays in their place:\n" +
			"how many, of which time, and the first and last hash. The rest of the chain still holds, and verify says so.",
		Example: "  unictl history prune --before 365d --yes",
		Inputs: func(in *pruneIn) cli.Inputs {
			return cli.Inputs{cli.Flag("before", &in.Before, parse.Clock(time.Now).Past, "remove what is from before this `TIME`, date, or span ago like 365d").Required()}
		},
		Target: func(in *pruneIn) string { return "records from before " + in.Before.Format(time.RFC3339) },
		Steps: func(_ context.Context, s *cli.Session, in *pruneIn) ([]cli.Step, error) {
			dir, err := s.HistoryDir()
			if err != nil {
				return nil, err
			}
			count := 0
			for e, err := range history.Read(dir) {
				if err != nil {
					return nil, err
				}
				if !e.At.Before(in.Before) {
					break
				}
				if e.Event != history.Pruned {
					count++
				}
			}
			if count == 0 {
				return nil, nil
			}
			return []cli.Step{cli.Local(fmt.Sprintf("remove %d records", count), history.Path(dir), func(ctx context.Context) error {
				_, err := history.New(dir, s.App.Now).Prune(ctx, in.Before)
				return err
			})}, nil
		},
	}
}
