package ixon

import (
	"context"
	"iter"

	"unictl/internal/rest"
)

// AgentFields are the fields asked for of agents, AssetFields those of assets. Both
// are asked for by dotted names, which IXON's own code sends (§4).
const (
	AgentFields = "publicId,name,deviceId,activeStatus,memberships.group.publicId"
	AssetFields = "publicId,name,memberships.group.publicId"
)

// Agent is a machine's router or gateway; the portal calls it a device (§6.8).
type Agent struct {
	PublicID     string      `json:"publicId"`
	Name         string      `json:"name"` // "" = null
	DeviceID     string      `json:"deviceId"`
	ActiveStatus string      `json:"activeStatus"` // active or inactive
	Memberships  []Placement `json:"memberships"`
}

// Placement is an agent's or asset's place in a group (§6.5).
type Placement struct {
	_     any       `unread:"publicId"`
	Group Reference `json:"group"`
}

// Agents lists the company's agents: GET /agents (§6.8).
func (c *Client) Agents(ctx context.Context, filters ...Filter) iter.Seq2[rest.Item[Agent], error] {
	return list[Agent](ctx, c, "AgentList", "agents", AgentFields, filters...)
}

// Asset is a thing that the company keeps data of; a licence module brings them
// (§6.8).
type Asset struct {
	PublicID    string      `json:"publicId"`
	Name        string      `json:"name"`
	Memberships []Placement `json:"memberships"`
}

// Assets lists the company's assets: GET /assets (§6.8).
func (c *Client) Assets(ctx context.Context, filters ...Filter) iter.Seq2[rest.Item[Asset], error] {
	return list[Asset](ctx, c, "AssetList", "assets", AssetFields, filters...)
}
