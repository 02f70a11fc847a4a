package cli

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"unictl/internal/cli/fault"
)

// refusing makes the service refuse one call.
func refusing(call string, status int) func(string, http.ResponseWriter) bool {
	return func(got string, w http.ResponseWriter) bool {
		if got == call {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
		}
		return got == call
	}
}

func TestBulkResume(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.fault = refusing("POST /people/bob@example.com", http.StatusUnprocessableEntity)
	path := b.people("ada@example.com", "bob@example.com", "cy@example.com")
	b.want(2, "crew hire --resume --from "+path, "err:nothing to resume")
	b.want(3, "crew hire -q --from "+path, "err:1 of 3 failed", "err:--resume tries what is left")
	b.want(2, "crew hire --from "+path, "err:is unfinished: of 3 rows 2 are done, 1 failed", "err:--resume", "err:--restart")
	c.works()
	asked := 0
	c.now(func() { asked = c.asked })
	b.file("people.csv", "email,tag\ncy@example.com,\nbob@example.com,red\nada@example.com,\ndee@example.com,\n") // sorted anew, and longer
	b.want(0, "crew hire --resume --from "+path+" -o csv", "out:1,cy@example.com,done,id-cy@example.com", "err:4 rows: 4 done, 0 unchanged, 0 failed (2 of them before)")
	c.now(func() {
		if got := c.asked - asked; got != 4 {
			t.Errorf("%d requests for two rows that were left, want a probe and a write for each", got)
		}
	})
	c.wants(t, "POST /people/ada@example.com", "POST /people/bob@example.com", "POST /people/cy@example.com", "POST /people/dee@example.com")
	c.leaves("ada@example.com") // a finished run decides from the live state
	b.want(0, "crew hire --from "+path+" -o csv", "out:3,ada@example.com,done", "out:4,dee@example.com,unchanged")
}

// A journal of rows that are done, none of which the file has, is not the one that
// they were of. Rows that were not carried out may have been taken out.
func TestBulkResumeOfAnotherFile(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.fault = refusing("POST /people/bob@example.com/nudge", http.StatusUnprocessableEntity)
	path := b.people("bob@example.com")
	b.want(3, "crew nudge -q --from "+path)
	b.people("ada@example.com")
	c.fault = refusing("POST /people/cy@example.com/nudge", http.StatusUnprocessableEntity)
	b.want(0, "crew nudge -q --resume --dry-run --from "+path)
	b.people("ada@example.com", "cy@example.com")
	b.want(3, "crew nudge -q --resume --jobs 1 --from "+path)
	c.works()
	b.people("eve@example.com", "fay@example.com")
	for _, way := range []string{"--resume", "--continue", "--resume --dry-run"} {
		b.want(2, "crew nudge -q "+way+" --from "+path, "err:people.csv has done 1 rows, and none of them is in it now", "err:--restart")
	}
	c.wants(t, "POST /people/ada@example.com/nudge")
	b.want(0, "crew nudge -q --restart --from "+path)
}

func TestBulkRestart(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.fault = refusing("POST /people/bob@example.com/nudge", http.StatusUnprocessableEntity)
	path := b.people("ada@example.com", "bob@example.com")
	b.want(3, "crew nudge -q --from "+path)
	b.want(3, "crew nudge -q --restart --from "+path)
	c.wants(t, "POST /people/ada@example.com/nudge x2")
	b.want(2, "crew nudge --restart --resume --from "+path, "err:exclude each other")
}

// Who was taken away cannot be found by name any more: that must not keep a run
// from going on.
func TestBulkResumeOfRemovals(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["ada@example.com"], c.people["bob@example.com"], c.people["cy@example.com"] = true, true, true
	c.fault = refusing("DELETE /people/bob@example.com", http.StatusConflict)
	path := b.file("gone.txt", "ada@example.com\nbob@example.com\n")
	b.want(3, "crew dismiss --yes -q --from "+path)
	c.works()
	b.want(0, "crew dismiss --yes --resume --from "+path+" -o csv", "out:1,ada@example.com,done", "out:2,bob@example.com,done")
	b.want(0, "crew dismiss --yes --from "+path+" -o csv -q", "out:1,ada@example.com,unchanged,", "out:2,bob@example.com,unchanged,")
	c.wants(t, "DELETE /people/ada@example.com", "DELETE /people/bob@example.com")
}

