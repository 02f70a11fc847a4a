package cli

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDownload(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, text(report1))
	path := filepath.Join(folder, "report.rpt")
	b.want(0, "works fetch "+path+" -o json", "err!e")
	want := map[string]any{"file": path, "bytes": float64(len(report1)), "sha256": sum(report1)}
	if diff := cmp.Diff(want, b.document()); diff != "" {
		t.Error(diff)
	}
	holds(t, folder, map[string]string{"report.rpt": report1})
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	b.want(0, "works fetch --overwrite -o name "+path, "out:"+path+"\n")
	b.want(0, "works fetch --overwrite "+path+" --like Lathe", "out:bytes:   21")
	b.service.mu.Lock()
	defer b.service.mu.Unlock()
	if query := b.service.requests[len(b.service.requests)-1].URL.RawQuery; query != "like=id-lathe" {
		t.Errorf("names are not looked up: %q", query)
	}
}

// Standard output is the file and nothing else.
func TestDownloadToStandardOutput(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, text(report1))
	for _, line := range []string{"works fetch -", "works fetch - -o json"} {
		b.want(0, line, "err!e")
		if b.out.String() != report1 {
			t.Errorf("%s prints %q", line, b.out.String())
		}
	}
	b.service.on("GET /report", cutShort(1, report1))
	b.want(7, "works fetch -", "err:the report was cut short, and what came is already on standard output", "err:hint: download it to a file")
	calls := len(b.service.calls())
	b.at("").want(2, "works fetch -", "err:FILE: the report is not for a terminal", "err:hint: name a file", "out!RPT")
	if len(b.service.calls()) != calls {
		t.Error("it was asked for")
	}
	holds(t, folder, nil)
}

// A connection that breaks is tried again, from the beginning.
func TestADownloadThatIsCutShort(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, cutShort(1, report1))
	path := filepath.Join(folder, "report.rpt")
	b.want(0, "works fetch "+path+" --jq .sha256", "out:"+sum(report1))
	holds(t, folder, map[string]string{"report.rpt": report1})
	b.service.on("GET /report", cutShort(9, ""))
	b.want(7, "works fetch --overwrite --retries 0 "+path, "out!report")
	holds(t, folder, map[string]string{"report.rpt": report1})
}

// What ends well for the connection may be cut all the same: an answer that does
// not say how long it is.
func TestADownloadWithoutItsEnd(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, nil)
	path := filepath.Join(folder, "report.rpt")
	for _, answer := range []string{"RPT", "RPT all is", report1[:len(report1)-1], report1 + "x", "RPT" + strings.Repeat(report1, 50_000) + "."} {
		b.service.on("GET /report", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Connection", "close")
			w.(http.Flusher).Flush() // no length is known
			text(answer)(w, r)
		})
		b.want(7, "works fetch "+path, fmt.Sprintf("err:the report was cut short after %d bytes: it has no end", len(answer)), "err:hint: nothing was kept: download it again")
		b.want(7, "works fetch -", "err:the report was cut short", "err:hint: what came is on standard output already")
		holds(t, folder, nil)
	}
	b.service.on("GET /report", text("RPT"+strings.Repeat("\n", 700_000)+"end\n"))
	b.want(0, "works fetch "+path, "out:bytes:   700007")
}

// What is no report never gets the name of one, and leaves nothing.
func TestAnAnswerThatIsSomethingElse(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, nil)
	path := filepath.Join(folder, "report.rpt")
	b.textFile("old", "")
	long := make([]byte, 190)
	for i := range long {
		long[i] = '.'
	}
	for answer, finds := range map[string][]string{
		`{"error":"no"}`:      {`err:the answer is no report: it begins with "{\"error\":\"no\"}"`, "err:hint: nothing was written"},
		"":                    {`err:it begins with ""`},
		"RP":                  {`err:it begins with "RP"`},
		"<p>\x1b[2J" + canary: {`err:it begins with "<p>\x1b[2J[redacted]"`},
		`{"user":"ada","password":"new-` + "hunter2" + `","n":1}`: {`err:\"password\":\"[redacted]\",\"n\":1`, "err!hunter2"},
		`{"password": "hunter2-of-nobody`:                         {"err:[redacted]", "err!hunter2"}, // cut
		"Authorization: Bearer hunter2\nserver: x":                {"err:[redacted]\\nserver: x", "err!hunter2"},
		"see http://u:hunter2@h/ or pwd=hunter2;x":                {"err:http://u:[redacted]@h/ or pwd=[redacted];x", "err!hunter2"},
		string(long) + canary + " end":                            {"err!canary", "err:..[redacted]"}, // it would be cut in the middle of the secret
	} {
		b.service.on("GET /report", text(answer))
		b.want(1, "works fetch "+path, finds...)
		b.want(1, "works fetch -", "out!R", "out!<", "out!{")
	}
	b.service.on("GET /report", reply(404, `{}`))
	b.want(5, "works fetch "+path)
	holds(t, folder, nil)
}
