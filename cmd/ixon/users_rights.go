package ixon

import (
	"cmp"
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// userRights shows what the service works out: nothing is put together here.
func userRights() cli.Command {
	return cli.List[*ixon.Client, oneUser, zoneRights]{
		Use: "rights USER", Short: "List what a user may do, and where",
		Long: "List what a user may do, and where, as IXON works it out of memberships and roles. What the letters\n" +
			"of `type` stand for is not public; `zone` is the name of the group, device or asset with the zone's\n" +
			"id, or the id itself. The words of `grants` are IXON's. Which roles you may give is `roles grantable`.",
		Example: "  unictl ixon users rights ada@example.com\n  unictl ixon users rights ada@example.com -o json --jq 'map(.grants) | add | unique'",
		Inputs:  (*oneUser).inputs,
		Columns: []cli.Column[zoneRights]{
			{Name: "zone", Cell: func(r zoneRights) any { return cmp.Or(r.name, r.Zone.PublicID) }},
			{Name: "type", Cell: func(r zoneRights) any { return r.Zone.Type }},
			{Name: "grants", Cell: func(r zoneRights) any { return r.Grants }},
			{Name: "startsOn", Wide: true, Cell: func(r zoneRights) any { return r.StartsOn }},
			{Name: "expiresOn", Cell: func(r zoneRights) any { return r.ExpiresOn }},
			{Name: "publicId", ID: true, Wide: true, Cell: func(r zoneRights) any { return r.Zone.PublicID }},
		},
		Nothing: "the user may do nothing anywhere",
		Items: func(ctx context.Context, c *ixon.Client, in *oneUser) iter.Seq2[rest.Item[zoneRights], error] {
			return rightsOf(ctx, c, in.User.ID)
		},
	}
}

// zoneRights are the grants in a zone with its name, where one is known.
type zoneRights struct {
	ixon.UserZoneGrant
	name string
}

func rightsOf(ctx context.Context, c *ixon.Client, user string) iter.Seq2[rest.Item[zoneRights], error] {
	return func(yield func(rest.Item[zoneRights], error) bool) {
		names := zoneNames{}
		for item, err := range rest.Sure(c.UserZoneGrants(ctx, ixon.Eq("user.publicId", user)), "user") {
			if err == nil && item.Value.User.PublicID != user {
				continue // the filter was not heard
			}
			row := rest.Item[zoneRights]{Value: zoneRights{UserZoneGrant: item.Value}, Raw: item.Raw, Odd: item.Odd}
			if err == nil {
				row.Value.name, err = names.of(ctx, c, item.Value.Zone)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// zoneNames are the names of groups, devices and assets: ids tell which of them a
// zone is. Each list is read when nothing before it has the id.
type zoneNames struct {
	known map[string]string
	read  int
}

func (z *zoneNames) of(ctx context.Context, c *ixon.Client, zone ixon.Zone) (string, error) {
	lists := []func() (map[string]string, error){
		func() (map[string]string, error) {
			return namesOf(c.Groups(ctx), func(g ixon.Group) (id, name string) { return g.PublicID, groupLabel(g) })
		},
		func() (map[string]string, error) {
			return namesOf(c.Agents(ctx), func(a ixon.Agent) (id, name string) { return a.PublicID, a.Name })
		},
		func() (map[string]string, error) {
			return namesOf(c.Assets(ctx), func(a ixon.Asset) (id, name string) { return a.PublicID, a.Name })
		},
	}
	if z.known == nil {
		z.known = map[string]string{"": ""}
	}
	for ; z.read < len(lists); z.read++ {
		if _, known := z.known[zone.PublicID]; known {
			break
		}
		names, err := lists[z.read]()
		if err != nil {
			return "", err
		}
		for id, name := range names {
			z.known[id] = name
		}
	}
	return z.known[zone.PublicID], nil
}
