package ixon

import (
	"encoding/json"
	"net"
)

// logEntry is a line of the audit log (contract §6.8). before and after are
// what `fields=*` would show, so that no secret is among them.
type logEntry struct {
	entity
	Action  string          `json:"action"`
	Time    instant         `json:"time"`
	Actor   string          `json:"actor,omitempty"` // user; "" is the service itself
	App     string          `json:"app,omitempty"`
	IP      string          `json:"ip,omitempty"`
	User    string          `json:"user,omitempty"`  // topic
	Agent   string          `json:"agent,omitempty"` // topic
	Kind    string          `json:"kind"`
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
	Support bool            `json:"support,omitempty"`
}

func auditOperations() []operation {
	list := rows[logEntry](func(sh *shapes) *schema { return sh.audit }, ownBucket(bAuditor))
	return member(operation{rel: "AuditLogList", method: "GET", path: "/audit-logs",
		right: rightAudit, noFields: true, serve: list.list})
}

// auditSchema always comes whole: the operation has filters but no fields.
func auditSchema() *schema {
	resource := &schema{fields: []field{
		text("publicId", func(l *link) string { return l.id }),
		optional("name", func(l *link) string { return l.name }),
		{name: "type", value: func(*view, any) any { return "User" }},
	}}
	self := func(_ *view, e *logEntry) *logEntry { return e }
	return &schema{
		unasked: "*,topic(*),request(*),actor(type,resource.*),application.*",
		fields: []field{
			text("publicId", func(e *logEntry) string { return e.ID }),
			text("action", func(e *logEntry) string { return e.Action }),
			one("topic", &schema{bare: true, fields: []field{
				{name: "company", value: func(v *view, _ any) any { return v.coID }},
				optional("user", func(e *logEntry) string { return e.User }),
				optional("agent", func(e *logEntry) string { return e.Agent }),
				never("asset", nil),
			}}, self),
			moment("time", func(e *logEntry) instant { return e.Time }),
			one("request", &schema{bare: true, fields: []field{
				text("ipAddress", func(e *logEntry) string { return e.IP }),
				never("fromName", nil), never("geoLocation", nil),
			}}, self),
			one("actor", &schema{bare: true, fields: []field{
				{name: "type", value: func(_ *view, rec any) any { return rec.(*logEntry).actorType() }},
				one("resource", resource, func(v *view, e *logEntry) *link { return v.userLink(e.Actor) }),
			}}, self),
			one("application", &schema{bare: true, fields: []field{
				text("name", func(l *link) string { return l.name }),
			}}, func(v *view, e *logEntry) *link { return v.appLink(e.App) }),
			text("target", func(e *logEntry) string { return e.Kind }),
			raw("before", "null", func(e *logEntry) json.RawMessage { return e.Before }),
			raw("after", "null", func(e *logEntry) json.RawMessage { return e.After }),
		},
	}
}

func (e *logEntry) actorType() string {
	if e.Support {
		return "support"
	}
	return "client"
}

// record writes an entry; the caller of the request is its actor.
func (c *call) record(e *logEntry) {
	if c.caller != nil {
		e.Actor, e.Support = c.caller.ID, c.caller.Support
	}
	if c.app != nil {
		e.App = c.app.ID
	}
	if host, _, err := net.SplitHostPort(c.r.RemoteAddr); err == nil {
		e.IP = host
	}
	c.log(e)
}

func (v *view) log(e *logEntry) {
	if e.Time == 0 {
		e.Time = v.now
	}
	e.ID = v.s.entryID(e.Time)
	v.Put(v.own(bAuditor), e.ID, e)
}

// shown renders a record for before and after; nothing for a nil pointer.
func shown[T any](v *view, shape *schema, rec *T) json.RawMessage {
	if rec == nil {
		return nil
	}
	sel, err := shape.selectFields([]string{"*"})
	if err != nil {
		v.Fail(err)
		return nil
	}
	return sel.append(nil, v, rec)
}

func (c *call) logMembership(action string, before, after *membership) {
	m := after
	if m == nil {
		m = before
	}
	e := &logEntry{Action: action, Kind: "UserMembership", User: m.User,
		Before: shown(c.view, c.s.shapes.membership, before), After: shown(c.view, c.s.shapes.membership, after)}
	if before == nil { // what is made comes as a list of one
		e.After = append(append([]byte("["), e.After...), ']')
	}
	c.record(e)
}
