package ixon

import (
	"context"
	"iter"

	"unictl/internal/rest"
)

// Label is the group's name; a group of one device or asset has none in
// practice (§6.6) and is called after that.
func (g Group) Label() string {
	switch {
	case g.Name != "":
		return g.Name
	case g.Agent != nil:
		return "device " + g.Agent.PublicID
	case g.Asset != nil:
		return "asset " + g.Asset.PublicID
	}
	return ""
}

// addressed names the invitations of memberships by their addresses. The list
// of invitations is read when the first one comes.
func (c *Client) addressed(ctx context.Context, all iter.Seq2[rest.Item[Membership], error]) iter.Seq2[rest.Item[Membership], error] {
	return func(yield func(rest.Item[Membership], error) bool) {
		var addresses map[string]string
		for item, err := range all {
			if invite := item.Value.Invite; err == nil && invite != nil && invite.DisplayName() == "" {
				if addresses == nil {
					open, _ := c.Invites(ctx)
					addresses, err = index(open, func(i Invite) (string, string) { return i.PublicID, i.EmailAddress })
				}
				invite.Name = addresses[invite.PublicID]
			}
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

// grouped labels the groups of lines that the service sent no name of. The list
// of groups is read when the first one comes.
func (c *Client) grouped(ctx context.Context, lines iter.Seq2[rest.Item[Access], error]) iter.Seq2[rest.Item[Access], error] {
	return func(yield func(rest.Item[Access], error) bool) {
		var labels map[string]string
		for item, err := range lines {
			if m := item.Value.Membership; err == nil && m != nil && m.Group.DisplayName() == "" {
				if labels == nil {
					groups, _ := c.Groups(ctx)
					labels, err = index(groups, func(g Group) (string, string) { return g.PublicID, g.Label() })
				}
				item.Value.group = labels[m.Group.PublicID]
			}
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

// index reads a list into a map. A list that the caller may not see, or that is
// not there, names nothing: ids are then shown as they are.
func index[T any](all iter.Seq2[rest.Item[T], error], entry func(T) (id, name string)) (map[string]string, error) {
	names := map[string]string{}
	for item, err := range all {
		switch {
		case rest.Is(err, rest.Credential), rest.Is(err, rest.NotFound):
			return names, nil
		case err != nil:
			return names, err
		}
		id, name := entry(item.Value)
		names[id] = name
	}
	return names, nil
}
