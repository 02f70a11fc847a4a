package cli

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"unictl/internal/rest"
)

// A long call at a terminal: progress on stderr, the result alone on stdout.
func TestALongCallAtATerminal(t *testing.T) {
	t.Parallel()
	long := Change[*plant, struct{}]{
		Use: "run", Short: "Run long", Effect: Update, Target: func(*struct{}) string { return "it" },
		Steps: func(_ context.Context, p *plant, _ *struct{}) ([]Step, error) {
			r := rest.Request{Name: "Run", Method: http.MethodPost, Path: "run", Long: true}
			return []Step{{Name: "run it", Call: rest.NewCall(p.Client, r, rest.Ignore)}}, nil
		},
	}
	b := worksBench(t, long).at("")
	b.service.on("POST /run", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(400 * time.Millisecond) // until the line was drawn
		reply(200, `{}`)(w, r)
	})
	b.want(0, "works run", "out:changed:  true", "err:\r| run it  waiting for the service  0s")
	drawn := strings.Split(b.err.String(), "\r")
	if end := len(drawn) - 1; drawn[end] != "" || strings.TrimSpace(drawn[end-1]) != "" || len(drawn[end-1]) < len(drawn[end-2]) {
		t.Errorf("something is left on the screen: %q", drawn)
	}
	b.want(0, "works run -q", "err!r")
	b.want(0, "works run --debug", "err!|")
}
