package cli

import (
	"context"
	"net/http"
	"path/filepath"
	"testing"
)

// whileItRuns answers with a report, after something else has happened.
func whileItRuns(happens func()) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		happens()
		text(report1)(w, r)
	}
}

// A file that somebody made meanwhile stays as it is, unless it may be replaced.
func TestAFileMadeMeanwhile(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, nil)
	path := filepath.Join(folder, "r")
	b.service.on("GET /report", whileItRuns(func() { writeText(t, folder, "r", "of another") }))
	b.want(6, "works fetch "+path, "err:r was made by somebody else meanwhile", "out!sha")
	holds(t, folder, map[string]string{"r": "of another"})
	b.want(0, "works fetch --overwrite "+path)
	holds(t, folder, map[string]string{"r": report1})
}

// Ctrl-C leaves nothing of a download.
func TestCtrlCInADownload(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	b.service.on("GET /report", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte("RPT half"))
		_ = http.NewResponseController(w).Flush()
		cancel()
		<-r.Context().Done()
	})
	b.want(130, "works fetch "+filepath.Join(folder, "r"), "err:interrupted", "out!sha")
	holds(t, folder, nil)
}
