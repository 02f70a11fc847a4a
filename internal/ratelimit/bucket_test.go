package ratelimit

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestAStateComesBackAsItWent(t *testing.T) {
	for _, s := range []state{{}, {seen: 1, whole: 2, pause: 3}, {1 << 62, 1 << 62, 1 << 62}, {-1, -2, -3}} {
		if got := decode(s.encode()); got != s || len(s.encode()) > stateSize {
			t.Errorf("%+v became %+v", s, got)
		}
	}
}

// Whatever lies in the file, turns are taken as from a rested limit, and the
// file is sound afterwards.
func TestAFileThatIsOfNoUseBeginsAnew(t *testing.T) {
	o := Options{PerSecond: 0.001, Burst: 2}
	spent := open(t.TempDir(), o)
	take(t, spent, 2)
	sound, err := os.ReadFile(spent.path)
	if err != nil {
		t.Fatal(err)
	}
	line := string(sound)
	for name, content := range map[string]string{
		"empty": "", "half": line[:len(line)/2], "zeros": strings.Repeat("\x00", len(line)),
		"other version": strings.Replace(line, "turns 2", "turns 1", 1), "not ours": `{"next":1}`,
		"wrong sum": line[:len(line)-2] + "x\n", "changed": strings.Replace(line, " 0", " 1", 1),
		"longer": line + "more", "very long": strings.Repeat("turns 2 ", 1<<14),
	} {
		t.Run(name, func(t *testing.T) {
			o.Warn = func(message string) { t.Error("warned: " + message) }
			turns := open(t.TempDir(), o)
			if err := os.WriteFile(turns.path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			between(t, "the burst", take(t, turns, 2), 0, 10*time.Second)
			after, err := os.ReadFile(turns.path)
			if s := decode(after); err != nil || s.whole <= s.seen {
				t.Errorf("the file holds %q afterwards: %v", after, err)
			}
		})
	}
}

// In a bubble it is the year 2000: the clock was set back by decades.
func TestAClockThatWasSetBack(t *testing.T) {
	folder := t.TempDir()
	o := Options{PerSecond: 0.1, Burst: 1}
	take(t, open(folder, o), 1)
	synctest.Test(t, func(t *testing.T) {
		between(t, "the next turn", take(t, open(folder, o), 1), 9*time.Second, 10*time.Second)
	})
}

func TestAPauseOutlastsAClockThatWasSetBack(t *testing.T) {
	folder := t.TempDir()
	open(folder, Options{PerSecond: 40, Burst: 1}).Pause(time.Now().Add(40 * time.Second))
	synctest.Test(t, func(t *testing.T) {
		between(t, "the pause", take(t, open(folder, Options{PerSecond: 40, Burst: 1}), 1), 30*time.Second, 40*time.Second)
	})
}

// The other way round a pause is over early, and no wait is longer than before.
func TestAClockThatWasSetForward(t *testing.T) {
	folder := t.TempDir()
	o := Options{PerSecond: 0.001, Burst: 1}
	synctest.Test(t, func(t *testing.T) {
		turns := open(folder, o)
		take(t, turns, 1)
		turns.Pause(time.Now().Add(time.Minute))
	})
	between(t, "a turn decades later", take(t, open(folder, o), 1), 0, 5*time.Second)
}

func TestAPauseBeyondReasonIsNotBelieved(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		turns := open(folder, Options{PerSecond: 40, Burst: 10})
		now := time.Now().UnixNano()
		absurd := state{seen: now, pause: now + int64(1000*time.Hour)}
		if err := os.WriteFile(turns.path, absurd.encode(), 0o600); err != nil {
			t.Fatal(err)
		}
		between(t, "a turn", take(t, turns, 1), 0, 0)
	})
}
