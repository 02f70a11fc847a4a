package doctor

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"time"

	"unictl/internal/cli"
	"unictl/internal/rest"
	"unictl/internal/shape"
)

// Verdicts of a comparison with what this tool expects.
const (
	Expected Status = "as expected"
	Differs  Status = "differs"
	Refused  Status = "refused"   // by rights: nothing is known of the answer
	NoAnswer Status = "no answer" // it was sent, and nothing came that says anything of the contract
	NotTried Status = "not tried"
)

// Answer is what is told of one answer. It holds no value.
type Answer struct {
	Call         string   `json:"call"` // the operation, as docs/contracts calls it
	Method       string   `json:"method"`
	Status       int      `json:"status"`
	ContentType  string   `json:"contentType"` // "other" for what is not known
	Headers      []string `json:"headers"`     // names
	Bytes        int      `json:"bytes"`
	Times        int      `json:"times"` // answers to this call, of which the last one is told
	Milliseconds int64    `json:"milliseconds"`
	shape.Census
}

// Comparison is one run of `doctor --contract`.
type Comparison struct {
	Reads    []cli.Read
	Only     string // a provider's name; "" = all that are configured
	Complete bool   // go on when nobody listens any more: a report is written

	asked, refused int
	silent         []string // services that did not answer
}

// mostRows bounds the rows of a list that are looked at, mostPages its pages.
const (
	mostRows  = 1000
	mostPages = 2
	fewRows   = 20 // of a page
	// mostFailed is how many calls in a row may be without a usable answer.
	mostFailed = 2
)

// Run reads the services and compares. Nothing is written: the calls are GETs,
// and signing in. The errors are a service that is asked for and not configured,
// and the end of ctx.
func (c *Comparison) Run(ctx context.Context, s *cli.Session) iter.Seq2[rest.Item[Finding], error] {
	return func(yield func(rest.Item[Finding], error) bool) {
		start := s.App.Now()
		e := &examination{session: s, yield: func(f Finding) bool { return yield(rest.Item[Finding]{Value: f}, nil) }}
		e.add(OK, "version", fmt.Sprintf("%s (%s/%s), %s", s.App.Version.Version, runtime.GOOS, runtime.GOARCH, start.UTC().Format(time.RFC3339)), "")
		found := 0
		for _, p := range s.App.Providers() {
			if c.Only != "" && c.Only != p.Name || c.over(ctx, e) {
				continue
			}
			there, err := c.service(ctx, e, p)
			if err != nil {
				yield(rest.Item[Finding]{}, err)
				return
			}
			if there {
				found++
			}
		}
		switch err := ctx.Err(); {
		case err != nil:
			yield(rest.Item[Finding]{}, err)
		case found == 0 && !e.stopped:
			yield(rest.Item[Finding]{}, &cli.UsageError{Message: "no service is configured", Hint: "`unictl doctor` says what each of them needs, or try --context sandbox"})
		default:
			e.hand(Finding{Status: OK, Check: "calls", Detail: fmt.Sprintf("%d in %.1f s; nothing was written", c.asked, s.App.Now().Sub(start).Seconds())})
		}
	}
}

func (c *Comparison) over(ctx context.Context, e *examination) bool {
	return ctx.Err() != nil || e.stopped && !c.Complete
}

// Verdict is the error that the command ends with when the comparison says less
// than it should: a service did not answer, or refused everything.
func (c *Comparison) Verdict() error {
	switch {
	case len(c.silent) > 0:
		return &rest.Error{Kind: rest.Temporary, Message: "the comparison is not complete: no answer from " + strings.Join(c.silent, ", "), Hint: "unictl doctor --network"}
	case c.asked > 0 && c.refused == c.asked:
		return &rest.Error{Kind: rest.Credential, Message: "every call was refused: nothing could be compared", Hint: "unictl doctor --network"}
	}
	return nil
}

