package ixon

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

// Kinds of machines that stand in groups.
const (
	device = "device"
	asset  = "asset"
)

// machine is a device or an asset, with the groups by which it is in reach.
type machine struct {
	Kind         string   `json:"kind"`
	PublicID     string   `json:"publicId"`
	Name         string   `json:"name"`
	DeviceID     string   `json:"deviceId,omitempty"`
	ActiveStatus string   `json:"activeStatus,omitempty"`
	Groups       []string `json:"groups"` // names
}

type reachIn struct {
	Group  cli.Ref
	Direct bool
	Kind   string
	missed error // why there are no assets
}

func groupReach() cli.Command {
	return cli.List[*ixon.Client, reachIn, machine]{
		Use: "reach GROUP", Short: "List the machines in a group and in the groups below it",
		Long: "List the machines in a group and in the groups below it; the company's own group has all. `groups`\n" +
			"says in which of them each stands. Whether IXON lets members of a group into the groups below it is\n" +
			"not public: with --direct those are left out. What a person may do there is `users rights`.",
		Example: "  unictl ixon groups reach \"Plant Lyon\"\n  unictl ixon groups reach company --kind device -o csv",
		Inputs: func(in *reachIn) cli.Inputs {
			return cli.Inputs{
				cli.Arg("group", &in.Group, cli.ParseRef).Find(groups()),
				cli.Switch("direct", &in.Direct, "only those in the group itself"),
				cli.Flag("kind", &in.Kind, parse.Choice(device, asset), "only machines of this `KIND`: device or asset").Words(device, asset),
			}
		},
		Columns: []cli.Column[machine]{
			{Name: "publicId", ID: true, Cell: func(m machine) any { return m.PublicID }},
			{Name: "name", Cell: func(m machine) any { return m.Name }},
			{Name: "kind", Cell: func(m machine) any { return m.Kind }},
			{Name: "groups", Cell: func(m machine) any { return m.Groups }},
			{Name: "activeStatus", Cell: func(m machine) any { return m.ActiveStatus }},
			{Name: "deviceId", Wide: true, Cell: func(m machine) any { return m.DeviceID }},
		},
		Nothing: "no machine is in it",
		Items: func(ctx context.Context, c *ixon.Client, in *reachIn) iter.Seq2[rest.Item[machine], error] {
			return in.machines(ctx, c)
		},
		Verdict: func(in *reachIn) error {
			if in.missed == nil {
				return nil
			}
			return fmt.Errorf("these are the devices alone, the assets cannot be listed (--kind device leaves them out): %w", in.missed)
		},
	}
}

func (in *reachIn) machines(ctx context.Context, c *ixon.Client) iter.Seq2[rest.Item[machine], error] {
	return func(yield func(rest.Item[machine], error) bool) {
		scope, err := scopeOf(ctx, c, in.Group.ID, !in.Direct)
		if err != nil {
			yield(rest.Item[machine]{}, err)
			return
		}
		give := func(m machine, err error) bool {
			if m.Groups == nil && err == nil {
				return true // elsewhere
			}
			raw, failed := json.Marshal(m)
			if err == nil {
				err = failed
			}
			return yield(rest.Item[machine]{Value: m, Raw: raw}, err) && err == nil
		}
		if in.Kind != asset {
			for item, err := range rest.Sure(c.Agents(ctx), "memberships") {
				if !give(scope.agent(item.Value), err) {
					return
				}
			}
		}
		if in.Kind != device {
			for item, err := range rest.Sure(c.Assets(ctx), "memberships") {
				if hidden(err) && in.Kind == "" {
					in.missed = err
					return
				}
				if !give(scope.asset(item.Value), err) {
					return
				}
			}
		}
	}
}

// hidden reports a list that the caller may not see, or that is not there.
func hidden(err error) bool { return rest.Is(err, rest.Credential) || rest.Is(err, rest.NotFound) }

// scope is a group, with those below it where they count.
type scope struct {
	all     bool              // the company's own group
	company string            // its name
	names   map[string]string // of the groups in the scope, by id
	agents  map[string]string // of the groups of one device, by the device's id
	assets  map[string]string
}

func scopeOf(ctx context.Context, c *ixon.Client, id string, below bool) (*scope, error) {
	all, err := readGroups(ctx, c)
	if err != nil {
		return nil, err
	}
	s := &scope{names: map[string]string{}, agents: map[string]string{}, assets: map[string]string{}}
	for _, g := range all {
		if g.PublicID != id && (!below || !under(all, g, id)) {
			continue
		}
		name := groupLabel(g)
		s.names[g.PublicID] = name
		if g.IsCompanyGroup {
			s.all, s.company = true, name
		}
		if g.Agent.PublicID != "" {
			s.agents[g.Agent.PublicID] = name
		}
		if g.Asset.PublicID != "" {
			s.assets[g.Asset.PublicID] = name
		}
	}
	return s, nil
}

func readGroups(ctx context.Context, c *ixon.Client) (all []ixon.Group, err error) {
	for item, err := range rest.Sure(c.Groups(ctx), "parent", "isCompanyGroup") {
		if err != nil {
			return nil, err
		}
		all = append(all, item.Value)
	}
	return all, nil
}

// under reports whether a group stands below another one, however deep.
func under(all []ixon.Group, g ixon.Group, id string) bool {
	for range all { // no chain is longer, unless it is a circle
		if g.Parent.PublicID == id {
			return true
		}
		at := slices.IndexFunc(all, func(other ixon.Group) bool { return other.PublicID == g.Parent.PublicID })
		if at < 0 {
			return false
		}
		g = all[at]
	}
	return false
}

func (s *scope) agent(a ixon.Agent) machine {
	return machine{device, a.PublicID, a.Name, a.DeviceID, a.ActiveStatus, s.in(a.Memberships, s.agents[a.PublicID])}
}

func (s *scope) asset(a ixon.Asset) machine {
	return machine{Kind: asset, PublicID: a.PublicID, Name: a.Name, Groups: s.in(a.Memberships, s.assets[a.PublicID])}
}

// in are the groups of the scope that a machine stands in; nil = none. own is its own
// group, where that is in the scope.
func (s *scope) in(places []ixon.Placement, own string) (groups []string) {
	for _, p := range places {
		if name, here := s.names[p.Group.PublicID]; here {
			groups = append(groups, name)
		}
	}
	if own != "" {
		groups = append(groups, own)
	}
	if groups == nil && s.all {
		groups = []string{s.company}
	}
	slices.Sort(groups)
	return slices.Compact(groups)
}
