package ixon

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

func groupsGroup() cli.Group {
	return cli.Group{Use: "groups", Short: "Groups: what a membership reaches", Children: func() []cli.Command {
		return []cli.Command{listGroups(), getGroup(), groupTypesList(), groupReach(), createGroup(), renameGroup(), moveGroup(), deleteGroup()}
	}}
}

func groupColumns() []cli.Column[ixon.Group] {
	return []cli.Column[ixon.Group]{
		{Name: "publicId", ID: true, Cell: func(g ixon.Group) any { return g.PublicID }},
		{Name: "name", Cell: func(g ixon.Group) any { return groupLabel(g) }},
		{Name: "type", Cell: func(g ixon.Group) any { return g.Type.DisplayName() }},
		{Name: "isCompanyGroup", Cell: func(g ixon.Group) any { return g.IsCompanyGroup }},
		{Name: "parent", Wide: true, Cell: func(g ixon.Group) any { return g.Parent.DisplayName() }},
		{Name: "managedBy", Wide: true, Cell: func(g ixon.Group) any { return g.ManagedBy.DisplayName() }},
		{Name: "agent", Wide: true, Cell: func(g ixon.Group) any { return g.Agent.PublicID }},
		{Name: "asset", Wide: true, Cell: func(g ixon.Group) any { return g.Asset.PublicID }},
	}
}

// groupLabel is the group's name; a group of one device or asset has none in
// practice (§6.6) and is called after that.
func groupLabel(g ixon.Group) string {
	switch {
	case g.Name != "":
		return g.Name
	case g.Agent.PublicID != "":
		return "device " + g.Agent.PublicID
	case g.Asset.PublicID != "":
		return "asset " + g.Asset.PublicID
	}
	return ""
}

func listGroups() cli.Command {
	return cli.List[*ixon.Client, struct{ NoDevices bool }, ixon.Group]{
		Use: "list", Short: "List groups", Example: "  unictl ixon groups list --no-devices", Columns: groupColumns(),
		Inputs: func(in *struct{ NoDevices bool }) cli.Inputs {
			return cli.Inputs{cli.Switch("no-devices", &in.NoDevices, "leave out the groups that stand for one device or asset")}
		},
		Items: func(ctx context.Context, c *ixon.Client, in *struct{ NoDevices bool }) iter.Seq2[rest.Item[ixon.Group], error] {
			if in.NoDevices {
				return c.Groups(ctx, ixon.IsNull("agent")) // those of assets are left out below
			}
			return c.Groups(ctx)
		},
		Keep: func(in *struct{ NoDevices bool }, g ixon.Group) bool {
			return !in.NoDevices || (g.Agent.PublicID == "" && g.Asset.PublicID == "")
		},
		Asks: func(in *struct{ NoDevices bool }) []string {
			return cli.Asked(in.NoDevices, "agent", in.NoDevices, "asset")
		},
	}
}

type oneGroup struct{ Group cli.Ref }

func getGroup() cli.Command {
	return cli.Get[*ixon.Client, oneGroup, ixon.Group]{
		Use: "get GROUP", Short: "Show one group", Example: "  unictl ixon groups get company", Columns: groupColumns(),
		Inputs: func(in *oneGroup) cli.Inputs {
			return cli.Inputs{cli.Arg("group", &in.Group, cli.ParseRef).Find(groups())}
		},
		Item: func(ctx context.Context, c *ixon.Client, in *oneGroup) (rest.Item[ixon.Group], error) {
			return c.Group(in.Group.ID).Do(ctx)
		},
	}
}

func groupTypesList() cli.Command {
	return cli.List[*ixon.Client, struct{}, ixon.GroupType]{
		Use: "types", Short: "List the types of groups that the company has made", Example: "  unictl ixon groups types -o name",
		Columns: []cli.Column[ixon.GroupType]{
			{Name: "publicId", ID: true, Cell: func(t ixon.GroupType) any { return t.PublicID }},
			{Name: "name", Cell: func(t ixon.GroupType) any { return t.Name }},
			{Name: "description", Cell: func(t ixon.GroupType) any { return t.Description }},
		},
		Items: func(ctx context.Context, c *ixon.Client, _ *struct{}) iter.Seq2[rest.Item[ixon.GroupType], error] {
			return c.GroupTypes(ctx)
		},
	}
}