// service compares one service; there is false when it is not configured.
func (c *Comparison) service(ctx context.Context, e *examination, p *cli.Provider) (there bool, err error) {
	w := newWitness(e.session.Hidden)
	e.session.Clients.Witness, e.session.Clients.PageSize = w, fewRows
	defer func() { e.session.Clients.Witness, e.session.Clients.PageSize = nil, 0 }()
	service := &call{session: e.session, provider: p}
	err = service.connect(ctx)
	var missing *cli.NotConfiguredError
	switch {
	case err == nil:
	case c.Only != "":
		if !errors.As(err, &missing) || service.connect(ctx, p.Required...) != nil {
			return false, err
		}
	case errors.As(err, &missing) && missing.Nothing:
		return false, nil
	case service.connect(ctx, p.Required...) != nil: // a credential may do for some of the calls
		e.hand(Finding{Status: NotTried, Check: p.Name, Detail: "settings or credential cannot be used", Next: "`unictl doctor` says why"})
		return true, nil
	}
	ids, clients := map[string]string{}, map[*cli.Provider]any{}
	silent, failed := false, 0
	for _, read := range c.Reads {
		if read.Provider.Name != p.Name || c.over(ctx, e) {
			continue
		}
		f := Finding{Status: NotTried, Check: read.Name}
		switch client, err := service.clientFor(ctx, read.Provider, clients); {
		case silent:
			f.Detail = "the service did not answer an earlier call"
		case read.OfOne && ids[read.Of] == "":
			f.Detail = "no list gives an id for it"
		case err != nil:
			f.Detail = "no client could be made for it"
		default:
			f = c.try(ctx, w, read, client, ids)
			if failed++; f.Status != NoAnswer {
				failed = 0
			}
			silent = failed >= mostFailed || failed > 0 && w.gone() // one route may be down alone
		}
		if f.Status == NoAnswer && !slices.Contains(c.silent, p.Name) {
			c.silent = append(c.silent, p.Name)
		}
		if ctx.Err() == nil {
			e.hand(f)
		}
	}
	return true, nil
}

// clientFor is the client of a group, which may have one of its own.
func (c *call) clientFor(ctx context.Context, p *cli.Provider, made map[*cli.Provider]any) (client any, err error) {
	if made[p] == nil {
		if client, err = p.Connect(ctx, c.session, c.full); err == nil {
			made[p] = client
		}
	}
	return made[p], err
}

// try makes one read and judges what came.
func (c *Comparison) try(ctx context.Context, w *witness, read cli.Read, client any, ids map[string]string) Finding {
	w.begin()
	rows, noID := 0, 0
	err := read.Do(ctx, client, ids[read.Of], func(id string) bool {
		if rows++; id == "" {
			noID++
		} else if ids[read.Name] == "" {
			ids[read.Name] = id
		}
		return rows < mostRows && !w.enough()
	})
	c.asked += w.calls
	f := Finding{Check: read.Name, Seen: &Seen{Rows: rows, Differences: []string{}, Answers: w.answers()}}
	f.Status, f.Detail, f.Next = w.judge(err)
	if f.Status == Refused {
		c.refused += w.calls
	}
	if isAsked := func(r cli.Read) bool { return r.Of == read.Name }; err == nil && rows > 0 && noID == rows && slices.ContainsFunc(c.Reads, isAsked) {
		f.Differences = append(f.Differences, "no row has an id that is known")
		f.Status = Differs
	}
	f.Differences = append(f.Differences, w.differences()...)
	if len(f.Differences) > 0 {
		if f.Status == Expected {
			f.Status = Differs
		}
		f.Detail = strings.Join(slices.DeleteFunc([]string{f.Detail, brieflyOf(f.Differences)}, func(s string) bool { return s == "" }), "; ")
	}
	if f.Status == Expected {
		f.Detail = fmt.Sprintf("%d rows", rows)
		if rows == 1 {
			f.Detail = "1 row"
		}
	}
	if f.Status == Differs {
		f.Next = "report it: --report FILE writes what was seen, without values"
	}
	return f
}

// brieflyOf is the first differences; the report has all of them.
func brieflyOf(all []string) string {
	const most = 4
	if len(all) > most {
		return strings.Join(all[:most], "; ") + fmt.Sprintf("; and %d more", len(all)-most)
	}
	return strings.Join(all, "; ")
}
