package intrexx

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

func portalsGroup() cli.Group {
	return cli.Group{Use: "portals", Short: "Portals of the server (not in Docker deployments)", Children: func() []cli.Command {
		return []cli.Command{listPortals(), createPortal(), deletePortal()}
	}}
}

func listPortals() cli.Command {
	return cli.List[*intrexx.Client, struct{}, intrexx.Object]{
		Use: "list", Short: "List the portals of the server", Without: unbound(),
		Long:    "List the portals of the server. Docker deployments do not offer this." + notPublic,
		Example: "  unictl intrexx portals list --context sandbox\n  unictl intrexx portals list --context sandbox -o json",
		Items:   func(ctx context.Context, c *intrexx.Client, _ *struct{}) items { return c.Portals(ctx) },
	}
}

// portals finds a portal by its GUID or a name that the list shows.
func portals() *cli.Lookup {
	return cli.LookupIn("portal", intrexx.IsGUID, func(ctx context.Context, c *intrexx.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Portals(ctx), entryOf)
	})
}

func entryOf(o intrexx.Object) cli.Entry { return cli.Entry{ID: o.ID(), Names: o.Names()} }

type onePortal struct{ Portal cli.Ref }

func deletePortal() cli.Command {
	return cli.Change[*intrexx.Client, onePortal]{
		Use: "delete PORTAL", Short: "Delete a portal for good", Effect: cli.Delete, TypeName: true, Without: unbound(),
		Long: "Delete a portal, by its GUID or its display name, as `portals list` shows them. At a terminal its\n" +
			"display name has to be typed. Users, applications and data of the portal are gone; whether the database\n" +
			"and the folder on the server go too is not publicly documented. There is no time limit unless --timeout\n" +
			"sets one.",
		Example: "  unictl intrexx portals delete 25CCDF3190526140F31369730297142B8BA06531 --yes",
		Inputs: func(in *onePortal) cli.Inputs {
			return cli.Inputs{cli.Arg("portal", &in.Portal, cli.ParseRef).Find(portals())}
		},
		Target: func(in *onePortal) string { return in.Portal.String() },
		ID:     func(in *onePortal) string { return in.Portal.ID },
		Review: func(context.Context, *intrexx.Client, *onePortal) (string, error) {
			return "everything in the portal will be lost for good", nil
		},
		Steps: func(_ context.Context, c *intrexx.Client, in *onePortal) ([]cli.Step, error) {
			return []cli.Step{{Name: "delete portal " + in.Portal.String(), Call: c.DeletePortal(in.Portal.ID), Look: "unictl intrexx portals list"}}, nil
		},
	}
}
