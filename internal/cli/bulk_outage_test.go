package cli

import (
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"unictl/internal/cli/fault"
)

// mortal is a crew at an address of its own, which can die and come back there.
type mortal struct {
	t       *testing.T
	address string
	handler http.Handler
	server  atomic.Pointer[http.Server]
}

func newMortal(t *testing.T, handler http.Handler) *mortal {
	t.Helper()
	m := &mortal{t: t, address: "127.0.0.1:0", handler: handler}
	m.rises()
	t.Cleanup(m.dies)
	return m
}

func (m *mortal) rises() {
	m.t.Helper()
	listener, err := net.Listen("tcp", m.address)
	for end := time.Now().Add(time.Minute); err != nil && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		listener, err = net.Listen("tcp", m.address) // somebody may have borrowed the port
	}
	if err != nil {
		m.t.Fatal(err)
	}
	m.address = listener.Addr().String()
	server := &http.Server{Handler: m.handler, ReadHeaderTimeout: time.Minute}
	m.server.Store(server)
	go func() { _ = server.Serve(listener) }()
}

// dies ends all connections, also those on which an answer is awaited.
func (m *mortal) dies() { _ = m.server.Load().Close() }

// A server that dies halfway and comes back: what it had carried out is found or
// reported as unknown, the rest is done later, and nothing is done twice.
func TestBulkServerDiesAndComesBack(t *testing.T) {
	t.Parallel()
	for verb, code := range map[string]int{"hire": fault.ExitDone, "nudge": fault.ExitUnknown} {
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			dieHalfway(t, verb, code)
		})
	}
}

func dieHalfway(t *testing.T, verb string, code int) {
	b, c := newCrew(t)
	m := newMortal(t, c)
	b.env["UNICTL_PLANT_URL"] = "http://" + m.address
	var writes atomic.Int32
	c.lost = func(string) bool { // called when it was carried out
		if writes.Add(1) == 10 {
			m.dies()
		}
		return false
	}
	people := manyPeople(60)
	line := "crew " + verb + " -q --jobs 4 --retries 0 -o csv --from " + b.people(people...)
	if got := b.run(strings.Fields(line)...); got != fault.ExitRows && got != fault.ExitUnknown && got != fault.ExitTemporary {
		t.Fatalf("exit %d\n%s%s", got, b.out.String(), b.err.String())
	}
	if carried := len(c.writes()); carried < 10 || carried > 20 {
		t.Fatalf("the dying server carried out %d rows", carried)
	}
	if !strings.Contains(b.out.String(), ",skipped,") {
		t.Errorf("a server that is gone was asked for every row:\n%s", b.out.String())
	}
	c.works()
	m.rises()
	b.want(code, line+" --resume", "out!,failed,", "out!,skipped,")
	unknown := 0
	for _, person := range people {
		doubtful := strings.Contains(b.out.String(), ","+person+",unknown,")
		carried := slices.ContainsFunc(c.writes(), func(call string) bool { return strings.HasPrefix(call, "POST /people/"+person) })
		if !carried && !doubtful {
			t.Errorf("%s was lost", person)
		}
		if doubtful {
			unknown++
		}
	}
	if strings.Contains(strings.Join(c.writes(), " "), " x") {
		t.Errorf("a row was carried out twice: %q", c.writes())
	}
	const most = 2 * 4 // of each worker one on its way, and one whose connection was taken and then reset
	if (code == fault.ExitUnknown) != (unknown > 0) || unknown > most {
		t.Errorf("%d rows are unknown:\n%s", unknown, b.out.String())
	}
}

// A credential that runs out halfway ends the run, whoever of the workers heard
// of it first; with a fresh one it goes on, and no row is sent twice.
func TestBulkCredentialRunsOut(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	var writes, refused atomic.Int32
	valid := "Bearer " + canary
	b.service.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fresh := r.Header.Get("Authorization") != valid
		if !fresh && r.Method == http.MethodPost && writes.Add(1) > 7 {
			refused.Add(1)
			reply(http.StatusUnauthorized, `{}`)(w, r)
			return
		}
		c.ServeHTTP(w, r)
	})
	path := b.people(manyPeople(40)...)
	b.want(fault.ExitCredential, "crew hire -q --jobs 4 -o csv --from "+path, "out!,failed,", "out:,skipped,", "err:--resume carries out the rows that are left: 33")
	if got := refused.Load(); got < 1 || got > 4 {
		t.Errorf("%d rows were sent with a credential that had run out, want one for each worker at most", got)
	}
	if got := len(c.writes()); got != 7 {
		t.Errorf("%d rows were carried out, want 7", got)
	}
	b.env["UNICTL_PLANT_TOKEN"] = "fresh-" + canary
	b.want(fault.ExitUsage, "crew hire -q --from "+path, "err:is unfinished")
	b.want(fault.ExitDone, "crew hire --resume -o csv --from "+path, "err:40 rows: 40 done, 0 unchanged, 0 failed (7 of them before)")
	if all := c.writes(); len(all) != 40 || strings.Contains(strings.Join(all, " "), " x2") {
		t.Errorf("the service carried out %q", all)
	}
}

// A run goes on with the values file of its own rows only, and leaves any other
// file as it is. A report is written anew.
func TestBulkForeignValuesFile(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path, values, report := b.people("ada@example.com", "bob@example.com"), b.home+"/values.jsonl", b.home+"/report.json"
	line := "crew badge -q --jobs 1 --from " + path + " --report " + report + " --values-file "
	foreign := b.textFile("foreign.jsonl", `{"key": "cy@example.com", "id": "id-cy", "value": "`+canary+`"}`+"\n")
	b.want(fault.ExitUsage, line+foreign+" --continue", "err:foreign.jsonl: it holds values of rows that this run has not sent", "err!"+canary)
	c.fault = refusing("POST /people/bob@example.com", http.StatusUnprocessableEntity)
	b.want(fault.ExitRows, line+values)
	c.works()
	b.want(fault.ExitUsage, line+foreign+" --resume", "err:foreign.jsonl: it holds values of rows that this run has not sent")
	notes := b.textFile("notes.txt", "what I know\n")
	b.want(fault.ExitUsage, line+notes+" --resume", "err:notes.txt: it holds no values of rows")
	b.want(fault.ExitDone, line+values+" --resume")
	b.holds(values, "value-of-ada@example.com", "value-of-bob@example.com")
	b.holds(report, `"bob@example.com"`, `"done"`)
	for name, text := range map[string]string{foreign: `{"key": "cy@example.com", "id": "id-cy", "value": "` + canary + `"}` + "\n", notes: "what I know\n"} {
		if got, err := os.ReadFile(name); err != nil || string(got) != text {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	c.wants(t, "POST /people/ada@example.com", "POST /people/bob@example.com")
}

// A crash may tear the last line of --values-file. Whoever goes on closes it,
// however often that is.
func TestBulkTornValuesFile(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path, values := b.people("ada@example.com", "bob@example.com"), b.home+"/values.jsonl"
	line := "crew badge -q --jobs 1 --from " + path + " --values-file " + values
	c.fault = refusing("POST /people/bob@example.com", http.StatusUnprocessableEntity)
	b.want(fault.ExitRows, line)
	b.appendTo(values, `{"key": "bob@exam`)
	b.want(fault.ExitRows, line+" --resume")
	c.works()
	b.want(fault.ExitDone, line+" --resume")
	b.holds(values, "\n{\"key\": \"bob@example.com\", \"id\": \"id-bob@example.com\", \"value\": \"value-of-bob@example.com\"}\n")
	c.wants(t, "POST /people/ada@example.com", "POST /people/bob@example.com")
}
