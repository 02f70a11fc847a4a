package ixon

import "encoding/json"

func permissionSchema() *schema {
	return &schema{fields: []field{
		text("publicId", func(p *permission) string { return p.ID }),
		raw("custom", "{}", func(*permission) json.RawMessage { return nil }),
	}}
}
