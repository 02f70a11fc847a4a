package test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// soakFaults are what the service does meanwhile: every answer takes its time,
// and some are lost or cut short after the call was carried out.
const soakFaults = "latency=15ms,lost=rate:0.03,cut=rate:0.03"

// soakJobs is how many rows are on their way when the process is killed.
const soakJobs = 8

// soakRowsEach is more rows than a round gets done before it is killed.
const soakRowsEach = 60

// soak is a home with a sandbox that serves, whose log of calls is the judge.
type soak struct {
	t     *testing.T
	home  string
	log   *os.File
	read  []byte      // the beginning of a line of the log
	calls []soakWrite // the log so far
}

func newSoak(t *testing.T) *soak {
	t.Helper()
	s := &soak{t: t, home: t.TempDir()}
	log := filepath.Join(s.home, "calls.jsonl")
	serving := s.command("sandbox", "serve", "-q", "--log", log, "--fault", soakFaults)
	printed, err := serving.StdoutPipe()
	s.check(err)
	s.check(serving.Start())
	t.Cleanup(func() {
		_ = serving.Process.Kill()
		_ = serving.Wait()
	})
	lines := bufio.NewScanner(printed)
	for lines.Scan() && !strings.Contains(lines.Text(), "UNICTL_IXON_URL=") {
	}
	s.check(lines.Err())
	s.log, err = os.Open(log)
	s.check(err)
	t.Cleanup(func() { _ = s.log.Close() })
	return s
}

func (s *soak) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// command is unictl in this home; it works on the sandbox.
func (s *soak) command(args ...string) *exec.Cmd {
	cmd := exec.Command(unictl(s.t), args...)
	endWithTests(cmd)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "SYSTEMROOT=" + os.Getenv("SYSTEMROOT"), "TMPDIR=" + s.home, "TMP=" + s.home}
	if len(args) < 2 || args[1] != "serve" {
		cmd.Env = append(cmd.Env, "UNICTL_CONTEXT=sandbox")
	}
	for _, name := range []string{"HOME", "USERPROFILE", "AppData", "LocalAppData", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"} {
		cmd.Env = append(cmd.Env, name+"="+filepath.Join(s.home, strings.ToLower(name)))
	}
	return cmd
}

// file writes a file of rows.
func (s *soak) file(name string, lines []string) string {
	s.t.Helper()
	path := filepath.Join(s.home, name)
	s.check(os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600))
	return path
}

// soakWrite is a line of the judge's log.
type soakWrite struct {
	Method, Path string
	Status       int
}

// writes are the POSTs that the service saw whose path ends in this.
func (s *soak) writes(ending string) (all []soakWrite) {
	s.t.Helper()
	text, err := io.ReadAll(s.log) // what is new
	s.check(err)
	lines := bytes.Split(append(s.read, text...), []byte("\n"))
	s.read = lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		var w soakWrite
		s.check(json.Unmarshal(line, &w))
		if w.Method == "POST" {
			s.calls = append(s.calls, w)
		}
	}
	for _, w := range s.calls {
		if strings.HasSuffix(w.Path, ending) {
			all = append(all, w)
		}
	}
	return all
}

// killed runs the command until the service saw so many further writes, and
// kills it a moment later. It reports whether it was still running.
func (s *soak) killed(ending string, further int, args ...string) bool {
	s.t.Helper()
	cmd := s.command(args...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	before := len(s.writes(ending))
	s.check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for limit := time.Now().Add(patience); len(s.writes(ending)) < before+further; time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-ended:
			s.expected(err, complaints.String(), 0, 9)
			return false
		default:
		}
		if time.Now().After(limit) {
			s.t.Fatalf("no %d writes in all the time: %s", further, complaints.String())
		}
	}
	time.Sleep(time.Duration(rand.IntN(20_000)) * time.Microsecond)
	s.check(cmd.Process.Kill())
	<-ended
	return true
}

// rounds kills the command so many times at random moments.
func (s *soak) rounds(ending string, args ...string) {
	s.t.Helper()
	early := 0 // ended by itself: three answers in a row were lost
	for range soakRounds {
		if !s.killed(ending, 1+rand.IntN(soakRowsEach/2), args...) {
			early++
		}
	}
	if early > soakRounds/4+1 {
		s.t.Fatalf("%d of %d rounds ended before they were killed", early, soakRounds)
	}
}

// toTheEnd runs the command to its end and gives what became of the rows. A run
// that lost answers ended early is gone on with.
func (s *soak) toTheEnd(args ...string) (statuses map[string]string) {
	s.t.Helper()
	for range 20 {
		left := false
		if statuses, left = s.once(args...); !left {
			return statuses
		}
	}
	s.t.Fatal("rows are left after 20 runs")
	return nil
}

