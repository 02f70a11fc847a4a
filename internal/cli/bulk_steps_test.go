package cli

import (
	"context"
	"fmt"
	"hash/crc32"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
)

// swap brings a new badge, and then takes the old one away. It knows how to go on.
func swap() Command {
	steps := func(p *plant, in *crewIn) []Step {
		all, _ := in.step(p, "Badge", http.MethodPost, "people/"+in.Email.String())
		all[0].HandsOver = true
		return append(all, Step{
			Name: "take the old one away", Number: 2, GoOn: "finish with `unictl crew retire " + in.Email.String() + "`",
			Call: p.send("Retire", http.MethodPost, "people/"+in.Email.String()+"/nudge"),
		})
	}
	return Change[*plant, crewIn]{
		Use: "swap EMAIL", Short: "Swap", Effect: Update, Inputs: (*crewIn).inputs, Target: (*crewIn).target, ID: (*crewIn).id,
		Once:  &Once[crewIn]{Noun: "badge", Value: func(in *crewIn) string { return in.made.Name }},
		Steps: func(_ context.Context, p *plant, in *crewIn) ([]Step, error) { return steps(p, in), nil },
		Recover: func(_ context.Context, p *plant, in *crewIn, at change.Interrupted) ([]Step, error) {
			in.made.ID = at.Made
			switch {
			case at.Step == 1 && at.Made == "":
				return nil, &fault.RefusedError{Message: "it may be made", Hint: "look with `unictl crew badges`"}
			case !at.Kept:
				in.made.Name = "read again"
			}
			return steps(p, in)[1:], nil
		},
	}
}

// killed is a crew of whom ada was sent in two steps by a process that was killed
// while the second was on its way: bench, crew, command line and file of values,
// and what brings back the state at the kill, with the last lines of the journal
// missing, and as old as is said.
func killed(t *testing.T) (b *bench, c *crew, line, values string, at func(missing int, age time.Duration)) {
	t.Helper()
	b, c = newCrew(t)
	b.Root.Children = func() []Command {
		return []Command{Group{Use: "crew", Short: "The crew", Section: SectionProviders, Provider: plantProvider(), Children: func() []Command {
			return []Command{swap()}
		}}}
	}
	values = b.home + "/values.jsonl"
	line = "crew swap -q -o csv --from " + b.people("ada@example.com") + " --values-file " + values
	var path, text string
	c.lost = func(call string) bool {
		if strings.HasSuffix(call, "/nudge") {
			path = b.journal()
			text = b.read(path)
		}
		return false
	}
	b.want(0, line, "out:1,ada@example.com,done,id-ada@example.com")
	c.works()
	c.wants(t, "POST /people/ada@example.com", "POST /people/ada@example.com/nudge")
	when := regexp.MustCompile(`"at":\d+`)
	return b, c, line, values, func(missing int, age time.Duration) {
		t.Helper()
		lines := strings.SplitAfter(text, "\n")
		lines = lines[:len(lines)-1-missing]
		for i, line := range lines {
			if i > 0 {
				body, _, _ := strings.Cut(line, `,"crc":`)
				body = when.ReplaceAllString(body, `"at":`+strconv.FormatInt(time.Now().Add(-age).Unix(), 10))
				lines[i] = fmt.Sprintf("%s,\"crc\":\"%08x\"}\n", body, crc32.Checksum([]byte(body), crc32.MakeTable(crc32.Castagnoli)))
			}
		}
		past := time.Now().Add(-time.Hour) // no call can be on its way any more
		if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, past, past); err != nil {
			t.Fatal(err)
		}
	}
}

// journal is the path of the one that is unfinished.
func (b *bench) journal() (path string) {
	_ = filepath.WalkDir(b.env["HOME"], func(name string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".journal") {
			path = name
		}
		return err
	})
	return path
}

// A row that was interrupted between its steps is gone on with from the step that
// was sent last, and nothing is made a second time.
func TestBulkRecoversByStep(t *testing.T) {
	t.Parallel()
	b, c, line, values, at := killed(t)
	at(0, 0)
	b.want(0, line+" --resume", "out:1,ada@example.com,done,id-ada@example.com")
	c.wants(t, "POST /people/ada@example.com", "POST /people/ada@example.com/nudge x2")

	at(1, 0) // the first was answered
	if err := os.WriteFile(values, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.want(0, line+" --resume", "out:1,ada@example.com,done,id-ada@example.com")
	b.holds(values, "read again")
	c.wants(t, "POST /people/ada@example.com", "POST /people/ada@example.com/nudge x3")

	at(2, 0) // and here it was not
	if err := os.WriteFile(values, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.want(9, line+" --resume --columns status,error,hint", "out:unknown,", "out:: it may be made,look with `unictl crew badges`")
	c.wants(t, "POST /people/ada@example.com", "POST /people/ada@example.com/nudge x3")
}

// What was interrupted long ago is named, with what finishes it, and not sent.
func TestBulkNamesWhatIsStale(t *testing.T) {
	t.Parallel()
	b, c, line, values, at := killed(t)
	for missing := range 2 {
		at(missing, 2*time.Hour)
		if err := os.WriteFile(values, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		b.want(9, line+" --resume --columns status,error,hint",
			"out:unknown,an earlier run stopped in the middle of it on ", "out:not sent is take the old one away,finish with `unictl crew retire ada@example.com`")
		b.holds(values, "read again") // what the hint takes away is not needed
		c.wants(t, "POST /people/ada@example.com", "POST /people/ada@example.com/nudge")
	}
	at(0, 50*time.Minute)
	b.want(0, line+" --resume")
	c.wants(t, "POST /people/ada@example.com", "POST /people/ada@example.com/nudge x2")
}

// A step that failed after others were done is what a resumed run goes on with.
func TestBulkGoesOnWithWhatFailed(t *testing.T) {
	t.Parallel()
	b, c, line, values, _ := killed(t)
	line = strings.ReplaceAll(line, values, b.home+"/others.jsonl")
	c.now(func() { c.fault = refusing("POST /people/ada@example.com/nudge", http.StatusUnprocessableEntity) })
	b.want(3, line+" --restart --failed "+b.home+"/failed.csv", "out:1,ada@example.com,failed,id-ada@example.com,")
	if strings.Contains(b.read(b.home+"/failed.csv"), "ada") {
		t.Error("a row that was done in part is to be taken again")
	}
	b.want(3, line+" --resume", "out:1,ada@example.com,failed,id-ada@example.com,")
	c.works()
	b.want(0, line+" --resume", "out:1,ada@example.com,done,id-ada@example.com")
	c.wants(t, "POST /people/ada@example.com x2", "POST /people/ada@example.com/nudge x2")
}
