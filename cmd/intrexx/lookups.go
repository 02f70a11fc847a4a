package intrexx

import (
	"context"
	"iter"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
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
	if hasForm(text) {
		return text, nil
	}
	var named []string
	for item, err := range c.UserGroups(ctx, user) {
		switch id := item.Value.ID(); {
		case err != nil:
			return "", err
		case id == text:
			return id, nil
		case id != "" && slices.Contains(item.Value.Names(), text):
			named = append(named, id)
		}
	}
	switch len(named) {
	case 1:
		return named[0], nil
	case 0:
		_, err := c.Group(text).Do(ctx)
		if rest.Is(err, rest.NotFound) {
			return "", &cli.NotFoundError{Noun: "group", Text: text, Target: true, Unsure: true, Way: "name it by its id: " + notSearched}
		}
		return text, err
	}
	return "", &cli.UsageError{Message: "the user is in several groups named \"" + rest.Line(text) + "\"", Hint: "name the id: " + strings.Join(named, ", ")}
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
