package cli

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
)

// inDoubt is a crew of whom bob was sent without an answer; cy stands before him
// in the file since then.
func inDoubt(t *testing.T, verb string) (b *bench, c *crew, line string) {
	b, c = newCrew(t)
	path := b.people("ada@example.com", "bob@example.com")
	line = "crew " + verb + " -q --rate 0 --jobs 1 -o csv --from " + path
	c.lost = func(call string) bool {
		if strings.Contains(call, "bob") && verb == "hire" { // nor can he be looked up
			c.fault = refusing("GET /people/bob@example.com", http.StatusForbidden)
		}
		return strings.Contains(call, "bob")
	}
	b.want(9, line, "out:2,bob@example.com,unknown")
	c.works()
	b.people("cy@example.com", "bob@example.com", "ada@example.com", "dee@example.com")
	return b, c, line
}

// stillInDoubt checks what is told of bob after something overtook him, and that
// nothing was sent of him again.
func stillInDoubt(b *bench, c *crew, failed string) {
	b.t.Helper()
	for _, want := range []string{"2,bob@example.com,unknown,", "3,ada@example.com,done,"} {
		if !strings.Contains(b.out.String(), want) {
			b.t.Errorf("stdout lacks %q:\n%s", want, b.out.String())
		}
	}
	if text := b.read(failed); strings.Contains(text, "bob") || !strings.Contains(text, "dee@example.com") {
		b.t.Errorf("--failed holds a row in doubt, or lacks one that is not:\n%s", text)
	}
	if n := len(slices.DeleteFunc(c.writes(), func(call string) bool { return !strings.Contains(call, "bob") || strings.Contains(call, " x") })); n != 1 {
		b.t.Errorf("bob was sent again: %q", c.writes())
	}
}

// A credential that runs out on the way to a row in doubt says nothing about it.
func TestBulkHaltOvertakesDoubt(t *testing.T) {
	t.Parallel()
	for verb, path := range map[string]string{"nudge": "/people/cy@example.com/nudge", "hire": "/people/cy@example.com"} {
		b, c, line := inDoubt(t, verb)
		failed := b.home + "/failed.csv"
		c.now(func() { c.fault = refusing("POST "+path, http.StatusUnauthorized) })
		b.want(9, line+" --resume --failed "+failed, "out:1,cy@example.com,skipped", "out:4,dee@example.com,skipped")
		stillInDoubt(b, c, failed)
		if !strings.Contains(b.read(failed), "cy@example.com") {
			t.Errorf("--failed lacks the row that was refused:\n%s", b.read(failed))
		}
		c.works()
		code, status := fault.ExitUnknown, "unknown"
		if verb == "hire" {
			code, status = fault.ExitDone, "done"
		}
		b.want(code, line+" --resume --failed "+failed, "out:1,cy@example.com,done", "out:2,bob@example.com,"+status, "out:4,dee@example.com,done")
		if strings.Contains(b.read(failed), "@") {
			t.Errorf("--failed holds rows though none failed:\n%s", b.read(failed))
		}
	}
}

// Nor does Ctrl-C, be it on the way to the row or while it is waited for.
func TestBulkCtrlCOvertakesDoubt(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"nudge", "hire"} {
		b, c, line := inDoubt(t, verb)
		failed := b.home + "/failed.csv"
		ctx, cancel := context.WithCancel(t.Context())
		b.ctx = ctx
		c.now(func() {
			c.lost = func(call string) bool {
				if strings.Contains(call, "cy@") {
					cancel()
				}
				return false
			}
		})
		b.want(130, line+" --resume --failed "+failed, "out:1,cy@example.com,done", "err:interrupted")
		stillInDoubt(b, c, failed)

		b.args = []string{"--timeout", "5s"} // so long is waited for bob
		ctx, cancel = context.WithCancel(t.Context())
		b.ctx = ctx
		time.AfterFunc(200*time.Millisecond, cancel)
		b.want(130, line+" --resume --failed "+failed, "out:1,cy@example.com,done", "err:interrupted")
		stillInDoubt(b, c, failed)
	}
}

// What is in doubt has not failed, and the way out is the verb's.
func TestBulkWordsOfDoubt(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	path := b.people("ada@example.com", "bob@example.com", "cy@example.com")
	c.lost = func(call string) bool { return strings.Contains(call, "bob") }
	c.fault = refusing("POST /people/cy@example.com/nudge", http.StatusUnprocessableEntity)
	b.want(9, "crew nudge --rate 0 --from "+path, "err:3 rows: 1 done, 0 unchanged, 1 failed, 1 unknown",
		"err:error: crew nudge: 1 of 3 failed, of 1 the outcome is unknown\n",
		"err:hint: check them at the service, and take them out of the file", "err:--restart would do all rows again")
	c.works()
	b.want(9, "crew nudge -q --rate 0 --resume --from "+path, "err:0 of 3 failed, of 1 the outcome is unknown", "err:take them out of the file")

	b, c = newCrew(t)
	path = b.people("ada@example.com")
	c.lost = func(string) bool {
		c.fault = refusing("GET /people/ada@example.com", http.StatusForbidden)
		return true
	}
	b.want(9, "crew hire -q --rate 0 --from "+path, "err:0 of 1 failed, of 1 the outcome is unknown",
		"err:the same command with --resume looks at the service what became of them", "err!out of the file")
}

// rebadge makes a new badge, and is interrupted before it takes the old one away.
func rebadge(interrupt func()) Command {
	return Change[*plant, crewIn]{
		Use: "rebadge EMAIL", Short: "Rebadge", Effect: Update, Inputs: (*crewIn).inputs, Target: (*crewIn).target, ID: (*crewIn).id,
		Once: &Once[crewIn]{Noun: "badge", Value: func(in *crewIn) string { return in.made.Name }},
		Steps: func(_ context.Context, p *plant, in *crewIn) ([]Step, error) {
			steps, err := in.step(p, "Badge", http.MethodPost, "people/"+in.Email.String())
			steps[0].HandsOver = true
			return append(steps, Step{Name: "take the old one away", Call: change.Prepared{Do: func(ctx context.Context) (json.RawMessage, error) {
				interrupt()
				select {
				case <-ctx.Done():
					return nil, ctx.Err()
				case <-time.After(time.Minute):
					return nil, errors.New("nobody interrupted it: it was taken again")
				}
			}}}), err
		},
	}
}

// Ctrl-C between the steps of a row: a part of it is done, and is not done again.
func TestBulkCtrlCBetweenSteps(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.Root.Children = func() []Command {
		return []Command{Group{Use: "crew", Short: "The crew", Section: SectionProviders, Provider: plantProvider(), Children: func() []Command {
			return []Command{rebadge(cancel)}
		}}}
	}
	b.ctx = ctx
	line := "crew rebadge -q -o csv --from " + b.people("ada@example.com") + " --values-file " + b.home + "/values.jsonl --failed " + b.home + "/failed.txt"
	b.want(fault.ExitInterrupted, line, "out:1,ada@example.com,failed,id-ada@example.com,")
	b.ctx = t.Context()
	b.want(fault.ExitRows, line+" --resume", "out:1,ada@example.com,failed,id-ada@example.com,", "out:it is not repeated")
	c.wants(t, "POST /people/ada@example.com")
}
