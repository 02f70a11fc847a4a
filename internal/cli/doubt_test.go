package cli

import (
	"context"
	"net/http"
	"testing"
)

// doubtBench has a change of one step, or of two, whose outcome can be looked up.
func doubtBench(t *testing.T) *bench {
	t.Helper()
	run := func(use string, steps int) Command {
		return Change[*plant, struct{}]{
			Use: use, Short: "Run", Effect: Update, Target: func(*struct{}) string { return "it" },
			Steps: func(_ context.Context, p *plant, _ *struct{}) ([]Step, error) {
				all := []Step{
					{Name: "prepare it", Call: p.send("Prepare", http.MethodPost, "prepare"), Look: "unictl works prepared"},
					{Name: "run it", Call: p.send("Run", http.MethodPost, "run"), Look: "unictl works list"},
				}
				return all[2-steps:], nil
			},
		}
	}
	return worksBench(t, run("one", 1), run("two", 2))
}

// lost takes a call and gives no answer.
func lost(_ http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }

// An answer that got lost is no failure: what tells is named.
func TestALostAnswerNamesWhatTells(t *testing.T) {
	t.Parallel()
	b := doubtBench(t)
	b.service.on("POST /run", lost)
	look := "hint: `unictl works list` tells whether it happened: look before you repeat it"
	b.want(9, "works one", "err:the outcome is unknown", "err:"+look)
	b.want(9, "works two", "err:already done: prepare it", "err:"+look)
	b.want(9, "works two -o json", "err:`unictl works list` tells", `err:"code":"outcome_unknown"`)
	b.service.on("POST /prepare", lost)
	b.want(9, "works two", "err:hint: `unictl works prepared` tells", "err:not done: run it")
}
