package cli

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
)

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
func TestBulkMendedCtrlCBetweenSteps(t *testing.T) {
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
