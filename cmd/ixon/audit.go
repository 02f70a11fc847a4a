package ixon

import (
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
			{Name: "topic", Cell: func(e ixon.AuditLog) any { return e.Topic.Words() }},
			{Name: "actor", Cell: func(e ixon.AuditLog) any { return e.Actor.Words() }},
			{Name: "publicId", ID: true, Wide: true, Cell: func(e ixon.AuditLog) any { return e.PublicID }},
			{Name: "ipAddress", Wide: true, Cell: func(e ixon.AuditLog) any { return e.Request.IPAddress }},
		},
		Items: func(ctx context.Context, c *ixon.Client, in *whichAudit) iter.Seq2[rest.Item[ixon.AuditLog], error] {
			return c.AuditLogsOf(ctx, in.Since, in.Action)
		},
		Keep: func(in *whichAudit, e ixon.AuditLog) bool {
			return !e.Time.Before(in.Since) && (in.Action == "" || e.Action == in.Action)
		},
	}
}
