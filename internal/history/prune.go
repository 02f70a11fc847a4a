package history

import (
	"context"
	"errors"
	"io"
	"os"
	"time"
)

// Prune removes the lines before a time and leaves a summary in their place:
// their count, and the first and last hash. The lines behind it stay as they are,
// and so does the chain; a line at its end seals the summary. It gives the count
// of what was removed; 0 = the file is as it was. Of a broken chain nothing is
// removed: a *BrokenError.
func (l *Log) Prune(ctx context.Context, before time.Time) (count int64, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	err = under(ctx, l.dir, func() (err error) {
		t, err := l.open()
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, l.shut()) }() // another file takes its place
		sum, at, from, err := t.old(ctx, before)
		if err == nil && sum != nil {
			err = t.replace(*sum, at, from)
			count = sum.Count
		}
		return err
	})
	return count, err
}

// old finds what there is to remove: from the line behind the header as far as
// the first that is not before the time. start and end are the places before and
// behind it.
func (t *tail) old(ctx context.Context, before time.Time) (sum *Range, start, end Head, err error) {
	if _, err := t.file.Seek(0, io.SeekStart); err != nil {
		return nil, start, end, err
	}
	at := Head{Seq: -1}
	found := Range{}
	for line, err := range lines(t.file) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, start, end, err
		}
		next, fault := at.next(line)
		if fault != "" {
			return nil, start, end, &BrokenError{Path: t.file.Name(), Seq: at.Seq + 1, Fault: fault}
		}
		body, _, _ := cut(line)
		e, err := parse(body)
		if err != nil {
			return nil, start, end, &BrokenError{Path: t.file.Name(), Seq: next.Seq, Fault: "it is no record"}
		}
		switch {
		case e.Event == Begin && e.History > version:
			return nil, start, end, &VersionError{Path: t.file.Name(), Version: e.History}
		case e.Event == Begin:
			start, end = next, next
		case e.last().Before(before) && end == at: // none before it stays
			found.add(e, next.Hash)
			end = next
		}
		at = next
	}
	if found.Count == 0 || found.summaries == found.lines { // that was all removed before
		return nil, start, end, nil
	}
	return &found, start, end, nil
}

// last is when the last of what an entry stands for was.
func (e *Entry) last() time.Time {
	if e.Event == Pruned {
		return e.Summary.LastAt
	}
	return e.At
}

// add counts a line; a summary counts for what it stands for.
func (r *Range) add(e Entry, hash string) {
	one := Range{Count: 1, From: e.Seq, FirstHash: hash, FirstAt: e.At, LastAt: e.At}
	if e.Event == Pruned {
		one = *e.Summary
		r.summaries++
	}
	if r.Count == 0 {
		r.From, r.FirstHash, r.FirstAt = one.From, one.FirstHash, one.FirstAt
	}
	r.lines++
	r.Count += one.Count
	r.To, r.LastHash, r.LastAt = e.Seq, hash, one.LastAt
}

// replace writes the file anew: header, summary, and what stays as it is. The
// line that seals the summary comes last.
func (t *tail) replace(sum Range, start, end Head) error {
	summary := Entry{Seq: sum.To, Event: Pruned, At: t.now().UTC().Truncate(time.Millisecond), Summary: &sum}
	line, _, err := summary.sealed(start.Hash)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(t.dir, ".history.*.tmp")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }() // it is gone where all went well
	size := t.head.Size
	_, err = io.Copy(temp, io.NewSectionReader(t.file, 0, start.Size))
	if err == nil {
		_, err = temp.Write(line)
	}
	if err == nil {
		_, err = io.Copy(temp, io.NewSectionReader(t.file, end.Size, size-end.Size))
	}
	now := &tail{file: temp, checkpoints: t.checkpoints, dir: t.dir, now: t.now, head: t.head}
	now.head.Size = start.Size + int64(len(line)) + size - end.Size
	seal := Entry{Event: Seal, Summary: &sum}
	if err == nil {
		err = now.write(seal)
	}
	if err = errors.Join(err, temp.Chmod(0o600), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), Path(t.dir)); err != nil {
		return err
	}
	return now.checkpoint()
}