// A removal is settled against the thing that was sent: another one that bears
// its name by now is not touched.
func TestBulkResumeSparesTheNamesake(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["ada@example.com"] = true
	path := b.file("gone.txt", "ada@example.com\n")
	c.lost = func(call string) bool {
		c.fault = refusing("GET /people", http.StatusForbidden) // nor can it be looked up
		return strings.HasPrefix(call, "DELETE")
	}
	b.want(9, "crew dismiss --yes -q --retries 0 --from "+path, "err:the outcome is unknown")
	c.works()
	c.now(func() {
		c.fault = func(call string, w http.ResponseWriter) bool {
			if call == "GET /people" {
				reply(200, `[{"id":"id-other","name":"ada@example.com"}]`)(w, nil)
			}
			return call == "GET /people"
		}
	})
	b.want(0, "crew dismiss --yes --resume --from "+path+" -o csv", "out:1,ada@example.com,done,id-ada@example.com")
	c.wants(t, "DELETE /people/ada@example.com")
}

// What is gone already needs nothing, by its name and by its id, and be it the
// service that says so, unless the person wants to hear of it.
func TestBulkRemovalsOfWhatIsGone(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["ada@example.com"], c.people["cy@example.com"] = true, true
	path := b.file("gone.txt", "ada@example.com\nid-bob@example.com\nno one\ncy@example.com\n")
	c.fault = func(call string, w http.ResponseWriter) bool {
		return refusing("DELETE /people/cy@example.com", http.StatusNotFound)(call, w)
	}
	plan := []string{"out:dry run, nothing is sent: crew dismiss no one\n  nothing to do: it is not there"}
	b.want(0, "crew dismiss --dry-run --from "+path, plan...)
	b.want(2, "crew dismiss --yes --if-exists --fail-if-absent --from "+path, "err:exclude each other")
	b.want(2, "crew dismiss no --yes --fail-if-absent", "err:--fail-if-absent: is for rows of a file")
	line := "crew dismiss --yes -q -o csv --columns row,status,reason,error --from " + path
	b.want(3, line+" --fail-if-absent", "out:1,done,", `out:2,failed,,"person ""id-bob@example.com"" not found"`, "out:3,failed,", "out:4,failed,")
	c.now(func() { c.people["ada@example.com"] = true })
	b.want(0, line+" --restart --if-exists", "out:1,done,", "out:2,unchanged,it is not there", "out:3,unchanged,it is not there", "out:4,unchanged,it is not there")
	c.wants(t, "DELETE /people/ada@example.com x2")
}

// Absence proves a removal done whose answer was lost, also when it was sent once.
func TestBulkLostRemovalIsLookedFor(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["ada@example.com"], c.people["bob@example.com"] = true, true
	c.lost = func(call string) bool { return strings.HasPrefix(call, "DELETE") }
	b.want(0, "crew dismiss --yes --retries 0 ada@example.com -o json", `out:"changed": true`, "err:a look shows that it was carried out")
	b.want(0, "crew dismiss --yes -q --retries 0 -o csv --from "+b.file("gone.txt", "bob@example.com\n"), "out:1,bob@example.com,done,id-bob@example.com")
	c.wants(t, "DELETE /people/ada@example.com", "DELETE /people/bob@example.com")

	// That it is there proves nothing: the call may still arrive.
	b, c = newCrew(t)
	c.people["ada@example.com"], c.people["bob@example.com"] = true, true
	c.fault = func(call string, _ http.ResponseWriter) bool {
		if strings.HasPrefix(call, "DELETE") {
			panic(http.ErrAbortHandler)
		}
		return false
	}
	b.want(9, "crew dismiss --yes --retries 0 ada@example.com")
	b.want(9, "crew dismiss --yes -q --retries 0 -o csv --from "+b.file("gone.txt", "bob@example.com\n"), "out:1,bob@example.com,unknown,")
}

