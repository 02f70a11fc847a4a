package ixon

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

type createGroupIn struct {
	Name         string
	Type, Parent cli.Ref
	made         ixon.Ref
}

func createGroup() cli.Command {
	return cli.Change[*ixon.Client, createGroupIn]{
		Use: "create NAME", Short: "Create a group", Effect: cli.Create,
		Long: "Create a group. Groups in groups need IXON's licence module \"Subgroups\". A group of the same name\n" +
			"at the same place is found first: exit 6, or with --if-absent exit 0 and \"changed\": false.",
		Example: "  unictl ixon groups create \"Packaging line 5\" --type Plant --parent \"Plant Rotterdam\"\n" +
			"  unictl ixon groups create --from groups.csv --if-absent",
		Inputs: func(in *createGroupIn) cli.Inputs {
			return cli.Inputs{
				cli.Arg("name", &in.Name, parse.Text(255)),
				cli.Flag("type", &in.Type, cli.ParseRef, "the `TYPE` of group, as the company has made them").Required().Find(groupTypes()),
				cli.Flag("parent", &in.Parent, cli.ParseRef, "the `GROUP` that it stands under").Find(groups()),
			}
		},
		Key: func(in *createGroupIn) string {
			return parse.Folded(in.Name) + " " + cmp.Or(in.Parent.ID, in.Parent.Text)
		},
		Target: func(in *createGroupIn) string { return in.Name },
		ID:     func(in *createGroupIn) string { return in.made.PublicID },
		Exists: &cli.Exists[*ixon.Client, createGroupIn]{
			Index: func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Existing, error] {
				return cli.ExistingOf(c.Groups(ctx), func(g ixon.Group) cli.Existing {
					what := fmt.Sprintf("there is a group %q already", g.Name)
					if g.Parent.PublicID != "" {
						what += " under " + g.Parent.Label()
					}
					return cli.Existing{Key: parse.Folded(g.Name) + " " + g.Parent.PublicID, ID: g.PublicID, What: what, Value: g}
				})
			},
			Differs: func(in *createGroupIn, there cli.Existing) (all []cli.Difference) {
				g, _ := there.Value.(ixon.Group)
				if g.Name != in.Name {
					all = append(all, cli.Difference{Field: "name", Is: g.Name, Asked: in.Name, Hint: "`unictl ixon groups rename " + g.PublicID + "`"})
				}
				if g.Type.PublicID != "" && g.Type.PublicID != in.Type.ID {
					all = append(all, cli.Difference{Field: "type", Is: g.Type.Label(), Asked: in.Type.String()})
				}
				return all
			},
		},
		Steps: func(_ context.Context, c *ixon.Client, in *createGroupIn) ([]cli.Step, error) {
			call := c.CreateGroup(ixon.GroupCreate{Name: in.Name, Type: ixon.To(in.Type.ID), Parent: ixon.To(in.Parent.ID)}).
				Then(func(made ixon.Ref) { in.made = made })
			return []cli.Step{{Name: "create group " + in.Name, Call: call}}, nil
		},
	}
}

// patchGroup is a step that changes a group, unless it is so already.
func patchGroup(ctx context.Context, c *ixon.Client, name, id string, patch ixon.GroupPatch, is func(ixon.Group) bool) ([]cli.Step, error) {
	read := func(ctx context.Context) (bool, error) {
		item, err := c.Group(id).Do(ctx)
		if err == nil {
			err = item.Certain("name", "parent")
		}
		return err == nil && is(item.Value), err
	}
	if so, err := read(ctx); so || err != nil {
		return nil, err
	}
	return []cli.Step{{Name: name, Call: c.UpdateGroup(id, patch), Look: "unictl ixon groups get " + id, Seen: read}}, nil
}

type renameGroupIn struct {
	Group cli.Ref
	Name  string
}

