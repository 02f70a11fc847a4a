package ixon

import "encoding/json"

func audienceOperations() []operation {
	list := rows[audience](func(sh *shapes) *schema { return sh.audience }, ownBucket(bAudiences))
	return member(
		operation{rel: "AudienceList", method: "GET", path: "/audiences", serve: list.list},
		operation{rel: "Audience", method: "GET", path: "/audiences/{publicId}", serve: list.get},
	)
}

func audienceSchema() *schema {
	return &schema{unasked: "name", fields: []field{
		text("publicId", func(a *audience) string { return a.ID }),
		text("name", func(a *audience) string { return a.Name }),
		optional("description", func(a *audience) string { return a.Description }),
		flag("default", func(a *audience) bool { return a.Default }),
		optional("type", func(a *audience) string { return a.Type }),
		raw("custom", "{}", func(*audience) json.RawMessage { return nil }),
	}}
}
