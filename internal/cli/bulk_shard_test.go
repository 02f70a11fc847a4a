package cli

import (
	"net/http"
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

// partsOf gives people of whom each of two parts has one at least.
func (b *bench) partsOf(c *crew, line string) (path string) {
	b.t.Helper()
	path = b.people(manyPeople(8)...)
	for i, out := range b.halves(0, line+" --dry-run -o csv --no-header --from "+path) {
		if out == "" {
			b.t.Fatalf("part %d/2 has no rows: it proves nothing", i+1)
		}
	}
	return path
}

// Each part of the rows has a values file of its own: one that another part has
// written, or is writing, is refused before anything is sent, and left as it is.
// A part without rows leaves it alone.
func TestBulkShardsDoNotShareTheValuesFile(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	values, others := b.home+"/values.jsonl", b.home+"/others.jsonl"
	path := b.partsOf(c, "crew badge -q")
	line := "crew badge -q --rate 0 --jobs 1 --from " + path + " --values-file "
	other, said, code := *b.App, strings.Builder{}, -1
	other.Out, other.Err = &said, &said
	c.lost = func(string) bool { // the first part is at its first row: nothing is in the file
		if code == -1 {
			code = other.Run(t.Context(), strings.Fields(line+values+" --shard 2/2 --continue"))
		}
		return false
	}
	b.want(fault.ExitDone, line+values+" --shard 1/2 --continue")
	if code != fault.ExitUsage || !strings.Contains(said.String(), "another run is writing to it") {
		t.Errorf("exit %d: %s", code, said.String())
	}
	first, sent := b.read(values), c.writes()
	b.want(fault.ExitUsage, line+values+" --shard 2/2", "err:is there already")
	b.want(fault.ExitUsage, line+values+" --shard 2/2 --continue", "err:it holds values of rows that this run has not sent", "err:each part of --shard too")
	if got := c.writes(); len(got) != len(sent) || b.read(values) != first {
		t.Errorf("the refused part sent %q, and the file holds %q", got[len(sent):], b.read(values))
	}
	b.want(fault.ExitDone, line+others+" --shard 2/2 --continue")
	if all := c.writes(); len(all) != 8 || strings.Contains(strings.Join(all, " "), " x2") || b.read(values) != first {
		t.Errorf("sent: %q", all)
	}
	if n := strings.Count(b.read(values)+b.read(others), "value-of-"); n != 8 {
		t.Errorf("%d of 8 values are there", n)
	}
	one := b.file("one.csv", "email,tag\nada@example.com,\n")
	b.halves(fault.ExitDone, "crew badge -q --rate 0 --continue --from "+one+" --values-file "+b.home+"/one.jsonl")
	b.holds(b.home+"/one.jsonl", "value-of-ada@example.com")
}

// A part that is gone on with adds to its own file, not to that of another part
// which is gone on with at the same time and has no value in it yet.
func TestBulkShardsResumeWithTheirOwnValues(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	values := b.home + "/values.jsonl"
	path := b.partsOf(c, "crew badge -q")
	line := "crew badge -q --rate 0 --jobs 1 --from " + path + " --values-file " + values
	c.fault = func(call string, w http.ResponseWriter) bool {
		return refusing(call, http.StatusUnprocessableEntity)(call, w)
	}
	b.halves(fault.ExitRows, line)
	if _, err := os.Stat(values); err == nil {
		t.Fatal("a file without values was left behind")
	}
	c.works()
	other, said, code := *b.App, strings.Builder{}, -1
	other.Out, other.Err = &said, &said
	c.lost = func(string) bool {
		if code == -1 {
			code = other.Run(t.Context(), strings.Fields(line+" --shard 2/2 --resume"))
		}
		return false
	}
	b.want(fault.ExitDone, line+" --shard 1/2 --resume")
	if code != fault.ExitUsage || !strings.Contains(said.String(), "another run is writing to it") {
		t.Errorf("exit %d: %s", code, said.String())
	}
	b.want(fault.ExitUsage, line+" --shard 2/2 --resume", "err:it holds values of rows")
	b.want(fault.ExitDone, line+".2 --shard 2/2 --resume")
	if all := c.writes(); len(all) != 8 || strings.Contains(strings.Join(all, " "), " x2") {
		t.Errorf("sent: %q", all)
	}
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
