package bulk

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"time"

	"unictl/internal/cli/contexts"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/cli/session"
	"unictl/internal/journal"
	"unictl/internal/rest"
)

// Journal is the memory of one run over the rows of a file.
type Journal struct {
	ID        string    `json:"id"`
	Stage     string    `json:"stage"` // running, unfinished, finished or abandoned
	Context   string    `json:"context"`
	Provider  string    `json:"provider"`
	Verb      string    `json:"verb"`
	Input     string    `json:"input"` // absolute path; "-" and a hash for standard input
	Shard     string    `json:"shard"` // "2/8", "" = all rows
	Rows      int       `json:"rows"`  // 0 = not known
	Done      int       `json:"done"`
	Unchanged int       `json:"unchanged"`
	Failed    int       `json:"failed"`
	Unknown   int       `json:"unknown"`
	Started   time.Time `json:"started,omitzero"`
	Ended     time.Time `json:"ended"` // of one that is unfinished: when it was last written to
	Path      string    `json:"path"`
	Error     string    `json:"error,omitempty"` // why it cannot be read
}

func newJournal(s journal.Summary) Journal {
	j := Journal{
		ID: journalID(s.Path), Stage: string(s.Stage), Context: s.Run.Context, Provider: s.Run.Provider, Verb: s.Run.Verb,
		Input: s.Run.Input, Shard: s.Run.Shard, Rows: s.Total, Done: s.Done, Unchanged: s.Unchanged, Failed: s.Failed, Unknown: s.Unknown,
		Started: s.Started, Ended: s.Ended, Path: s.Path,
	}
	if s.Err != nil {
		j.Error = s.Err.Error()
	}
	return j
}

func journalID(path string) string {
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}

// summaries are the journals of this user, but for those of runs that ended
// before their first row.
func summaries(s *session.Session) ([]journal.Summary, error) {
	dir, err := bulkDir(s)
	if err != nil {
		return nil, err
	}
	all, err := journal.List(dir)
	var kept []journal.Summary
	for _, one := range all {
		if one.Err != nil || one.Stage != journal.Unfinished || one.Attempted() > 0 {
			kept = append(kept, one)
		}
	}
	return kept, err
}

// Journals lists the journals of this user, the last one begun first.
func Journals(s *session.Session) iter.Seq2[rest.Item[Journal], error] {
	all, err := summaries(s)
	return session.Items(input.Each(all, newJournal), err)
}

// JournalInput declares the argument that names a journal, by its id or path.
func JournalInput(target *string) *input.Input {
	return input.Arg("journal", target, func(text string) (string, error) { return text, nil }).Local(func(s *session.Session) []string {
		all, _ := summaries(s)
		return input.Each(all, func(one journal.Summary) string { return journalID(one.Path) })
	})
}

// JournalRow is what a journal knows of a row. It holds no address and no
// message: the key is a digest.
type JournalRow struct {
	Row    int    `json:"row"` // of the file when it was last attempted, from 1
	Key    string `json:"key"`
	Status string `json:"status"`
	ID     string `json:"id,omitempty"`
	Code   string `json:"code,omitempty"`
}

// JournalRows lists the rows of one journal, in the order in which they ended.
func JournalRows(s *session.Session, name string) iter.Seq2[rest.Item[JournalRow], error] {
	return func(yield func(rest.Item[JournalRow], error) bool) {
		path, err := journalPath(s, name)
		if err != nil {
			yield(rest.Item[JournalRow]{}, err)
			return
		}
		for row, err := range journal.Show(path) {
			value := JournalRow{Row: row.Row, Key: row.Key, Status: row.Status.String(), ID: row.ID, Code: row.Code}
			if !yield(rest.Item[JournalRow]{Value: value}, err) || err != nil {
				return
			}
		}
	}
}

// journalPath finds a journal by its id, or the beginning of it, or its path.
func journalPath(s *session.Session, name string) (string, error) {
	all, err := summaries(s)
	if err != nil {
		return "", err
	}
	var found []session.Entry
	for _, one := range all {
		id := journalID(one.Path)
		if id == name || one.Path == name {
			return one.Path, nil
		}
		if name != "" && strings.HasPrefix(id, name) {
			found = append(found, session.Entry{ID: id, Names: []string{one.Path}, Note: one.Run.Input})
		}
	}
	switch len(found) {
	case 0:
		ids := input.Each(all, func(one journal.Summary) string { return journalID(one.Path) })
		return "", &fault.NotFoundError{Noun: "journal", Text: name, Target: true, Candidates: ids, Way: "there are no journals: runs with --from write them"}
	case 1:
		return found[0].Names[0], nil
	}
	return "", &fault.AmbiguousError{Noun: "journal", Text: name, Candidates: input.Each(found, input.Told)}
}

// CleanJournals makes the step that removes journals of finished and abandoned
// runs that ended so long ago, and of unfinished ones if asked for; there is no
// step where there is none.
func CleanJournals(s *session.Session, olderThan time.Duration, unfinished bool) ([]contexts.Write, error) {
	dir, err := bulkDir(s)
	if err != nil {
		return nil, err
	}
	all, err := journal.List(dir)
	count := 0
	for _, one := range all {
		over := one.Stage == journal.Finished || one.Stage == journal.Abandoned || unfinished && one.Stage == journal.Unfinished
		if over && time.Since(one.Ended) >= olderThan {
			count++
		}
	}
	if err != nil || count == 0 {
		return nil, err
	}
	return []contexts.Write{{Name: fmt.Sprintf("remove %d journals", count), Path: dir, Do: func(context.Context) error {
		_, err := journal.Clean(dir, journal.CleanOptions{OlderThan: olderThan, Unfinished: unfinished})
		return err
	}}}, nil
}
