package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"unictl/internal/atomicfile"
)

// Verdict is what a look at the whole chain shows.
type Verdict struct {
	Path    string    `json:"path"`
	Whole   bool      `json:"whole"`   // nothing is wrong
	Records int64     `json:"records"` // lines behind the header
	Head    *Head     `json:"head,omitempty"`
	From    time.Time `json:"from,omitzero"` // of the first line
	To      time.Time `json:"to,omitzero"`   // of the last line
	Pruned  int64     `json:"pruned"`        // lines that a summary stands for
	Missing int64     `json:"missing"`       // lines that gaps tell of
	Torn    bool      `json:"torn"`          // the last line is not whole: a process ended while it wrote it
	// Problems are what is wrong, in words.
	Problems []string `json:"problems"`
	// Proved and Unproved say in words what this shows and what it cannot show.
	Proved   []string `json:"proved"`
	Unproved []string `json:"unproved"`

	summary *Range // of what was pruned
	sealed  bool   // a line of the chain says the same
}

// Verify reads the whole chain. anchor is a file with a head that was kept
// elsewhere; "" = none. It is not written.
func Verify(ctx context.Context, dir, anchor string) (*Verdict, error) {
	v := &Verdict{Path: Path(dir), Problems: []string{}, Proved: []string{}, Unproved: []string{}}
	var kept *Head
	if anchor != "" {
		h, err := readHead(anchor)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, err
		default:
			kept = &h
		}
	}
	if _, err := os.Stat(Path(dir)); errors.Is(err, fs.ErrNotExist) {
		return v.without(dir, kept), nil
	}
	// Writers wait meanwhile only as long as it takes to see where the file ends.
	var end int64
	var checkpoint Head
	var noCheckpoint error
	err := under(ctx, dir, func() error {
		info, err := os.Stat(Path(dir))
		if err == nil {
			end = info.Size()
			checkpoint, noCheckpoint = readHead(filepath.Join(dir, checkpointName))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	at, anchored, err := v.walk(ctx, end, kept)
	if err != nil {
		return nil, err
	}
	v.judge(at, checkpoint, noCheckpoint, kept, anchored)
	return v, nil
}

// walk follows the chain and gives its end as far as it holds.
func (v *Verdict) walk(ctx context.Context, end int64, kept *Head) (at Head, anchored bool, err error) {
	file, err := os.Open(v.Path)
	if err != nil {
		return Head{}, false, err
	}
	defer file.Close()
	at = Head{Seq: -1}
	for line, err := range lines(file) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return at, anchored, err
		}
		if at.Size >= end { // written since
			break
		}
		if line[len(line)-1] != '\n' {
			v.Torn = true
			break
		}
		next, fault := at.next(line)
		if fault != "" {
			v.Problems = append(v.Problems, fmt.Sprintf("record %d: %s: it, or one beside it, was changed, put in or taken out", at.Seq+1, fault))
			break
		}
		if err := v.note(line, next.Seq); err != nil {
			return at, anchored, err
		}
		at = next
		if kept != nil && at.Seq == kept.Seq {
			if anchored = at.Hash == kept.Hash; !anchored {
				v.Problems = append(v.Problems, fmt.Sprintf("record %d is not the one that the anchor knows: the history was written anew", kept.Seq))
			}
		}
	}
	return at, anchored, nil
}

// note takes from a line what the verdict tells. The lines of writes, which are
// almost all, are not read further than they must.
func (v *Verdict) note(line []byte, seq int64) error {
	if seq > 0 {
		v.Records++
	}
	ordinary := false
	for _, what := range [...]Event{Sent, Done, Failed, Unknown} {
		ordinary = ordinary || isEvent(line, what)
	}
	if ordinary && !v.From.IsZero() {
		v.To = timeOf(line)
		return nil
	}
	body, _, _ := cut(line)
	e, err := parse(body)
	if err != nil {
		return &BrokenError{Path: v.Path, Seq: seq, Fault: "it is no record"}
	}
	if v.From.IsZero() {
		v.From = e.At
	}
	v.To = e.At
	switch {
	case e.History > version:
		return &VersionError{Path: v.Path, Version: e.History}
	case e.Event == Pruned:
		v.Pruned, v.summary = e.Summary.Count, e.Summary
	case e.Event == Seal && v.summary != nil && e.Summary != nil && e.Summary.To == v.summary.To:
		v.sealed = *e.Summary == *v.summary
	case e.Missing != nil:
		v.Missing += e.Missing.Count
		v.Problems = append(v.Problems, fmt.Sprintf("records %d to %d are missing: they were cut off, or lost to a power cut, before %s",
			e.Missing.From, e.Missing.To, e.At.Format(time.RFC3339)))
	}
	return nil
}