// Somebody else was faster: the service refuses, and a look finds what is there.
func TestBulkConflictIsLookedAt(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusConflict, http.StatusBadRequest, http.StatusUnprocessableEntity} {
		b, c := newCrew(t)
		c.fault = func(call string, w http.ResponseWriter) bool {
			email, write := strings.CutPrefix(call, "POST /people/")
			if !write {
				return false
			}
			if !strings.HasPrefix(email, "cy") { // who is refused for another reason
				c.people[email] = true
			}
			return refusing(call, status)(call, w)
		}
		b.want(6, "crew hire ada@example.com", "err:ada@example.com is here")
		b.want(0, "crew hire eve@example.com --if-absent -o json", `out:"changed": false`, `out:"id": "id-eve@example.com"`)
		path := b.people("bob@example.com", "cy@example.com")
		b.want(3, "crew hire -q -o csv --columns row,status,id,reason --from "+path, "out:1,unchanged,id-bob@example.com,bob@example.com is here", "out:2,failed,,")
		path = b.people("dee@example.com")
		b.want(3, "crew hire -q -o csv --restart --fail-if-exists --from "+path, "out:1,dee@example.com,failed,,dee@example.com is here")
		c.wants(t)
	}
}

// A write whose answer was lost is looked up where that can be done, at once or
// when the run goes on, and reported where it cannot.
func TestBulkUnknownOutcomes(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path := b.people("ada@example.com", "bob@example.com")
	c.lost = func(call string) bool { return strings.Contains(call, "bob") }
	b.want(0, "crew hire -q --from "+path+" -o csv", "out:2,bob@example.com,done,id-bob@example.com")
	b.want(9, "crew nudge -q --from "+path+" -o csv", "out:2,bob@example.com,unknown,,the outcome is unknown", "err:check them at the service")
	c.works()
	b.want(9, "crew nudge -q --resume --from "+path+" -o csv", "out:1,ada@example.com,done", "out:2,bob@example.com,unknown,,an earlier run sent it")
	c.wants(t, "POST /people/ada@example.com", "POST /people/ada@example.com/nudge", "POST /people/bob@example.com", "POST /people/bob@example.com/nudge")
}

// The look at an unknown row fails: it must stay unknown, and not become one
// that failed and is sent again.
func TestBulkUnknownStaysUnknown(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path := b.people("ada@example.com")
	c.lost = func(string) bool {
		c.fault = refusing("GET /people/ada@example.com", http.StatusForbidden)
		return true
	}
	b.want(9, "crew hire -q --from "+path)
	c.now(func() { c.lost = nil })
	b.want(9, "crew hire -q --resume --from "+path+" -o csv", "out:unknown", "out:cannot be looked up now")
	c.works()
	b.want(0, "crew hire -q --resume --from "+path+" -o csv", "out:1,ada@example.com,done,id-ada@example.com")
	c.wants(t, "POST /people/ada@example.com")
}

// The service has had enough: no further row is sent, and none is at fault.
func TestBulkHalts(t *testing.T) {
	t.Parallel()
	for status, code := range map[int]int{http.StatusTooManyRequests: fault.ExitTemporary, http.StatusUnauthorized: fault.ExitCredential} {
		b, c := newCrew(t)
		c.fault = refusing("POST /people/bob@example.com", status)
		path := b.people("ada@example.com", "bob@example.com", "cy@example.com", "dee@example.com")
		b.want(code, "crew hire -q --jobs 1 --from "+path+" -o csv", "out:1,ada@example.com,done", "out:2,bob@example.com,skipped", "out:4,dee@example.com,skipped,,\n", "err:--resume carries out the rows that are left: 3")
		c.works()
		b.want(0, "crew hire -q --continue --from "+path)
		c.wants(t, "POST /people/ada@example.com", "POST /people/bob@example.com", "POST /people/cy@example.com", "POST /people/dee@example.com")
	}
}

// A service that is gone is not asked for each of the rows that are left.
func TestBulkServiceGone(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.fault = func(_ string, w http.ResponseWriter) bool { w.WriteHeader(http.StatusInternalServerError); return true }
	emails := strings.Fields(strings.Repeat("x ", 60))
	for i := range emails {
		emails[i] = string(rune('a'+i%26)) + string(rune('a'+i/26)) + "@example.com"
	}
	b.want(9, "crew nudge -q --jobs 1 --retries 0 --from "+b.people(emails...)+" -o csv", "err:of 3 the outcome is unknown, 57 not tried because")
	c.wants(t)
}

