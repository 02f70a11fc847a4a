package ixon

import (
	"encoding/json"
)

// kind says what a scalar field holds, and so what a filter may compare it to.
type kind int

const (
	kindText kind = iota
	kindFlag
	kindNumber
	kindInstant
	kindRaw // any JSON, sent as stored
)

// schema is the shape of one resource: what `fields` may name and `filters`
// may compare (contract §4). A record is always a pointer.
type schema struct {
	fields []field
	// unasked is the fields expression that stands in when none is sent.
	unasked string
	// bare shapes have no publicId to bring along.
	bare bool
}

// field is a scalar (value), one object (one) or a list of objects (many).
type field struct {
	name string
	kind kind
	// hidden fields are not part of `*`.
	hidden bool
	of     *schema
	value  func(v *view, rec any) any
	one    func(v *view, rec any) any
	many   func(v *view, rec any) []any
}

func (s *schema) field(name string) *field {
	for i := range s.fields {
		if s.fields[i].name == name {
			return &s.fields[i]
		}
	}
	return nil
}

func text[T any](name string, get func(*T) string) field {
	return field{name: name, value: func(_ *view, rec any) any { return get(rec.(*T)) }}
}

// optional is a text that is null when empty.
func optional[T any](name string, get func(*T) string) field {
	return field{name: name, value: func(_ *view, rec any) any {
		if s := get(rec.(*T)); s != "" {
			return s
		}
		return nil
	}}
}

func flag[T any](name string, get func(*T) bool) field {
	return field{name: name, kind: kindFlag, value: func(_ *view, rec any) any { return get(rec.(*T)) }}
}

func number[T any](name string, get func(*T) int64) field {
	return field{name: name, kind: kindNumber, value: func(_ *view, rec any) any { return get(rec.(*T)) }}
}

func moment[T any](name string, get func(*T) instant) field {
	return field{name: name, kind: kindInstant, value: func(_ *view, rec any) any {
		if t := get(rec.(*T)); t != 0 {
			return t
		}
		return nil
	}}
}

// raw is stored JSON; absent gives what otherwise says.
func raw[T any](name, otherwise string, get func(*T) json.RawMessage) field {
	return field{name: name, kind: kindRaw, value: func(_ *view, rec any) any {
		if data := get(rec.(*T)); len(data) > 0 {
			return data
		}
		return json.RawMessage(otherwise)
	}}
}

// one is a nested object, null when get returns nil.
func one[T, U any](name string, of *schema, get func(*view, *T) *U) field {
	return field{name: name, of: of, one: func(v *view, rec any) any {
		if nested := get(v, rec.(*T)); nested != nil {
			return nested
		}
		return nil
	}}
}

func many[T, U any](name string, of *schema, get func(*view, *T) []*U) field {
	return field{name: name, of: of, many: func(v *view, rec any) []any {
		nested := get(v, rec.(*T))
		out := make([]any, len(nested))
		for i, n := range nested {
			out[i] = n
		}
		return out
	}}
}

// never is a nullable property that nothing in the sandbox ever sets.
func never(name string, of *schema) field {
	if of == nil {
		return field{name: name, value: func(*view, any) any { return nil }}
	}
	return field{name: name, of: of, one: func(*view, any) any { return nil }}
}

// link is a reference by id to a resource of another kind. Its display name
// is behind the undocumented `reference.name` (contract §4).
type link struct{ id, name string }

func linkTo(id string) *link {
	if id == "" {
		return nil
	}
	return &link{id: id}
}

func linkSchema(nameOf func(*view, string) string) *schema {
	name := &schema{bare: true, fields: []field{{name: "name", value: func(v *view, rec any) any {
		if n := nameOf(v, rec.(*link).id); n != "" {
			return n
		}
		return nil
	}}}}
	reference := one("reference", name, func(_ *view, l *link) *link { return l })
	reference.hidden = true
	return &schema{fields: []field{text("publicId", func(l *link) string { return l.id }), reference}}
}

// namedSchema is the shape {publicId, name} whose name comes with the record.
func namedSchema() *schema {
	return &schema{unasked: "name", fields: []field{
		text("publicId", func(l *link) string { return l.id }),
		optional("name", func(l *link) string { return l.name }),
	}}
}

// shapes are the schemas of all resources, made once per service.
type shapes struct {
	user, me, membership, invite, role, group, groupRoles, groupType                *schema
	permission, audience, agent, company, myCompany, token, newToken, device, audit *schema
	accessRequest, zoneGrant                                                        *schema
}

func newShapes() *shapes {
	person := linkSchema((*view).userName)
	team := linkSchema((*view).groupName)
	held := linkSchema((*view).roleName)
	sh := &shapes{
		membership:    membershipSchema(person, team, held),
		me:            meSchema(),
		groupType:     groupTypeSchema(),
		permission:    permissionSchema(),
		audience:      audienceSchema(),
		company:       companySchema(),
		myCompany:     myCompanySchema(),
		token:         tokenSchema(),
		newToken:      newTokenSchema(),
		device:        deviceSchema(),
		audit:         auditSchema(),
		accessRequest: accessRequestSchema(),
		zoneGrant:     zoneGrantSchema(),
	}
	sh.user = userSchema(sh.membership)
	sh.invite = inviteSchema(sh.membership)
	sh.role = roleSchema(sh.permission, sh.audience)
	sh.group = groupSchema(sh.groupType)
	sh.groupRoles = groupRolesSchema(sh.group, sh.role)
	sh.agent = agentSchema(team)
	return sh
}
