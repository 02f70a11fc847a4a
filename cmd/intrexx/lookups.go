package intrexx

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

// notSearched says why a name or an address finds nobody.
const notSearched = "this service cannot be searched: an id is known from `create`, or from the portal itself (F4, Details)"

// idOf takes an id of something that the API neither lists nor finds. An address
// and words are none: they would be sent as one, and not found there would read
// as if there were nobody.
func idOf(noun string) func(string) (string, error) {
	return func(text string) (string, error) {
		if strings.ContainsAny(strings.TrimSpace(text), "@ \u00a0") {
			return "", &cli.UsageError{Message: "\"" + rest.Line(text) + "\" is no id of a " + noun, Hint: notSearched}
		}
		return text, intrexx.CheckID(text)
	}
}

// hasForm reports whether a text has the form of the ids that are known of users
// and groups: small numbers and GUIDs (§2.3).
func hasForm(id string) bool {
	return intrexx.IsGUID(id) || !strings.ContainsFunc(id, func(r rune) bool { return r < '0' || r > '9' })
}

// groupOf finds a group of a user by its id or exact name. Another one counts if
// it can be read by what was given, as an id; nothing else lists groups.
func groupOf(ctx context.Context, c *intrexx.Client, user, text string) (id string, err error) {
	id, err = named(c.UserGroups(ctx, user), "group", text, "name it by its id: "+notSearched)
	if _, missing := errors.AsType[*cli.NotFoundError](err); !missing {
		return id, err
	}
	if _, reading := c.Group(text).Do(ctx); !rest.Is(reading, rest.NotFound) {
		return text, reading
	}
	return text, err
}

// jobOf finds a job by its id or the exact name that the list shows.
func jobOf(ctx context.Context, c *intrexx.Client, text string) (id string, err error) {
	return named(c.Jobs(ctx), "job", text, "`scheduler jobs list` shows the jobs")
}

// mailServiceOf finds a mail service by its id or the exact name that the list
// shows.
func mailServiceOf(ctx context.Context, c *intrexx.Client, text string) (id string, err error) {
	return named(c.MailServices(ctx), "mail service", text, "`mail list` shows the mail services")
}

// named finds the id of what has a text for its id or its exact name. A text with
// the form of an id is one, without a look: which members of a list hold the ids
// is not public.
func named(list items, noun, text, way string) (id string, err error) {
	if hasForm(text) {
		return text, nil
	}
	var found, alike []string
	for item, err := range list {
		id, names := item.Value.ID(), item.Value.Names()
		switch {
		case err != nil:
			return text, err
		case id == text:
			return id, nil
		case id == "":
		case slices.Contains(names, text):
			found = append(found, id)
		case slices.ContainsFunc(names, func(name string) bool { return parse.Folded(name) == parse.Folded(text) }):
			alike = append(alike, id)
		}
	}
	missing := &cli.NotFoundError{Noun: noun, Text: text, Target: true, Way: way}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return text, &cli.UsageError{Message: "several " + noun + "s are named \"" + rest.Line(text) + "\"", Hint: "name the id: " + strings.Join(found, ", ")}
	case len(alike) > 0:
		missing.Alike, missing.Way = true, "did you mean "+strings.Join(alike, " or ")+"? It must be named exactly"
	}
	return text, missing
}

// removal is a call that takes something away. The server answers 404 for a
// portal that it does not know as for a thing that is not there, so a list tells
// which of them it was.
func removal(c *intrexx.Client, call writes) writes {
	return call.OnError(func(ctx context.Context, e *rest.Error) (none intrexx.Answer, _ error) {
		if e.Kind != rest.NotFound {
			return none, e
		}
		switch err := readable(ctx, c); {
		case rest.Is(err, rest.NotFound):
			e.Kind, e.Hint = rest.Failed, "nothing is known of what was to go: the portal itself was not found; it must be in the server's admin-api.yaml"
		case err != nil:
			e.Kind, e.Hint = rest.KindOf(err), "nothing is known of what was to go: the portal could not be read: "+err.Error()
		}
		return none, e
	})
}

// deletion is the step that deletes what can be read by its id. Where no answer came
// it looks whether that is there no more, which can be told only of what was there
// before. A server that does not answer the first read gets no removal.
func deletion(ctx context.Context, c *intrexx.Client, what, look string, call writes, read rest.Call[rest.Item[intrexx.Object]]) ([]cli.Step, error) {
	step := cli.Step{Name: "delete " + what, Call: removal(c, call), Look: look}
	if _, err := read.Do(ctx); err != nil {
		if e, ok := errors.AsType[*rest.Error](err); !ok || e.Status == 0 {
			return nil, err
		}
		return []cli.Step{step}, nil
	}
	step.Seen = func(ctx context.Context) (bool, error) {
		_, err := read.Do(ctx)
		if !rest.Is(err, rest.NotFound) {
			return false, err
		}
		err = readable(ctx, c)
		return err == nil, err
	}
	return []cli.Step{step}, nil
}

// readable is why a list of the portal that is always there cannot be read; nil =
// it can.
func readable(ctx context.Context, c *intrexx.Client) error {
	for _, err := range c.Jobs(ctx) {
		return err
	}
	return nil
}

// portals finds a portal by its GUID or a name that the list shows.
func portals() *cli.Lookup { return lookup("portal", (*intrexx.Client).Portals) }

// mailServices completes the ids that the list shows.
func mailServices() *cli.Lookup { return lookup("mail service", (*intrexx.Client).MailServices) }

// jobs completes the ids that the list shows.
func jobs() *cli.Lookup { return lookup("job", (*intrexx.Client).Jobs) }

func lookup(noun string, list func(*intrexx.Client, context.Context) items) *cli.Lookup {
	return cli.LookupIn(noun, intrexx.IsGUID, func(ctx context.Context, c *intrexx.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(list(c, ctx), func(o intrexx.Object) cli.Entry { return cli.Entry{ID: o.ID(), Names: o.Names()} })
	})
}
