package ixon

import (
	"strings"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
)

// grant is a role in a group, for good or until a time: GROUP=ROLE[@EXPIRY].
type grant struct {
	Group, Role cli.Ref
	Expires     time.Time // zero = for good
}

// Refs names what is to be looked up.
func (g *grant) Refs() []cli.NamedRef {
	return []cli.NamedRef{{Ref: &g.Group, Lookup: groups()}, {Ref: &g.Role, Lookup: roles()}}
}

const grantForm = "write GROUP=ROLE, or GROUP=ROLE@2026-12-31 with an expiry"

// parseGrant reads GROUP=ROLE[@EXPIRY]. A role may have an @ in its name: only
// what follows the last one and is a time is an expiry.
func parseGrant(text string) (grant, error) {
	group, role, ok := strings.Cut(text, "=")
	if !ok || strings.TrimSpace(group) == "" || strings.TrimSpace(role) == "" {
		return grant{}, &cli.UsageError{Flag: "--grant", Message: "\"" + text + "\" does not say what to grant", Hint: grantForm}
	}
	g := grant{Group: cli.Ref{Text: strings.TrimSpace(group)}}
	name, expiry, dated := cutLast(role, "@")
	if !dated {
		g.Role.Text = strings.TrimSpace(role)
		return g, nil
	}
	at, err := parse.Clock(time.Now).Future(expiry)
	if err != nil {
		return grant{}, &cli.UsageError{Flag: "--grant", Message: err.Error(), Hint: grantForm}
	}
	g.Role.Text, g.Expires = strings.TrimSpace(name), at
	return g, nil
}

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}

// grants are the grants of one command: those of --grant and the single one of
// --group, --role and --expires.
type grants struct {
	List        []grant
	Group, Role cli.Ref
	Expires     time.Time
}

// inputs are the flags that grants come from.
func (g *grants) inputs() cli.Inputs {
	return cli.Inputs{
		cli.FlagList("grant", &g.List, parseGrant, "`GROUP=ROLE[@EXPIRY]` to grant; may be repeated").Find(groups()),
		cli.Flag("group", &g.Group, cli.ParseRef, "the `GROUP` of a single grant, alone or beside those of --grant").Find(groups()),
		cli.Flag("role", &g.Role, cli.ParseRef, "the `ROLE` of that grant").Find(roles()),
		cli.Flag("expires", &g.Expires, parse.Clock(time.Now).Future, "when that grant ends: a `TIME`, a date or a span like 30d"),
	}
}

// check wants at least one grant, and both halves of a single one.
func (g *grants) check() error {
	switch {
	case g.Group.Given() != g.Role.Given():
		return &cli.UsageError{Message: "--group and --role go together", Hint: "or use --grant GROUP=ROLE[@EXPIRY]"}
	case !g.Expires.IsZero() && !g.Group.Given():
		return &cli.UsageError{Flag: "--expires", Message: "belongs to --group and --role", Hint: grantForm}
	case len(g.List) == 0 && !g.Group.Given():
		return &cli.UsageError{Message: "nothing to grant", Hint: "add --grant GROUP=ROLE[@EXPIRY], or --group and --role"}
	}
	return g.distinct(func(at grant) string { return at.Group.Text })
}

// found is check once more with the groups' ids: several words mean one group.
func (g *grants) found() error {
	return g.distinct(func(at grant) string { return at.Group.ID })
}

// distinct refuses two permanent or two temporary grants of one group
// (contract §6.5).
func (g *grants) distinct(group func(grant) string) error {
	seen := map[string]bool{}
	for _, at := range g.all() {
		key := holding("", "", group(at), !at.Expires.IsZero())
		if seen[key] {
			return &cli.UsageError{
				Message: "the group \"" + at.Group.String() + "\" is granted twice",
				Hint:    "a group can be granted once for good and once until a time",
			}
		}
		seen[key] = true
	}
	return nil
}

// all is every grant, the single one last.
func (g *grants) all() []grant {
	if g.Group.Given() {
		return append(g.List[:len(g.List):len(g.List)], grant{Group: g.Group, Role: g.Role, Expires: g.Expires})
	}
	return g.List
}

func (g grant) groupRole() ixon.GroupRole {
	return ixon.GroupRole{Group: ixon.To(g.Group.ID), Role: ixon.To(g.Role.ID), ExpiresOn: ixon.At(g.Expires)}
}

// end is when the grant ends; nil = never.
func (g grant) end() *time.Time {
	if g.Expires.IsZero() {
		return nil
	}
	return &g.Expires
}

// String is the grant in words.
func (g grant) String() string {
	text := g.Role.String() + " @ " + g.Group.String()
	if g.Expires.IsZero() {
		return text
	}
	return text + " until " + g.Expires.Format(time.RFC3339)
}