func (s *soak) once(args ...string) (statuses map[string]string, left bool) {
	s.t.Helper()
	cmd := s.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	s.expected(cmd.Run(), stderr.String(), 0, 9)
	statuses = map[string]string{}
	for lines := bufio.NewScanner(&stdout); lines.Scan(); {
		var row struct{ Key, Status, Error string }
		s.check(json.Unmarshal(lines.Bytes(), &row))
		statuses[row.Key] = row.Status
		left = left || row.Status == "skipped"
		if row.Status == "failed" {
			s.t.Errorf("%s is %s: %s", row.Key, row.Status, row.Error)
		}
	}
	return statuses, left
}

func (s *soak) expected(err error, complaints string, codes ...int) {
	s.t.Helper()
	code := 0
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		code, err = ended.ExitCode(), nil
	}
	s.check(err)
	for _, want := range codes {
		if code == want {
			return
		}
	}
	s.t.Fatalf("exit code %d, want one of %v: %s", code, codes, complaints)
}

func people(count int) []string {
	all := make([]string, count)
	for i := range all {
		all[i] = fmt.Sprintf("person%d@example.com", i)
	}
	return all
}

// TestKilledInvitations: whoever was invited can be looked up, so that after any
// number of kills everybody is invited, and nobody was twice.
func TestKilledInvitations(t *testing.T) {
	t.Parallel()
	s := newSoak(t)
	emails := people((soakRounds + 2) * soakRowsEach)
	args := []string{
		"ixon", "users", "invite", "--from", s.file("people.txt", emails), "--timeout", "2s", "--grant", "company=Engineer",
		"--continue", "--jobs", fmt.Sprint(soakJobs), "-o", "jsonl", "-q",
	}
	s.rounds("/invites", args...)
	statuses := s.toTheEnd(args...)
	answers := map[int]int{}
	for _, w := range s.writes("/invites") {
		answers[w.Status]++
		if w.Status >= 400 {
			t.Errorf("a row was sent twice, and refused with %d", w.Status)
		}
	}
	invited := s.invited()
	for _, email := range emails {
		if invited[email] != 1 || statuses[email] != "done" {
			t.Errorf("%s has %d invitations, and is %q", email, invited[email], statuses[email])
		}
	}
	t.Logf("%d rows, %d answered writes, %d without an answer", len(emails), answers[201], answers[0])
	if answers[201] > len(emails) {
		t.Errorf("%d invitations were made for %d rows", answers[201], len(emails))
	}
}

// invited is how many open invitations each address has.
func (s *soak) invited() map[string]int {
	s.t.Helper()
	out, err := s.command("ixon", "invites", "list", "-o", "csv", "--columns", "emailAddress", "--no-header").Output()
	s.check(err)
	counts := map[string]int{}
	for email := range strings.Lines(string(out)) {
		counts[strings.TrimSpace(email)]++
	}
	return counts
}

// TestKilledMails: nobody can tell whether a mail was sent, so that no row is
// sent twice, and each of which that is not certain is reported.
func TestKilledMails(t *testing.T) {
	t.Parallel()
	s := newSoak(t)
	emails := people((soakRounds + 2) * soakRowsEach)
	s.toTheEnd("ixon", "users", "invite", "--from", s.file("people.txt", emails), "--grant", "company=Engineer", "--jobs", "16", "-o", "jsonl", "-q")
	out, err := s.command("ixon", "invites", "list", "-o", "name").Output()
	s.check(err)
	ids := strings.Fields(string(out))
	args := []string{
		"ixon", "invites", "resend", "--from", s.file("ids.txt", ids), "--timeout", "2s", "--continue", "--jobs", fmt.Sprint(soakJobs), "-o", "jsonl", "-q",
	}
	s.rounds("/resend", args...)
	statuses := s.toTheEnd(args...)
	sent := map[string]int{}
	for _, w := range s.writes("/resend") {
		sent[strings.Split(strings.TrimSuffix(w.Path, "/resend"), "/invites/")[1]]++
	}
	unknown := 0
	for _, id := range ids {
		switch status := statuses[id]; {
		case sent[id] > 1:
			t.Errorf("%s was sent %d times and is %s", id, sent[id], status)
		case status == "unknown":
			unknown++
		case status != "done" || sent[id] != 1:
			t.Errorf("%s was sent %d times and is %q", id, sent[id], status)
		}
	}
	t.Logf("%d rows, %d unknown", len(ids), unknown)
	if unknown == 0 {
		t.Error("no row is unknown: nothing was lost, and the test shows nothing")
	}
}
