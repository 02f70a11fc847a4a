package test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// soakTold is what is told of one row.
type soakTold struct {
	Row                 int
	Status, Code, Error string
}

// exitCode is that of a process; -1 = it was killed.
func exitCode(err error) int {
	ended, ok := errors.AsType[*exec.ExitError](err)
	if ok {
		return ended.ExitCode()
	}
	return 0
}

// ended judges what a process told that ended by itself.
func (s *soak) ended(p *soakProcess, err error) {
	s.t.Helper()
	code := exitCode(err)
	if code == 0 && err != nil {
		s.t.Fatal(err)
	}
	s.codes[code]++
	switch code {
	case 0, 3, 7, 9: // done; a read failed; the wire is bad, or somebody else is at it; unknown
	default:
		s.t.Fatalf("exit code %d: %s", code, p.stderr.String())
	}
	truth := s.judge.truth()
	decoder := json.NewDecoder(&p.stdout)
	for decoder.More() {
		var row soakTold
		s.check(decoder.Decode(&row))
		s.judgeRow(row, truth[s.rows[row.Row-1]])
		s.told[s.rows[row.Row-1]] = row
	}
	s.anew = s.anew || code == 0
}

// soakPart is how a failed row says that a part of it was carried out.
var soakPart = []string{"already done: ", "carried out a part of it", "was created, but", "is there to replace it"}

// judgeRow compares what is told of a row with what the service knows.
func (s *soak) judgeRow(told soakTold, truth *soakTruth) {
	s.t.Helper()
	row, complete := s.rows[told.Row-1], truth.complete(s.work)
	switch told.Status {
	case "done":
		if !complete {
			s.wrong(row, told, "it is not", truth)
		}
	case "unchanged":
		if !complete || !s.anew {
			s.wrong(row, told, "what there is was made by this run", truth)
		}
	case "failed":
		// A server that failed at what may be repeated: to try again is right, where nothing can look.
		again := told.Code == "temporary" && s.work.once == "" && !s.work.looks
		if truth.touched() && !told.part() && !again {
			s.wrong(row, told, "it was carried out", truth)
		}
	case "skipped":
		if truth.touched() {
			s.wrong(row, told, "it was carried out", truth)
		}
	}
}

// part reports whether a failed row is told as one that was carried out in part.
func (told soakTold) part() bool {
	return told.Code == "secret_lost" || told.Code == "half_done" ||
		slices.ContainsFunc(soakPart, func(words string) bool { return strings.Contains(told.Error, words) })
}

// wrong counts a row that was told wrongly.
func (s *soak) wrong(row string, told soakTold, why string, truth *soakTruth) {
	s.t.Helper()
	if s.complain(row, "is told to be %s %s %s, but %s: %s", told.Status, told.Code, told.Error, why, truth) {
		s.counts.wrong++
	}
}

// complain says once what is wrong with a row; false if it was said before.
func (s *soak) complain(row, format string, args ...any) (first bool) {
	s.t.Helper()
	text := row + " " + fmt.Sprintf(format, args...)
	if first = !s.said[text]; first {
		s.said[text] = true
		s.t.Error(text)
	}
	return first
}

// readJournal judges what a process that was killed had written. What the
// service heard of stands in it.
func (s *soak) readJournal() {
	s.t.Helper()
	text, err := os.ReadFile(s.journal())
	s.check(err)
	all := map[int]soakTold{}
	for line := range bytes.Lines(text) {
		var entry struct {
			soakTold
			Intent, Answered, Result string
		}
		if json.Unmarshal(line, &entry) != nil { // the last one, torn
			continue
		}
		if entry.Intent+entry.Answered+entry.Result != "" {
			all[entry.Row] = entry.soakTold
		}
	}
	truth := s.judge.truth()
	for i, row := range s.rows {
		told, known := all[i+1]
		switch {
		case known:
			s.judgeRow(told, truth[row])
		case truth[row] != nil:
			s.wrong(row, told, "it was sent before the journal knew of it", truth[row])
		}
	}
}

// holdTold looks again at what was told last: what was still on its way then must
// not make it untrue. What is tried again may become otherwise.
func (s *soak) holdTold() {
	s.t.Helper()
	truth := s.judge.truth()
	for row, told := range s.told {
		s.judgeRow(told, truth[row])
		if told.Status == "failed" && !told.part() || told.Status == "skipped" {
			delete(s.told, row)
		}
	}
}

// toTheEnd runs the command until no row is left, at last with a good wire.
func (s *soak) toTheEnd() {
	s.t.Helper()
	for round := range 20 {
		s.judge.mu.Lock()
		s.judge.calm = round > 1
		s.judge.mu.Unlock()
		p := s.start("--continue")
		s.ended(p, <-p.ended)
		if !slices.ContainsFunc(s.rows, s.isLeft) {
			return
		}
	}
}

// isLeft reports whether a row has no end yet.
func (s *soak) isLeft(row string) bool {
	switch told := s.told[row]; told.Status {
	case "done", "unchanged":
		return false
	case "unknown":
		return !s.mayDoubt()
	case "failed":
		return !told.part()
	}
	return true
}

// mayDoubt reports whether a row may stay unknown: nothing can look, or it stopped
// between its steps so long ago, by the clock, that a person has to go on.
func (s *soak) mayDoubt() bool {
	return !s.work.looks || s.scenario.trouble == soakClock && len(s.work.needs) > 1
}

// verdict counts.
func (s *soak) verdict() {
	s.t.Helper()
	s.judge.quiet(s.t)
	truth := s.judge.truth()
	for row, told := range s.told {
		s.judgeRow(told, truth[row])
	}
	values := s.values()
	for _, row := range s.rows {
		told := s.told[row]
		if s.isLeft(row) {
			s.counts.lost++
			s.complain(row, "has no end, and is told to be %s %s %s: %s", told.Status, told.Code, told.Error, truth[row])
		}
		if truth[row] != nil && truth[row].repeated > 0 {
			s.counts.doubled++
			s.complain(row, "was carried out twice, and is told to be %s: %s", told.Status, truth[row])
		}
		if told.Status == "unknown" {
			s.counts.unknown++
		}
		if s.work.values && told.Status == "done" && values[row] == 0 {
			s.counts.lost++
			s.complain(row, "has lost its secret: %s", truth[row])
		}
	}
}

// values counts the secrets that were kept of each row.
func (s *soak) values() map[string]int {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.home, "values.jsonl"))
	if !s.work.values {
		return nil
	}
	s.check(err)
	counts := map[string]int{}
	for line := range bytes.Lines(text) {
		var kept struct{ Key, Value string }
		if json.Unmarshal(line, &kept) == nil && kept.Value != "" {
			counts[kept.Key]++
		}
	}
	return counts
}