func renameGroup() cli.Command {
	return cli.Change[*ixon.Client, renameGroupIn]{
		Use: "rename GROUP NAME", Short: "Give a group another name", Effect: cli.Update,
		Example: "  unictl ixon groups rename \"Plant Lyon\" \"Plant Lyon North\"",
		Inputs: func(in *renameGroupIn) cli.Inputs {
			return cli.Inputs{cli.Arg("group", &in.Group, cli.ParseRef).Find(groups()), cli.Arg("name", &in.Name, parse.Text(255))}
		},
		Target: func(in *renameGroupIn) string { return in.Group.String() },
		ID:     func(in *renameGroupIn) string { return in.Group.ID },
		Steps: func(ctx context.Context, c *ixon.Client, in *renameGroupIn) ([]cli.Step, error) {
			return patchGroup(ctx, c, "rename group "+in.Group.String(), in.Group.ID, ixon.GroupPatch{Name: in.Name}, func(g ixon.Group) bool { return g.Name == in.Name })
		},
	}
}

type moveGroupIn struct {
	Group, Parent cli.Ref
	Top           bool
}

// circular refuses a place that a group cannot have.
func (in *moveGroupIn) circular(all []ixon.Group) error {
	for _, g := range all {
		switch {
		case g.PublicID == in.Group.ID && g.IsCompanyGroup:
			return &cli.RefusedError{Message: "this is the company's own group: it stands under none"}
		case g.PublicID == in.Parent.ID && (g.PublicID == in.Group.ID || under(all, g, in.Group.ID)):
			return &cli.UsageError{Flag: "--parent", Message: fmt.Sprintf("%q is the group itself, or stands below it", in.Parent.String())}
		}
	}
	return nil
}

func moveGroup() cli.Command {
	people := &everybody{}
	return cli.Change[*ixon.Client, moveGroupIn]{
		Use: "move GROUP…", Short: "Put groups under another one", Effect: cli.Update, Asks: true,
		Long: "Put groups under another one, or with --top under none. Who is a member of the groups above may\n" +
			"reach the machines of the group by that; so it shows who that is now, and asks first.",
		Example: "  unictl ixon groups move \"Packaging line 4\" --parent \"Plant Lyon\" --yes",
		Inputs: func(in *moveGroupIn) cli.Inputs {
			return cli.Inputs{
				cli.Arg("group", &in.Group, cli.ParseRef).Many().Find(groups()),
				cli.Flag("parent", &in.Parent, cli.ParseRef, "the `GROUP` to stand under").Find(groups()).Strict(),
				cli.Switch("top", &in.Top, "under none"),
			}
		},
		Check: func(in *moveGroupIn) error {
			if in.Top == in.Parent.Given() {
				return &cli.UsageError{Message: "say where to: --parent GROUP, or --top"}
			}
			return nil
		},
		Target: func(in *moveGroupIn) string { return in.Group.String() },
		ID:     func(in *moveGroupIn) string { return in.Group.ID },
		Review: func(ctx context.Context, c *ixon.Client, in *moveGroupIn) (string, error) {
			all, err := readGroups(ctx, c)
			if err != nil {
				return "", err
			}
			var text string
			for _, g := range all {
				if g.PublicID != in.Group.ID {
					continue
				}
				text = fmt.Sprintf("%s: under %s → under %s\n", groupLabel(g), cmp.Or(g.Parent.Label(), "none"), cmp.Or(in.Parent.String(), "none"))
				who, err := people.affected(ctx, c, func(m ixon.Membership) bool {
					above := func(id string) bool { return id == m.Group.PublicID }
					return above(g.Parent.PublicID) || under(all, g, m.Group.PublicID)
				})
				if err != nil {
					return "", err
				}
				text += losing("who is in a group above it now", who)
			}
			return text, nil
		},
		Steps: func(ctx context.Context, c *ixon.Client, in *moveGroupIn) ([]cli.Step, error) {
			all, err := readGroups(ctx, c)
			if err == nil {
				err = in.circular(all)
			}
			if err != nil {
				return nil, err
			}
			return patchGroup(ctx, c, "move group "+in.Group.String(), in.Group.ID, ixon.GroupPatch{Parent: &ixon.ParentOrNo{Ref: ixon.To(in.Parent.ID)}},
				func(g ixon.Group) bool { return g.Parent.PublicID == in.Parent.ID })
		},
	}
}

type deleteGroupIn struct {
	Group cli.Ref
	InUse bool
}

