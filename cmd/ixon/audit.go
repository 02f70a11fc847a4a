package ixon

import (
	"cmp"
	"context"
	"iter"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func auditGroup() cli.Group {
	return cli.Group{Use: "audit", Short: "Who changed what", Children: func() []cli.Command {
		return []cli.Command{listAudit()}
	}}
}

type whichAudit struct {
	Since  time.Time
	Action string
}

func listAudit() cli.Command {
	return cli.List[*ixon.Client, whichAudit, ixon.AuditLog]{
		Use: "list", Short: "List the audit log", Long: "List the audit log. It needs the permission VIEW_AUDIT_LOGS.",
		Example: "  unictl ixon audit list --since 7d --sort -time\n  unictl ixon audit list --since 2026-11-01 --action DELETE -o jsonl",
		Inputs: func(in *whichAudit) cli.Inputs {
			return cli.Inputs{
				cli.Flag("since", &in.Since, parse.Clock(time.Now).Past, "only entries since this `TIME`, date, or span ago like 7d"),
				cli.Flag("action", &in.Action, parse.Choice(ixon.AuditActions()...), "only this `ACTION`").Words(ixon.AuditActions()...),
			}
		},
		Columns: []cli.Column[ixon.AuditLog]{
			{Name: "time", Cell: func(e ixon.AuditLog) any { return e.Time }},
			{Name: "action", Cell: func(e ixon.AuditLog) any { return e.Action }},
			{Name: "topic", Cell: func(e ixon.AuditLog) any { return auditTopic(e.Topic) }},
			{Name: "actor", Cell: func(e ixon.AuditLog) any { return cmp.Or(e.Actor.Resource.Name, e.Actor.Type) }},
			{Name: "publicId", ID: true, Wide: true, Cell: func(e ixon.AuditLog) any { return e.PublicID }},
			{Name: "ipAddress", Wide: true, Cell: func(e ixon.AuditLog) any { return e.Request.IPAddress }},
		},
		Items: func(ctx context.Context, c *ixon.Client, in *whichAudit) iter.Seq2[rest.Item[ixon.AuditLog], error] {
			return c.AuditLogs(ctx, ixon.Gte("time", in.Since), ixon.Eq("action", in.Action))
		},
		Keep: func(in *whichAudit, e ixon.AuditLog) bool {
			return !e.Time.Before(in.Since) && (in.Action == "" || e.Action == in.Action)
		},
	}
}

// auditTopic names what an entry is about, the most specific first.
func auditTopic(t ixon.AuditTopic) string {
	return cmp.Or(t.User.Label(), t.Agent.Label(), t.Asset.Label(), t.Company.Label())
}
