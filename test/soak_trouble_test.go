package test

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// run is the whole scenario: processes are killed until there were enough, and
// one goes on to the end.
func (s *soak) run() {
	for tries := 0; s.counts.kills < soakKills; tries++ {
		if tries > 4*soakKills {
			s.t.Fatalf("after %d starts only %d processes were killed; the others ended with %v", tries, s.counts.kills, s.codes)
		}
		if rand.IntN(2) == 0 {
			s.judge.quiet(s.t) // else what is late meets the next process
		}
		if s.scenario.trouble == soakTwins {
			s.twins()
			continue
		}
		if !s.killed(s.start("--continue")) {
			continue
		}
		s.readJournal()
		switch s.scenario.trouble {
		case soakClock:
			s.clockSet()
		case soakFlipped:
			s.flipped()
		}
	}
	if s.scenario.trouble == soakTwins { // one carries it out, the other says so
		first, second := s.start("--continue"), s.start("--continue")
		s.ended(first, <-first.ended)
		s.ended(second, <-second.ended)
	}
	s.toTheEnd()
	s.verdict()
}

// soakProcess is a process of the tool on its way.
type soakProcess struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
	ended          chan error
}

func (s *soak) start(mode string) *soakProcess {
	s.t.Helper()
	s.holdTold()
	args := append(slices.Clone(s.args), mode)
	p := &soakProcess{Cmd: s.command(args...), ended: make(chan error, 1)}
	p.Stdout, p.Stderr = &p.stdout, &p.stderr
	s.check(p.Start())
	go func() { p.ended <- p.Wait() }()
	return p
}

// trap picks a moment. Between steps it lies behind an act and before the next.
func (s *soak) trap() soakTrap {
	trap := soakTrap{after: rand.IntN(s.work.each / 2), before: rand.IntN(2) == 0, drop: rand.IntN(2) == 0}
	if s.scenario.trouble == soakBetween {
		trap.act = s.work.needs[rand.IntN(len(s.work.needs))]
	}
	return trap
}

// killed kills the process at some moment. It reports whether it still ran; if
// not, what it told is judged.
func (s *soak) killed(p *soakProcess) bool {
	s.t.Helper()
	trap := s.judge.set(s.t, s.trap())
	select {
	case err := <-p.ended:
		s.judge.unset()
		trap.free()
		s.ended(p, err)
		return false
	case <-trap.sprung:
	case <-time.After(patience):
		s.t.Fatalf("the process neither ended nor sent anything: %s", p.stderr.String())
	}
	if s.scenario.trouble != soakBetween && rand.IntN(2) == 0 { // the others go on meanwhile
		time.Sleep(time.Duration(rand.IntN(20_000)) * time.Microsecond)
	}
	err := p.Process.Kill()
	trap.free()
	if errors.Is(err, os.ErrProcessDone) {
		s.ended(p, <-p.ended)
		return false
	}
	s.check(err)
	<-p.ended
	s.counts.kills++
	return true
}

// twins starts two processes with the same file, and kills who still runs of them.
func (s *soak) twins() {
	s.t.Helper()
	first, second := s.start("--continue"), s.start("--continue")
	trap := s.judge.set(s.t, s.trap())
	for first.ended != nil || second.ended != nil {
		select {
		case err := <-first.ended:
			first.ended = nil
			s.ended(first, err)
		case err := <-second.ended:
			second.ended = nil
			s.ended(second, err)
		case <-trap.sprung:
			for _, p := range []*soakProcess{first, second} {
				_ = p.Process.Kill()
			}
			for _, p := range []*soakProcess{first, second} {
				if p.ended != nil {
					<-p.ended
				}
			}
			trap.free()
			s.counts.kills++
			s.readJournal()
			return
		case <-time.After(patience):
			s.t.Fatal("two processes with one file neither end nor send anything")
		}
	}
	s.judge.unset()
}

// journal is the file of the run.
func (s *soak) journal() string {
	s.t.Helper()
	found, err := filepath.Glob(filepath.Join(s.home, "xdg_state_home", "unictl", "bulk", "*.journal"))
	s.check(err)
	if len(found) != 1 {
		s.t.Fatalf("journals: %v, want one", found)
	}
	return found[0]
}

