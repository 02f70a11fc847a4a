package cli

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"unictl/internal/cli/bulk"
)

// What is left is shown without a journal being begun, or ended.
func TestBulkDryRunOfWhatIsLeft(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path := b.people("ada@example.com", "bob@example.com")
	b.want(0, "crew nudge --rate 0 --continue --dry-run --from "+path, "out:POST http", "out:/people/ada@example.com/nudge", "out:/people/bob@example.com/nudge")
	if left := b.journals(); len(left) > 0 {
		t.Errorf("a plan left %q behind", left)
	}
	c.fault = refusing("POST /people/bob@example.com/nudge", 422)
	b.want(3, "crew nudge -q --rate 0 --from "+path)
	c.works()
	before := b.read(b.journals()[0])
	for _, goOn := range []string{"--continue", "--resume"} {
		b.want(0, "crew nudge --rate 0 "+goOn+" --dry-run --from "+path, "out!/people/ada@example.com/nudge", "out:it is done already", "out:/people/bob@example.com/nudge")
	}
	if after := b.read(b.journals()[0]); !strings.HasPrefix(after, before) || strings.Count(after, "intent") != strings.Count(before, "intent") {
		t.Errorf("the journal was\n%s\nand is\n%s", before, after)
	}
	b.want(0, "crew nudge --rate 0 --continue --from "+path, "err:2 rows: 2 done, 0 unchanged, 0 failed (1 of them before)")
	c.wants(t, "POST /people/ada@example.com/nudge", "POST /people/bob@example.com/nudge")
}

// Flags that contradict each other, and files that a plan does not write.
func TestBulkFlags(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path, report, failed := b.people("ada@example.com"), b.home+"/report.json", b.home+"/failed.csv"
	b.want(2, "crew hire --rate 0 --if-absent --fail-if-exists --from "+path, "err:--if-absent and --fail-if-exists exclude each other")
	b.want(2, "crew hire --rate 0 --report "+b.home+"/r.xlsx --from "+path, "err:--report: ", "err:r.xlsx: workbooks are not written", "err:hint: name a .csv file")
	b.want(2, "crew hire --rate 0 --failed "+b.home+"/r.XLSX --from "+path, "err:--failed: ")
	b.want(2, "crew hire --rate 0 --report "+failed+" --failed "+b.home+"/./failed.csv --from "+path, "err:--failed: ", "err:is named for --report already")
	b.want(0, "crew hire --rate 0 --dry-run --report "+report+" --failed "+failed+" --from "+path,
		"err:note: --report: nothing is carried out, so that it is not written", "err:note: --failed: ")
	for _, file := range []string{report, failed, b.home + "/r.xlsx"} {
		if _, err := os.Stat(file); err == nil {
			t.Errorf("%s was written", file)
		}
	}
	c.wants(t)
}

// A report that is there is emptied only when everything else can be written.
func TestBulkReportIsKept(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path, report := b.people("ada@example.com"), b.file("report.csv", "what was there before, and is longer than what comes\n"+strings.Repeat("x", 500))
	was := b.read(report)
	b.want(2, "crew hire --rate 0 --from "+path+" --report "+report+" --failed "+b.home+"/no/folder.csv", "err:--failed: ")
	if got := b.read(report); got != was {
		t.Errorf("the report is %q", got)
	}
	c.wants(t)
	b.want(0, "crew hire -q --rate 0 --from "+path+" --report "+report)
	if got := b.read(report); !strings.HasPrefix(got, "row,key,status,") || strings.Count(got, "\n") != 2 || strings.Contains(got, "before") {
		t.Errorf("the report is %q", got)
	}
}

// One service is one run, however its address is written.
func TestBulkSlashAfterTheURL(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.fault = refusing("POST /people/bob@example.com/nudge", 422)
	path := b.people("ada@example.com", "bob@example.com")
	b.want(3, "crew nudge -q --rate 0 --from "+path)
	b.env["UNICTL_PLANT_URL"] += "/"
	b.want(2, "crew nudge -q --rate 0 --from "+path, "err:is unfinished")
	c.works()
	b.want(0, "crew nudge --rate 0 --resume --from "+path, "err:(1 of them before)")
	c.wants(t, "POST /people/ada@example.com/nudge", "POST /people/bob@example.com/nudge")
}

// Faults that help with the right file, and are silent about others.
func TestBulkFaults(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["ada@example.com"], c.people["adam@example.com"], c.people["bob@example.com"] = true, true, true
	b.want(2, "crew hire --rate 0 --from "+b.file("a.csv", "email,colour\nx@example.com,red\n"), "err:column colour: there is no such column", "err:hint: ", "err:email", "err:tag")
	b.want(3, "crew dismiss --yes --rate 0 --dry-run --fail-if-absent -o json --from "+b.file("gone.txt", "adah@example.com\n"),
		`out:person \"adah@example.com\" not found`, "out!did you mean", "out!ada@example.com", "out!adam@", "out!bob@")
	c.wants(t)
	b.want(0, "crew dismiss --yes -q --rate 0 -o csv --from "+b.file("blank.csv", "person\n\" id-ada@example.com \"\nbob@example.com \n"), "out:,id-ada@example.com,", "out:,id-bob@example.com,")
	c.wants(t, "DELETE /people/ada@example.com", "DELETE /people/bob@example.com")
	b.want(0, "crew hire -q --rate 0 --dry-run --from "+b.file("tags.csv", "email,tag\n\" x@example.com \",\" red | blue \"\n"), "out:POST http", "out:/people/x@example.com\n")
}

// Why a row is unchanged is told to machines, and in the report.
func TestBulkReasons(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	c.people["bob@example.com"] = true
	path, report := b.people("ada@example.com", "bob@example.com"), b.home+"/report"
	b.want(0, "crew hire -q --rate 0 -o json --from "+path+" --report "+report+".csv")
	var told []bulk.RowResult
	if err := json.Unmarshal(b.out.Bytes(), &told); err != nil || len(told) != 2 {
		t.Fatalf("%v in %s", err, b.out.String())
	}
	if told[0].Reason != "" || told[1].Reason != "bob@example.com is here" || told[1].Status != "unchanged" || told[1].Error != "" {
		t.Errorf("stdout tells %+v", told)
	}
	b.holds(report+".csv", "row,key,status,id,reason,code,error,hint\n", "\n1,ada@example.com,done,id-ada@example.com,,,,\n", "\n2,bob@example.com,unchanged,id-bob@example.com,bob@example.com is here,,,\n")
	for _, kind := range []string{".json", ".jsonl", ".yaml"} {
		b.want(0, "crew hire -q --rate 0 --from "+path+" --report "+report+kind)
		b.holds(report+kind, `"status":"unchanged","id":"id-bob@example.com","reason":"bob@example.com is here"}`)
	}
	b.want(0, "crew hire --rate 0 -o wide --from "+path, "out:bob@example.com is here")
}
