package doctor

import (
	"cmp"
	"context"
	"sync"

	"unictl/internal/rest"
)

// network calls all services at the same time, and tells what came of it in
// their order.
func (e *examination) network(ctx context.Context, calls []*call) {
	ctx, cancel := context.WithCancel(ctx)
	var under sync.WaitGroup
	defer under.Wait()
	defer cancel() // nobody listens any more
	done := make([]chan struct{}, len(calls))
	for i, c := range calls {
		done[i] = make(chan struct{})
		under.Go(func() {
			defer close(done[i])
			c.make(ctx)
		})
	}
	for i, c := range calls {
		if <-done[i]; ctx.Err() != nil {
			return // what was cut off says nothing of the service
		}
		for _, f := range c.findings {
			e.hand(f)
		}
		if e.stopped {
			return
		}
	}
}

// make goes the way to the service, then asks it with the credential.
func (c *call) make(ctx context.Context) {
	found, wayErr := rest.Inspect(ctx, c.conn)
	c.way(found)
	var refusal error
	asks := c.usable && c.provider.Check != nil
	if asks {
		refusal = c.provider.Check(ctx, c.client)
	}
	switch {
	case wayErr != nil && found.Stopped != rest.StageAnswer && (refusal != nil || !asks):
		c.blocked(found, cmp.Or(refusal, wayErr)) // the provider's own words come first: it knows its usual ports
	case !asks:
	case refusal != nil:
		c.fault("network", refusal, "look at the URL, the credential and the network; --debug shows the call")
	default:
		c.add(OK, "network", "the service accepts the credential", "")
		c.about(ctx)
	}
}

// blocked is a way that ends before the service.
func (c *call) blocked(found rest.Inspection, err error) {
	f := faulty(c.session, "", err, "look at the URL and the network")
	detail := f.Detail
	if shown := found.Certificate; shown != nil {
		detail += "; the certificate is " + c.identity(shown)
	}
	c.add(Problem, string(found.Stopped), detail, f.Next)
}

// about tells what the service says of itself.
func (c *call) about(ctx context.Context) {
	facts, err := c.provider.Told(ctx, c.client)
	if err != nil {
		c.fault("service", err, "--debug shows the call")
	}
	for _, fact := range facts {
		status := OK
		if fact.Next != "" {
			status = Note
		}
		c.add(status, "service", rest.Line(fact.Text), fact.Next)
	}
}
