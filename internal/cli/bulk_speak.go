package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"unictl/internal/cli/bulk"
)

// bulkNoteEvery is how often a run speaks where no line can be redrawn.
const bulkNoteEvery = 10 * time.Second

// bulkVoice tells how a run goes.
type bulkVoice struct {
	line *liveLine // nil = a line of its own now and then
	end  func()    // the last word; it may be called again
}

// speak begins to tell. Quiet runs say nothing.
func (b *bulkRun) speak(tally *bulk.Tally) *bulkVoice {
	if b.session.Globals.Quiet {
		return &bulkVoice{end: func() {}}
	}
	voice := &bulkVoice{line: (&progress{session: b.session}).line()}
	stop, ended := make(chan struct{}), make(chan struct{})
	voice.end = sync.OnceFunc(func() {
		close(stop)
		<-ended
	})
	go func() {
		defer close(ended)
		voice.tell(b.session, tally, stop)
	}()
	return voice
}

func (v *bulkVoice) tell(s *Session, tally *bulk.Tally, stop <-chan struct{}) {
	every := bulkNoteEvery
	if v.line != nil {
		every = redrawEvery
		defer v.line.clear()
	}
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ticks.C:
			if v.line != nil {
				v.line.draw(bulkState(tally.Progress(), true))
			} else {
				s.Note("%s", bulkState(tally.Progress(), false))
			}
		}
	}
}

// beside is the writer of results where the line of progress may stand on the
// same screen: what is printed takes its place.
func (v *bulkVoice) beside(out io.Writer) io.Writer {
	if v.line == nil {
		return out
	}
	return besideLine{line: v.line, out: out}
}

type besideLine struct {
	line *liveLine
	out  io.Writer
}

func (b besideLine) Write(p []byte) (int, error) {
	b.line.out.mu.Lock()
	defer b.line.out.mu.Unlock()
	b.line.wipe()
	return b.out.Write(p)
}

// bulkState is a run in one line.
func bulkState(p bulk.Progress, drawn bool) string {
	var text strings.Builder
	if drawn && p.Total > 0 {
		text.WriteString(bar(float64(p.Ended())/float64(p.Total)) + " ")
	}
	fmt.Fprintf(&text, "%d of %d rows, %d failed", p.Ended(), p.Total, p.Failed)
	if p.Unknown > 0 {
		fmt.Fprintf(&text, ", %d unknown", p.Unknown)
	}
	if p.Rate > 0 {
		fmt.Fprintf(&text, ", %.0f/s", p.Rate)
	}
	if p.Left > 0 {
		text.WriteString(", " + p.Left.String() + " left")
	}
	return text.String()
}
