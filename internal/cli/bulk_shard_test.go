package cli

import (
	"os"
	"strings"
	"testing"

	"unictl/internal/cli/fault"
)

// halves runs a command line for both of two shards and gives what each printed.
func (b *bench) halves(code int, line string) (out [2]string) {
	b.t.Helper()
	for i, shard := range []string{"1/2", "2/2"} {
		b.want(code, line+" --shard "+shard)
		out[i] = b.out.String()
	}
	return out
}

// Two shards share --values-file: the one that has no rows leaves it alone, even
// before the other wrote to it.
func TestBulkShardsShareTheValuesFile(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path, values := b.people("ada@example.com"), b.home+"/values.jsonl"
	line := "crew badge -q --rate 0 --continue --from " + path + " --values-file " + values
	other, said := *b.App, strings.Builder{}
	other.Out, other.Err = &said, &said
	shard, code := "", -1
	c.lost = func(string) bool { // the shard that has the row is at work on it
		rest := map[string]string{"1/2": "2/2", "2/2": "1/2"}[shard]
		code = other.Run(t.Context(), strings.Fields(line+" --shard "+rest))
		return false
	}
	for _, shard = range []string{"1/2", "2/2"} {
		b.want(0, line+" --shard "+shard)
	}
	if code != 0 {
		t.Errorf("the shard without rows: exit %d: %s", code, said.String())
	}
	b.holds(values, "value-of-ada@example.com")
	b.halves(0, line)
	b.holds(values, "value-of-ada@example.com")
	c.wants(t, "POST /people/ada@example.com")
}

// Who another shard has removed cannot be found any more, and need not be.
func TestBulkShardsOfRemovals(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	people := manyPeople(8)
	for _, email := range people {
		c.people[email] = true
	}
	path := b.file("gone.txt", strings.Join(people, "\n"))
	removed := 0
	for i, out := range b.halves(0, "crew dismiss --yes --rate 0 -o csv --no-header --from "+path) {
		n := strings.Count(out, ",done,")
		if removed += n; n == 0 {
			t.Errorf("shard %d/2 had no rows: the other one proves nothing", i+1)
		}
	}
	if removed != len(people) || len(c.writes()) != len(people) {
		t.Errorf("%d rows are done, and the service removed %q", removed, c.writes())
	}
}

// A shard in which there is nothing to do asks nothing.
func TestBulkShardWithoutRowsAsksNothing(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["ada@example.com"] = true
	path := b.file("gone.txt", "ada@example.com\n")
	asked, silent := 0, 0
	for _, shard := range []string{"1/2", "2/2"} {
		b.at("n\n")
		switch code := b.run(strings.Fields("crew dismiss --rate 0 -o csv --from " + path + " --shard " + shard)...); {
		case code == fault.ExitFailed && strings.Contains(b.err.String(), "Go on?"):
			asked++
		case code == fault.ExitDone && !strings.Contains(b.err.String(), "Go on?"):
			silent++
		default:
			t.Errorf("exit %d\n%s", code, b.err.String())
		}
	}
	if asked != 1 || silent != 1 {
		t.Errorf("%d shards asked and %d did not, want one of each", asked, silent)
	}
	c.wants(t)
}

// A row whose secret was lost is no row to take again.
func TestBulkLostSecretIsNotTakenAgain(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path, failed := b.people("ada@example.com", "bob@example.com", "cy@example.com"), b.home+"/failed.csv"
	line := "crew badge -q --rate 0 --jobs 1 -o csv --from " + path + " --values-file " + b.home + "/values.jsonl --failed " + failed
	c.lost = func(call string) bool { return strings.Contains(call, "bob") }
	c.fault = refusing("POST /people/cy@example.com", 422)
	b.want(9, line)
	c.now(func() { c.lost = nil })
	b.want(3, line+" --resume", "out:2,bob@example.com,failed,id-bob@example.com,", "out:3,cy@example.com,failed,")
	if got, want := b.read(failed), "email,tag\ncy@example.com,\n"; got != want {
		t.Errorf("--failed holds %q, want %q", got, want)
	}
	c.wants(t, "POST /people/ada@example.com", "POST /people/bob@example.com")
	if _, err := os.Stat(b.home + "/values.jsonl"); err != nil {
		t.Error(err)
	}
}