// clockSet makes the journal one that was written by another clock: back, so that
// its times lie in the future, or forward, which is the same as a long time.
func (s *soak) clockSet() {
	s.t.Helper()
	by := time.Duration(10+rand.IntN(170)) * time.Minute
	if rand.IntN(2) == 0 {
		by = -by
		s.judge.quiet(s.t) // after so long nothing is on its way any more
	}
	name := s.journal()
	text, err := os.ReadFile(name)
	s.check(err)
	seconds, stamp := regexp.MustCompile(`"at":(\d+)`), regexp.MustCompile(`"(created|resumed)":"([^"]+)"`)
	lines := strings.SplitAfter(string(text), "\n")
	for i, line := range lines {
		body, _, whole := strings.Cut(line, `,"crc":"`)
		if !whole {
			continue
		}
		body = seconds.ReplaceAllStringFunc(body, func(found string) string {
			at, err := strconv.ParseInt(seconds.FindStringSubmatch(found)[1], 10, 64)
			s.check(err)
			return `"at":` + strconv.FormatInt(at+int64(by/time.Second), 10)
		})
		body = stamp.ReplaceAllStringFunc(body, func(found string) string {
			parts := stamp.FindStringSubmatch(found)
			at, err := time.Parse(time.RFC3339Nano, parts[2])
			s.check(err)
			return `"` + parts[1] + `":"` + at.Add(by).Format(time.RFC3339Nano) + `"`
		})
		lines[i] = fmt.Sprintf("%s,\"crc\":\"%08x\"}\n", body, crc32.Checksum([]byte(body), crc32.MakeTable(crc32.Castagnoli)))
	}
	info, err := os.Stat(name)
	s.check(err)
	s.check(os.WriteFile(name, []byte(strings.Join(lines, "")), 0o600))
	s.check(os.Chtimes(name, info.ModTime().Add(by), info.ModTime().Add(by)))
}

// flipped damages the journal. The tool refuses it, sends nothing, and says the
// way out; or what is damaged is the last line, which a process that was killed
// may have left so.
func (s *soak) flipped() {
	s.t.Helper()
	name := s.journal()
	whole, err := os.ReadFile(name)
	s.check(err)
	at, damaged := len(whole), slices.Clone(whole)
	for range 1 + rand.IntN(3) {
		place := rand.IntN(len(damaged))
		damaged[place] ^= byte(1 + rand.IntN(255))
		at = min(at, place)
	}
	s.check(os.WriteFile(name, damaged, 0o600))
	last := bytes.LastIndexByte(whole[:len(whole)-1], '\n') + 1
	s.judge.quiet(s.t)
	sent := s.judge.sent()
	p := s.start("--continue")
	trap := s.judge.set(s.t, soakTrap{before: true, drop: true})
	select {
	case err = <-p.ended:
		s.judge.unset()
	case <-trap.sprung: // it went on
		_ = p.Process.Kill()
		err = <-p.ended
	}
	trap.free()
	switch code := exitCode(err); {
	case code == 2 && s.judge.sent() == sent && s.counts.kills == soakKills && s.work.looks && s.work.once != "" && !s.work.probes:
		s.anew = true // what there is stays as it is
		p := s.start("--restart")
		s.ended(p, <-p.ended)
	case code == 2 && s.judge.sent() == sent && strings.Contains(p.stderr.String(), "--restart"):
		s.check(os.WriteFile(name, whole, 0o600)) // from a backup
	case code == 2:
		s.t.Errorf("a damaged journal: %d writes were sent, %s", s.judge.sent()-sent, p.stderr.String())
	case at < last:
		s.counts.wrong++
		s.t.Errorf("byte %d of %d was damaged, and the run went on with exit code %d: %s", at, len(whole), code, p.stderr.String())
	case bytes.Equal(damaged[:last], whole[:last]) && code < 0:
		s.counts.kills++
	}
}
