package ixon

import "encoding/json"

func groupTypeOperations() []operation {
	list := rows[groupType](func(sh *shapes) *schema { return sh.groupType }, ownBucket(bGroupTypes))
	return member(
		operation{rel: "GroupTypeList", method: "GET", path: "/group-types", serve: list.list},
		operation{rel: "GroupType", method: "GET", path: "/group-types/{publicId}", serve: list.get},
	)
}

func groupTypeSchema() *schema {
	return &schema{unasked: "name", fields: []field{
		text("publicId", func(t *groupType) string { return t.ID }),
		text("name", func(t *groupType) string { return t.Name }),
		optional("description", func(t *groupType) string { return t.Description }),
		number("order", func(t *groupType) int64 { return t.Order }),
		optional("color", func(t *groupType) string { return t.Color }),
		raw("custom", "{}", func(*groupType) json.RawMessage { return nil }),
	}}
}