// timeOf is the time of a line; zero where it cannot be read.
func timeOf(line []byte) time.Time {
	_, rest, _ := bytes.Cut(line, []byte(`"at":"`))
	text, _, _ := bytes.Cut(rest, []byte(`"`))
	at, err := time.Parse(time.RFC3339Nano, string(text))
	if err != nil {
		return time.Time{}
	}
	return at
}

// judge puts into words what was seen.
func (v *Verdict) judge(at, checkpoint Head, noCheckpoint error, kept *Head, anchored bool) {
	if at.Seq >= 0 {
		v.Head = &Head{Seq: at.Seq, Hash: at.Hash}
		first := int64(1)
		if v.summary != nil {
			first = v.summary.To + 1
		}
		v.Proved = append(v.Proved, fmt.Sprintf("records %d to %d are as they were written, in their order, and none is missing between them", first, at.Seq))
	}
	broken := len(v.Problems) > 0 && v.Missing == 0
	if v.summary != nil && !v.sealed && !broken {
		v.Problems = append(v.Problems, "what stands in the place of pruned records is not what prune wrote")
	}
	switch {
	case broken:
	case noCheckpoint != nil:
		v.Problems = append(v.Problems, "there is no checkpoint that can be read: whether records are missing at the end is not known")
	case checkpoint.Seq > at.Seq:
		v.Problems = append(v.Problems, fmt.Sprintf("records %d to %d are missing at the end: they were cut off, or lost to a power cut", at.Seq+1, checkpoint.Seq))
	case checkpoint.Seq == at.Seq && checkpoint.Hash != at.Hash:
		v.Problems = append(v.Problems, "the last record is not the one that the checkpoint knows: the history was written anew")
	default:
		v.Proved = append(v.Proved, "none is missing at the end, as far as the checkpoint beside the file tells")
	}
	switch {
	case kept != nil && kept.Seq > at.Seq:
		v.Problems = append(v.Problems, fmt.Sprintf("records %d to %d, which the anchor knows, are missing or behind a break", at.Seq+1, kept.Seq))
	case anchored:
		v.Proved = append(v.Proved, fmt.Sprintf("the records up to %d are those of when the anchor was taken", kept.Seq))
	case kept != nil && len(v.Problems) == 0:
		v.Problems = append(v.Problems, fmt.Sprintf("the anchor is about record %d, which was pruned: nothing can be said of it", kept.Seq))
	}
	if v.Torn {
		v.Proved = append(v.Proved, "the last line is not whole: a process ended while it wrote it, and sent nothing; the next write takes it back")
	}
	if kept == nil {
		v.Unproved = append(v.Unproved, "that the file and its checkpoint were not both written anew by somebody who may write here: an anchor kept elsewhere shows that (--anchor)")
	} else {
		v.Unproved = append(v.Unproved, "that records behind the anchor were not written anew together with the checkpoint")
	}
	v.Unproved = append(v.Unproved,
		"that every change was made with this tool, on this machine, by this user",
		"who sat behind a user name; and the last tenth of a second before a power cut")
	v.Whole = len(v.Problems) == 0
}

// without is the verdict where there is no file.
func (v *Verdict) without(dir string, kept *Head) *Verdict {
	checkpoint, err := readHead(filepath.Join(dir, checkpointName))
	switch {
	case err == nil:
		v.Problems = append(v.Problems, fmt.Sprintf("the file is gone, and its checkpoint knows of %d records", checkpoint.Seq))
	case kept != nil:
		v.Problems = append(v.Problems, fmt.Sprintf("the file is gone, and the anchor knows of %d records", kept.Seq))
	default:
		v.Unproved = append(v.Unproved, "anything: nothing was recorded here yet, or file and checkpoint were both removed")
	}
	v.Whole = len(v.Problems) == 0
	return v
}

// Anchor keeps the head of a verdict in a file, to be carried elsewhere.
func Anchor(path string, v *Verdict) error {
	if v.Head == nil {
		return errors.New("there is no record to anchor yet")
	}
	text, err := (Head{Seq: v.Head.Seq, Hash: v.Head.Hash}).text()
	if err != nil {
		return err
	}
	return atomicfile.Write(path, text, 0o600)
}
