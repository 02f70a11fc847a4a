package cli

import (
	"fmt"
	"strings"
	"time"

	"unictl/internal/bulk"
)

// bulkNoteEvery is how often a run speaks where no line can be redrawn.
const bulkNoteEvery = 10 * time.Second

// speak tells how the run goes until the function it gives is called.
func (b *bulkRun[C, In]) speak(tally *bulk.Tally) (end func()) {
	if b.session.Globals.Quiet {
		return func() {}
	}
	voice := &progress{session: b.session, name: action(b.verb.cmd)}
	line, every := voice.line(), bulkNoteEvery
	if line != nil {
		every = redrawEvery
	}
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticks := time.NewTicker(every)
		defer ticks.Stop()
		for {
			select {
			case <-stop:
				if line != nil {
					line.clear()
				}
				return
			case <-ticks.C:
				if line != nil {
					line.draw(bulkState(tally.Progress(), true))
				} else {
					b.session.Note("%s", bulkState(tally.Progress(), false))
				}
			}
		}
	}()
	return func() {
		close(stop)
		<-ended
	}
}

// bulkState is a run in one line.
func bulkState(p bulk.Progress, drawn bool) string {
	var text strings.Builder
	if drawn && p.Total > 0 {
		text.WriteString(bar(float64(p.Ended())/float64(p.Total)) + " ")
	}
	fmt.Fprintf(&text, "%d of %d rows, %d failed", p.Ended(), p.Total, p.Failed+p.Unknown)
	if p.Rate > 0 {
		fmt.Fprintf(&text, ", %.0f/s", p.Rate)
	}
	if p.Left > 0 {
		text.WriteString(", " + p.Left.String() + " left")
	}
	return text.String()
}
