package ixon

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
)

// grant is a role in a group, for good or until a time: GROUP=ROLE[@EXPIRY]. A
// membership without a role is GROUP=, where the service takes one.
type grant struct {
	Group, Role cli.Ref
	Expires     expiry // zero = for good
}

// expiry is when a grant ends. A span, such as 90d, counts from the moment when it
// is given: what was given earlier with the same words ends earlier.
type expiry struct {
	time.Time
	span bool
}

func parseExpiry(text string) (expiry, error) {
	at, err := parse.Clock(time.Now).Future(text)
	_, none := parse.Duration(text)
	return expiry{at, none == nil}, err
}

// Refs names what is to be looked up.
func (g *grant) Refs() []cli.NamedRef {
	refs := []cli.NamedRef{{Ref: &g.Group, Lookup: groups()}}
	if g.Role.Given() {
		refs = append(refs, cli.NamedRef{Ref: &g.Role, Lookup: roles()})
	}
	return refs
}

const grantForm = "write GROUP=ROLE, or GROUP=ROLE@2026-12-31 with an expiry"

// parseGrant reads GROUP=ROLE[@EXPIRY]. A role may have an @ in its name: only
// what follows the last one and is a time is an expiry. With a second = nobody can
// tell where the group ends: such names are given as ids, or with --group and --role.
func parseGrant(text string) (grant, error) {
	group, role, ok := strings.Cut(text, "=")
	if !ok || strings.TrimSpace(group) == "" || strings.HasPrefix(strings.TrimSpace(role), "@") {
		return grant{}, &cli.UsageError{Flag: "--grant", Message: "\"" + text + "\" does not say what to grant", Hint: grantForm}
	}
	if before, after, twice := cutLast(role, "="); twice {
		return grant{}, &cli.UsageError{
			Flag: "--grant",
			Message: fmt.Sprintf("%q can be read in two ways: the role %q in the group %q, or the role %q in the group %q",
				text, role, group, after, group+"="+before),
			Hint: "give the group and the role by their ids, or use --group and --role",
		}
	}
	g := grant{Group: cli.Ref{Text: strings.TrimSpace(group)}}
	name, end, dated := cutLast(role, "@")
	if !dated {
		g.Role.Text = strings.TrimSpace(role)
		return g, nil
	}
	at, err := parseExpiry(end)
	switch {
	case err == nil:
	case strings.ContainsAny(strings.TrimSpace(end)[:min(len(strings.TrimSpace(end)), 1)], "0123456789+-"): // a time that is none, or has passed
		return grant{}, &cli.UsageError{Flag: "--grant", Message: err.Error(), Hint: grantForm + "; a role whose name holds an @ and a number is given by its id"}
	default:
		g.Role.Text = strings.TrimSpace(role)
		return g, nil
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
	Expires     expiry
	Roleless    bool // a membership without a role may be given
}

// inputs are the flags that grants come from.
func (g *grants) inputs() cli.Inputs {
	return cli.Inputs{
		cli.FlagList("grant", &g.List, parseGrant, "`GROUP=ROLE[@EXPIRY]` to grant; may be repeated").Find(groups()),
		cli.Flag("group", &g.Group, cli.ParseRef, "the `GROUP` of a single grant, alone or beside those of --grant").Find(groups()),
		cli.Flag("role", &g.Role, cli.ParseRef, "the `ROLE` of that grant").Find(roles()),
		cli.Flag("expires", &g.Expires, parseExpiry, "when that grant ends: a `TIME`, a date or a span like 30d"),
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
	for _, at := range g.List {
		if !at.Role.Given() && !g.Roleless {
			return &cli.UsageError{Flag: "--grant", Message: "\"" + at.Group.Text + "=\" names no role", Hint: grantForm}
		}
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
	return ixon.GroupRole{Group: ixon.To(g.Group.ID), Role: ixon.To(g.Role.ID), ExpiresOn: ixon.At(g.Expires.Time)}
}

// end is when the grant ends; nil = never.
func (g grant) end() *time.Time {
	if g.Expires.IsZero() {
		return nil
	}
	return &g.Expires.Time
}

// String is the grant in words.
func (g grant) String() string {
	text := cmp.Or(g.Role.String(), "-") + " @ " + g.Group.String()
	if g.Expires.IsZero() {
		return text
	}
	return text + " until " + g.Expires.Format(time.RFC3339)
}

// holder is whoever has memberships already, in words: for a person, or as a command
// names it, "Us3rUs3rUs3r" or "--invite Invt00000001".
type holder struct {
	words string
	has   []ixon.Membership // nil = the service does not tell
}

// differences are the grants that the holder does not have so.
func (g *grants) differences(there cli.Existing) (all []cli.Difference) {
	who, _ := there.Value.(holder)
	for _, at := range g.all() {
		if d := at.difference(who); d != nil {
			all = append(all, *d)
		}
	}
	return all
}

// difference is nil where the holder has the grant, and where a group or a role
// is not told.
func (g grant) difference(who holder) *cli.Difference {
	var here *ixon.Membership // the one that stands for this grant: a temporary one for a temporary one
	var words []string
	for i, m := range who.has {
		switch {
		case m.Group.PublicID == "", m.Group.PublicID == g.Group.ID && m.Role.PublicID == "":
			return nil
		case m.Group.PublicID != g.Group.ID:
			continue
		case m.Role.PublicID == g.Role.ID && g.endsAs(m):
			return nil
		case here == nil || (m.ExpiresOn != nil) == (g.end() != nil):
			here = &who.has[i]
		}
		words = append(words, membershipWords(m))
	}
	if who.has == nil {
		return nil
	}
	d := &cli.Difference{Field: "grant", Is: strings.Join(words, ", "), Asked: g.asked()}
	if here == nil {
		d.Hint = "`unictl ixon memberships add " + who.words + " --group " + g.Group.ID + " --role " + g.Role.ID + g.ends("") + "`"
		return d
	}
	d.Hint = g.update(*here)
	return d
}

// update is the command that makes a membership this grant.
func (g grant) update(m ixon.Membership) string {
	words := "`unictl ixon memberships update " + m.PublicID
	if m.Role.PublicID != g.Role.ID {
		words += " --role " + g.Role.ID
	}
	if !g.endsAs(m) {
		words += g.ends(" --never-expires")
	}
	return words + "`"
}

// ends is the flag that says when it ends.
func (g grant) ends(never string) string {
	if g.end() == nil {
		return never
	}
	return " --expires " + ixon.FormatTime(g.Expires.Time)
}

// asked is the grant in the words that memberships have.
func (g grant) asked() string {
	named := func(r cli.Ref) ixon.Reference { return ixon.Reference{PublicID: r.ID, Name: r.String()} }
	return membershipWords(ixon.Membership{Group: named(g.Group), Role: named(g.Role), ExpiresOn: g.end()})
}

// endsAs reports whether a membership ends when the grant does, to the second, as
// times are sent. To a span any end is as good.
func (g grant) endsAs(m ixon.Membership) bool {
	at, end := m.ExpiresOn, g.end()
	if at == nil || end == nil {
		return at == end
	}
	return g.Expires.span || at.Truncate(time.Second).Equal(end.Truncate(time.Second))
}
