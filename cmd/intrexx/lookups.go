package intrexx

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

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