// contents are who and what stands in groups. People and machines are read once:
// only the groups themselves change while groups are deleted.
type contents struct {
	people   everybody
	machines readOnce[[]standing]
}

// standing is a device or an asset in groups.
type standing struct {
	what   string
	places []ixon.Placement
}

// of are who and what is in a group, below it, and managed by it.
func (k *contents) of(ctx context.Context, c *ixon.Client, id string) (all []string, err error) {
	known, err := readGroups(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, g := range known {
		switch {
		case g.PublicID == id && g.IsCompanyGroup:
			return nil, &cli.RefusedError{Message: "this is the company's own group: it cannot be deleted"}
		case g.PublicID == id && g.Agent.PublicID+g.Asset.PublicID != "":
			all = append(all, "it stands for "+groupLabel(ixon.Group{Agent: g.Agent, Asset: g.Asset}))
		case g.Parent.PublicID == id:
			all = append(all, "group below it: "+groupLabel(g))
		case g.ManagedBy.PublicID == id:
			all = append(all, "group that it manages: "+groupLabel(g))
		}
	}
	who, err := k.people.affected(ctx, c, func(m ixon.Membership) bool { return m.Group.PublicID == id })
	if err != nil {
		return nil, err
	}
	machines, err := k.machines.get(func() ([]standing, error) { return readMachines(ctx, c) })
	all = append(all, who...)
	for _, m := range machines {
		if slices.ContainsFunc(m.places, func(p ixon.Placement) bool { return p.Group.PublicID == id }) {
			all = append(all, m.what)
		}
	}
	return all, err
}

func readMachines(ctx context.Context, c *ixon.Client) (all []standing, err error) {
	for item, err := range rest.Sure(c.Agents(ctx), "memberships") {
		if err != nil {
			return nil, err
		}
		all = append(all, standing{"device in it: " + cmp.Or(item.Value.Name, item.Value.PublicID), item.Value.Memberships})
	}
	for item, err := range rest.Sure(c.Assets(ctx), "memberships") {
		switch {
		case hidden(err): // not every company has the module
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, standing{"asset in it: " + item.Value.Name, item.Value.Memberships})
	}
	return all, nil
}

func deleteGroup() cli.Command {
	known := &contents{}
	return cli.Change[*ixon.Client, deleteGroupIn]{
		Use: "delete GROUP…", Short: "Delete groups", Effect: cli.Delete,
		Long: "Delete groups. A group that has members, machines or groups below it is refused, and the refusal\n" +
			"says who and what that is. With --allow-in-use it is sent all the same; what becomes of them then is\n" +
			"not public. The company's own group is never deleted. A membership of your own in it needs\n" +
			"--allow-self, that of the last administrator --allow-last-admin.",
		Example: "  unictl ixon groups delete \"Packaging line 5\" --yes",
		Inputs: func(in *deleteGroupIn) cli.Inputs {
			return cli.Inputs{cli.Arg("group", &in.Group, cli.ParseRef).Many().Find(groups()), allowInUse(&in.InUse)}
		},
		Target: func(in *deleteGroupIn) string { return in.Group.String() },
		ID:     func(in *deleteGroupIn) string { return in.Group.ID },
		Guard: guarding(func(_ context.Context, l *lockout, in *deleteGroupIn) error {
			return l.ofMany(in.Group.ID, func(at place) bool { return at.group == in.Group.ID }, func(*right) bool { return false })
		}),
		Review: func(ctx context.Context, c *ixon.Client, in *deleteGroupIn) (string, error) {
			all, err := known.of(ctx, c, in.Group.ID)
			return losing("what "+in.Group.String()+" has", all), err
		},
		Steps: func(ctx context.Context, c *ixon.Client, in *deleteGroupIn) ([]cli.Step, error) {
			all, err := known.of(ctx, c, in.Group.ID)
			if err == nil {
				err = inUse(in.InUse, "the group is in use", all, "take them out of it, or move them")
			}
			if err != nil {
				return nil, err
			}
			return []cli.Step{{Name: "delete group " + in.Group.String(), Call: c.DeleteGroup(in.Group.ID), Look: "unictl ixon groups list"}}, nil
		},
	}
}
