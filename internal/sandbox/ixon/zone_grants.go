package ixon

import (
	"encoding/json"
	"slices"

	"unictl/internal/sandbox/service"
)

// zoneGrant is what one membership lets a person do, and where (contract §6.8).
// Which words stand in grants is not public: here it is the permissions.
type zoneGrant struct {
	*membership
	group  *group
	grants []string
}

func zoneGrantOperations() []operation {
	list := source{
		shape:  func(sh *shapes) *schema { return sh.zoneGrant },
		bucket: ownBucket(bMemberships),
		load: func(c *call, id string, value []byte) any {
			m := decode[membership](c.view, id, value)
			if m == nil || m.User == "" || m.Role == "" || m.Expires != 0 && m.Expires <= c.now {
				return nil
			}
			held, in := c.role(m.Role), c.group(m.Group)
			if held == nil || in == nil {
				return nil
			}
			return &zoneGrant{m, in, slices.Sorted(slices.Values(held.Permissions))}
		},
	}
	return member(operation{rel: "UserZoneGrantsList", method: "GET", path: "/user-zone-grants", right: rightUsers, serve: list.list})
}

func zoneGrantSchema() *schema {
	return &schema{bare: true, unasked: "user,zone,grants", fields: []field{
		one("user", linkSchema((*view).userName), func(_ *view, g *zoneGrant) *link { return linkTo(g.User) }),
		raw("zone", "null", (*zoneGrant).zone),
		never("startsOn", nil),
		moment("expiresOn", func(g *zoneGrant) instant { return g.Expires }),
		raw("grants", "[]", func(g *zoneGrant) json.RawMessage {
			if len(g.grants) == 0 {
				return nil
			}
			return service.Encode(g.grants)
		}),
	}}
}

// zone is the company, a device or a group; the company's has no id.
func (g *zoneGrant) zone() json.RawMessage {
	zone := map[string]string{"type": "c"}
	switch {
	case g.group.Company:
	case g.group.Agent != "":
		zone = map[string]string{"type": "a", "publicId": g.group.Agent}
	default:
		zone = map[string]string{"type": "g", "publicId": g.group.ID}
	}
	return service.Encode(zone)
}
