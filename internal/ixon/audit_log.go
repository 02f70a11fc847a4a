package ixon

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"unictl/internal/rest"
)

// AuditActions are the kinds of entries of the audit log (§6.8).
func AuditActions() []string { return []string{"CREATE", "UPDATE", "DELETE", "TRIGGER"} }

// AuditLog is one entry of the audit log (§6.8). Before and After are whatever the
// service recorded: objects, lists or null.
type AuditLog struct {
	PublicID    string          `json:"publicId"` // 24 characters
	Action      string          `json:"action"`   // one of AuditActions
	Time        time.Time       `json:"time"`
	Topic       AuditTopic      `json:"topic"`
	Request     AuditRequest    `json:"request"`
	Actor       AuditActor      `json:"actor"`
	Application Named           `json:"application" sent:"sometimes"`
	Target      string          `json:"target"` // a kind of document, e.g. AgentConnectedUser
	Before      json.RawMessage `json:"before"`
	After       json.RawMessage `json:"after"`
}

// AuditTopic is what an entry is about, by publicId; all but the company may be "".
type AuditTopic struct {
	Company string `json:"company"` // 24 characters
	User    string `json:"user"`
	Agent   string `json:"agent"`
	Asset   string `json:"asset"`
}

// AuditRequest is where a change came from.
type AuditRequest struct {
	IPAddress string `json:"ipAddress"`
	FromName  string `json:"fromName" sent:"sometimes"` // "" = null
	_         any    `unread:"geoLocation"`
}

// AuditActor is who made a change: agent, support, client, webshopintegration
// or scim-provisioning, and the document behind it.
type AuditActor struct {
	Type     string        `json:"type"`
	Resource AuditResource `json:"resource"`
}

// AuditResource is the actor's own document.
type AuditResource struct {
	PublicID string `json:"publicId"`
	Name     string `json:"name"`
	Type     string `json:"type"`
}

// AuditLogs lists the audit log: GET /audit-logs, which takes filters and no
// fields (§4, §6.8). It needs the permission VIEW_AUDIT_LOGS or COMPANY_ADMIN.
func (c *Client) AuditLogs(ctx context.Context, filters ...Filter) iter.Seq2[rest.Item[AuditLog], error] {
	return list[AuditLog](ctx, c, "AuditLogList", "audit-logs", "", filters...)
}
