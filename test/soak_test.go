package test

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"unictl/internal/sandbox"
)

// soakScenarios are the changes under each kind of trouble. Those that are
// marked take part in the short round too.
func soakScenarios() []soakScenario {
	return []soakScenario{
		{work: "ixon invite", trouble: soakKilled, short: true},
		{work: "ixon remove", trouble: soakKilled},
		{work: "ixon revoke", trouble: soakKilled},
		{work: "ixon mail", trouble: soakKilled, short: true},
		{work: "iot create", trouble: soakKilled},
		{work: "iot withdraw", trouble: soakKilled},
		{work: "iot resend", trouble: soakKilled},
		{work: "intrexx create", trouble: soakKilled},
		{work: "intrexx delete", trouble: soakKilled},
		{work: "devo create", trouble: soakKilled},
		{work: "devo delete", trouble: soakKilled},
		{work: "devo rotate", trouble: soakKilled},

		{work: "iot resend", trouble: soakBetween, short: true},
		{work: "iot withdraw", trouble: soakBetween},
		{work: "devo rotate", trouble: soakBetween, short: true},

		{work: "ixon invite", trouble: soakTwins},
		{work: "iot create", trouble: soakTwins},
		{work: "intrexx create", trouble: soakTwins, short: true},
		{work: "devo create", trouble: soakTwins},

		{work: "ixon invite", trouble: soakClock},
		{work: "iot withdraw", trouble: soakClock},
		{work: "iot resend", trouble: soakClock, short: true},
		{work: "devo rotate", trouble: soakClock},

		{work: "ixon invite", trouble: soakFlipped, short: true},
		{work: "iot resend", trouble: soakFlipped},
		{work: "intrexx create", trouble: soakFlipped},
		{work: "devo rotate", trouble: soakFlipped},
	}
}

// soakScenario is a change under one kind of trouble.
type soakScenario struct {
	work    string
	trouble soakTrouble
	short   bool
}

// soakTrouble is what happens besides a bad wire and processes that are killed.
type soakTrouble string

const (
	soakKilled  soakTrouble = "killed at random"
	soakBetween soakTrouble = "killed between steps"
	soakTwins   soakTrouble = "two at once"
	soakClock   soakTrouble = "clock set"
	soakFlipped soakTrouble = "journal damaged"
)

// soakCounts are what a soak comes to.
type soakCounts struct{ kills, rows, lost, doubled, wrong, unknown int }

// TestSoak kills processes at all moments, loses their answers and damages what
// they wrote, and compares what they told with the services' log.
func TestSoak(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var all soakCounts
	t.Run("all", func(t *testing.T) {
		for _, scenario := range soakScenarios() {
			if !scenario.short && !soakAll {
				continue
			}
			t.Run(scenario.work+" "+string(scenario.trouble), func(t *testing.T) {
				t.Parallel()
				s := newSoak(t, scenario)
				defer func() { // also of one that failed
					t.Logf("%+v", s.counts)
					mu.Lock()
					defer mu.Unlock()
					all.kills += s.counts.kills
					all.rows += s.counts.rows
					all.lost += s.counts.lost
					all.doubled += s.counts.doubled
					all.wrong += s.counts.wrong
					all.unknown += s.counts.unknown
				}()
				s.run()
			})
		}
	})
	t.Logf("soak: %d kills, %d rows: %d lost, %d doubled, %d told wrongly (%d told as unknown)",
		all.kills, all.rows, all.lost, all.doubled, all.wrong, all.unknown)
	if all.unknown == 0 {
		t.Error("no row is unknown: no answer was lost, and the soak shows nothing")
	}
}

// soak is one scenario on its way.
type soak struct {
	t        *testing.T
	scenario soakScenario
	work     *soakWork
	judge    *soakJudge
	sandbox  *sandbox.Sandbox
	home     string
	settings []string            // variables
	rows     []string            // of the file, in order
	args     []string            // of the command
	anew     bool                // a run was finished, or put aside: what it did is unchanged for the next
	told     map[string]soakTold // last, by row
	said     map[string]bool
	codes    map[int]int // of processes that ended
	counts   soakCounts
}

// soakRowsEach is the usual number of rows for each kill.
const soakRowsEach = 30

func newSoak(t *testing.T, scenario soakScenario) *soak {
	t.Helper()
	work := soakWorks()[scenario.work]
	work.each = cmp.Or(work.each, soakRowsEach)
	s := &soak{t: t, scenario: scenario, work: &work, home: t.TempDir(), told: map[string]soakTold{}, said: map[string]bool{}, codes: map[int]int{}}
	s.judge = &soakJudge{work: s.work}
	s.sandbox = must(sandbox.Open(t.Context(), sandbox.Options{StatePath: filepath.Join(s.home, "sandbox.db"), NoSync: true, Scrambled: true}))(t)
	t.Cleanup(func() { s.check(s.sandbox.Close()) })
	base, err := s.sandbox.Start("127.0.0.1:0") // for the settings alone
	s.check(err)
	s.judge.services = s.sandbox.Handler()
	s.judge.serve(t)
	for provider, values := range s.sandbox.Settings() {
		for key, value := range values {
			name := "UNICTL_" + strings.ToUpper(provider+"_"+strings.ReplaceAll(key, "-", "_"))
			s.settings = append(s.settings, name+"="+strings.Replace(value, base, s.judge.url, 1))
		}
	}
	header, rows := s.work.seed(s, (soakKills+2)*work.each)
	s.rows, s.counts.rows = rows, len(rows)
	s.password()
	s.args = append(slices.Clone(s.work.words), "--from", s.file("rows.csv", header, rows), "--timeout", soakLimit.String(),
		"--rate", "0", "--jobs", "8", "-o", "jsonl", "-q")
	if s.work.values {
		s.args = append(s.args, "--values-file", filepath.Join(s.home, "values.jsonl"))
	}
	s.judge.mu.Lock()
	s.judge.on = true
	s.judge.mu.Unlock()
	return s
}

func (s *soak) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// command is unictl in this home; it works on the judged services.
func (s *soak) command(args ...string) *exec.Cmd {
	cmd := exec.Command(unictl(s.t), args...)
	endWithTests(cmd)
	cmd.Dir = s.home
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "SYSTEMROOT=" + os.Getenv("SYSTEMROOT"), "TMPDIR=" + s.home, "TMP=" + s.home}
	for _, name := range []string{"HOME", "USERPROFILE", "AppData", "LocalAppData", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"} {
		cmd.Env = append(cmd.Env, name+"="+filepath.Join(s.home, strings.ToLower(name)))
	}
	cmd.Env = append(cmd.Env, s.settings...)
	return cmd
}

// file writes a file of rows.
func (s *soak) file(name, header string, lines []string) string {
	s.t.Helper()
	path := filepath.Join(s.home, name)
	s.check(os.WriteFile(path, []byte(header+"\n"+strings.Join(lines, "\n")+"\n"), 0o600))
	return path
}
