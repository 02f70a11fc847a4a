package ixon

import (
	"cmp"
	"context"
	"iter"
	"strings"
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
	Since, Before         time.Time
	Action, Target, Actor string
	User                  cli.Ref
}

func listAudit() cli.Command {
	return cli.List[*ixon.Client, whichAudit, ixon.AuditLog]{
		Use: "list", Short: "List the audit log",
		Long: "List the audit log. It needs the permission VIEW_AUDIT_LOGS. What an entry is about stands there\n" +
			"by its id: the user, device or asset, else the company.",
		Example: "  unictl ixon audit list --since 7d --sort -time\n  unictl ixon audit list --since 2026-11-01 --before 2026-11-15 --action DELETE -o jsonl\n" +
			"  unictl ixon audit list --user ada@example.com --target UserMembership",
		Inputs: func(in *whichAudit) cli.Inputs {
			return cli.Inputs{
				cli.Flag("since", &in.Since, parse.Clock(time.Now).Past, "only entries since this `TIME`, date, or span ago like 7d"),
				cli.Flag("before", &in.Before, parse.Clock(time.Now).Past, "only entries before this `TIME`, date, or span ago like 7d"),
				cli.Flag("action", &in.Action, parse.Choice(ixon.AuditActions()...), "only this `ACTION`").Words(ixon.AuditActions()...),
				cli.Flag("target", &in.Target, parse.Text(255), "only entries on this `KIND` of thing, such as User or UserMembership"),
				cli.Flag("user", &in.User, cli.ParseRef, "only entries about this `USER`").Find(users()),
				cli.Flag("actor", &in.Actor, parse.Text(255), "only what this `ACTOR` did: an id, a name, or a kind such as support"),
			}
		},
		Check: func(in *whichAudit) error {
			if !in.Since.IsZero() && !in.Before.IsZero() && !in.Since.Before(in.Before) {
				return &cli.UsageError{Flag: "--before", Message: "is not later than --since"}
			}
			return nil
		},
		Columns: []cli.Column[ixon.AuditLog]{
			{Name: "time", Cell: func(e ixon.AuditLog) any { return e.Time }},
			{Name: "action", Cell: func(e ixon.AuditLog) any { return e.Action }},
			{Name: "target", Cell: func(e ixon.AuditLog) any { return e.Target }},
			{Name: "topic", Cell: func(e ixon.AuditLog) any { return auditTopic(e.Topic) }},
			{Name: "actor", Cell: func(e ixon.AuditLog) any { return cmp.Or(e.Actor.Resource.Name, e.Actor.Type) }},
			{Name: "publicId", ID: true, Wide: true, Cell: func(e ixon.AuditLog) any { return e.PublicID }},
			{Name: "ipAddress", Wide: true, Cell: func(e ixon.AuditLog) any { return e.Request.IPAddress }},
		},
		Items: func(ctx context.Context, c *ixon.Client, in *whichAudit) iter.Seq2[rest.Item[ixon.AuditLog], error] {
			return c.AuditLogs(ctx, ixon.Gte("time", in.Since), ixon.Lt("time", in.Before), ixon.Eq("action", in.Action),
				ixon.Eq("target", in.Target), ixon.Eq("topic.user", in.User.ID))
		},
		Keep: (*whichAudit).keep,
		Asks: func(in *whichAudit) []string {
			return cli.Asked(!in.Since.IsZero() || !in.Before.IsZero(), "time", in.Action != "", "action", in.Target != "", "target",
				in.User.Given(), "topic", in.Actor != "", "actor")
		},
	}
}

// keep looks again at what the service filters, and alone at the actor: no filter
// on one is evidenced.
func (in *whichAudit) keep(e ixon.AuditLog) bool {
	actor := e.Actor.Resource
	return !e.Time.Before(in.Since) && (in.Before.IsZero() || e.Time.Before(in.Before)) &&
		(in.Action == "" || e.Action == in.Action) && (in.Target == "" || e.Target == in.Target) &&
		(!in.User.Given() || e.Topic.User == in.User.ID) &&
		(in.Actor == "" || actor.PublicID == in.Actor || strings.EqualFold(actor.Name, in.Actor) || e.Actor.Type == in.Actor)
}

// auditTopic is the id of what an entry is about, the most specific first.
func auditTopic(t ixon.AuditTopic) string { return cmp.Or(t.User, t.Agent, t.Asset, t.Company) }
