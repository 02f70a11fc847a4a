package ixon

import (
	"context"
	"iter"

	"unictl/internal/rest"
)

// AudienceFields are the fields asked for of audiences.
const AudienceFields = "publicId,name,description,type"

// Audience is what a role can open besides its permissions; the portal calls it an
// access category (§6.4).
type Audience struct {
	PublicID    string `json:"publicId"`
	Name        string `json:"name"`
	Description string `json:"description"` // "" = null
	Type        string `json:"type"`        // alarm, page or service; "" = null
}

// Audiences lists the company's audiences: GET /audiences (§6.4).
func (c *Client) Audiences(ctx context.Context, filters ...Filter) iter.Seq2[rest.Item[Audience], error] {
	return list[Audience](ctx, c, "AudienceList", "audiences", AudienceFields, filters...)
}