// Where nothing can look, three lost answers are enough.
func TestBulkDoubtsEndARun(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.lost = func(string) bool { return true }
	path := b.people("ada@example.com", "bob@example.com", "cy@example.com", "dee@example.com", "eve@example.com")
	b.want(9, "crew nudge -q --jobs 1 --retries 0 --from "+path+" -o csv", "out:3,cy@example.com,unknown", "out:4,dee@example.com,skipped", "out:5,eve@example.com,skipped")
	c.works()
	b.want(9, "crew nudge -q --resume --from "+path+" -o csv", "out:3,cy@example.com,unknown", "out:5,eve@example.com,done")
	c.wants(t, "POST /people/ada@example.com/nudge", "POST /people/bob@example.com/nudge", "POST /people/cy@example.com/nudge", "POST /people/dee@example.com/nudge", "POST /people/eve@example.com/nudge")
}

// Ctrl-C: what was sent may still be answered, nothing else is sent, and the run
// can be gone on with.
func TestBulkCtrlC(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	c.fault = func(call string, _ http.ResponseWriter) bool {
		if strings.Contains(call, "bob") {
			cancel()
			time.Sleep(200 * time.Millisecond)
		}
		return false
	}
	path := b.people("ada@example.com", "bob@example.com", "cy@example.com")
	b.want(130, "crew nudge --jobs 1 --from "+path+" -o csv", "out:1,ada@example.com,done", "out:2,bob@example.com,done", "out:3,cy@example.com,skipped", "err:interrupted: 0 of 3 failed, 1 not tried")
	c.works()
	b.ctx = t.Context()
	b.want(0, "crew nudge -q --resume --from "+path)
	c.wants(t, "POST /people/ada@example.com/nudge", "POST /people/bob@example.com/nudge", "POST /people/cy@example.com/nudge")
}

func TestBulkSecrets(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path, values := b.people("ada@example.com", "bob@example.com"), b.home+"/values.jsonl"
	b.want(2, "crew badge --from "+path, "err:--values-file")
	b.want(2, "crew badge --print-value --from "+path, "err:--values-file FILE takes those of all rows")
	c.lost = func(call string) bool { return strings.Contains(call, "bob") }
	b.want(9, "crew badge -q --jobs 1 --from "+path+" --values-file "+values+" -o json", "out!value-of", "err!value-of")
	b.holds(values, `{"key": "ada@example.com", "id": "id-ada@example.com", "value": "value-of-ada@example.com"}`)
	c.works()
	b.want(2, "crew badge -q --restart --from "+path+" --values-file "+values, "err:is there already")
	b.want(3, "crew badge -q --resume --from "+path+" --values-file "+values+" -o csv", "out:2,bob@example.com,failed,id-bob@example.com,\"id-bob@example.com was created, but its badge could not be written")
	c.leaves("bob@example.com") // as the hint says
	b.want(0, "crew badge -q --resume --from "+path+" --values-file "+values)
	b.holds(values, "value-of-ada@example.com", "value-of-bob@example.com")
	b.want(0, "crew badge -q --from "+path+" --values-file "+b.home+"/none")
	if _, err := os.Stat(b.home + "/none"); err == nil {
		t.Error("a file without values was left behind")
	}
}

// Another service under the same name, or none, is another run.
func TestBulkRunsBelongToTheirService(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.fault = refusing("POST /people/bob@example.com/nudge", http.StatusUnprocessableEntity)
	path := b.people("ada@example.com", "bob@example.com")
	b.want(3, "crew nudge -q --from "+path)
	b.env["UNICTL_PLANT_SITE"] = "south"
	b.want(2, "crew nudge -q --resume --from "+path, "err:nothing to resume", "err:site south")
	b.want(3, "crew nudge -q --from "+path)
	c.wants(t, "POST /people/ada@example.com/nudge x2")
}

// A second run of the same file is refused while the first goes on.
func TestBulkOneRunAtATime(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path := b.people("ada@example.com")
	other, said := *b.App, strings.Builder{}
	other.Out, other.Err = &said, &said
	code := 0
	c.lost = func(string) bool {
		code = other.Run(t.Context(), []string{"crew", "nudge", "--continue", "--from", path})
		return false
	}
	b.want(0, "crew nudge -q --from "+path)
	if code != fault.ExitTemporary || !strings.Contains(said.String(), "this run is going on in process") {
		t.Errorf("exit %d: %s", code, said.String())
	}
	c.wants(t, "POST /people/ada@example.com/nudge")
}
