package iot

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

func membersGroup() cli.Group {
	return cli.Group{Use: "members", Short: "The members of the account", Children: func() []cli.Command {
		return []cli.Command{listMembers(), removeMember(), promoteMember()}
	}}
}

func listMembers() cli.Command {
	return cli.List[*iotinvites.Client, struct{}, member]{
		Use: "list", Short: "List the members of the account", Example: "  unictl iot members list -o csv",
		Columns: []cli.Column[member]{
			{Name: "id", ID: true, Cell: func(m member) any { return m.ID }},
			{Name: "email", Cell: func(m member) any { return m.Email }},
			{Name: "role", Cell: func(m member) any { return m.role }},
			{Name: "created", Cell: func(m member) any { return m.Created.When() }},
		},
		Items: func(ctx context.Context, c *iotinvites.Client, _ *struct{}) iter.Seq2[rest.Item[member], error] {
			return memberList(ctx, c)
		},
	}
}

type oneMember struct{ Member cli.Ref }

func (in *oneMember) arg() *cli.Input {
	return cli.Arg("member", &in.Member, cli.ParseRef).Find(members())
}
func (in *oneMember) inputs() cli.Inputs { return cli.Inputs{in.arg()} }
func (in *oneMember) many() cli.Inputs   { return cli.Inputs{in.arg().Many()} }
func (in *oneMember) target() string     { return in.Member.String() }
func (in *oneMember) id() string         { return in.Member.ID }

func removeMember() cli.Command {
	return cli.Change[*iotinvites.Client, oneMember]{
		Use: "remove MEMBER…", Short: "Remove members from the account", Effect: cli.Delete,
		Long: "Remove members from the account, by e-mail address or user id. An open token works until it expires.\n" +
			"The service does not let you remove another administrator; leaving the account yourself needs --allow-self.\n" +
			"Who may not see the list of members leaves by user id, as `whoami` shows it.",
		Example: "  unictl iot members remove ada@example.com --yes\n  unictl iot members remove \"$(unictl iot whoami -o name)\" --allow-self --yes",
		Inputs:  (*oneMember).many, Target: (*oneMember).target, ID: (*oneMember).id,
		Guard: &cli.Guard[*iotinvites.Client, oneMember]{Read: guardRemoval},
		Steps: func(ctx context.Context, c *iotinvites.Client, in *oneMember) ([]cli.Step, error) {
			call, err := removal(ctx, c, in.Member.ID)
			return []cli.Step{{
				Name: "remove " + in.target(), Call: call, Look: "unictl iot members list",
				Verify: func(ctx context.Context) error { return verifyGone(ctx, c, in.Member.ID) },
			}}, err
		},
	}
}

type promoteIn struct {
	oneMember
	found member
}

func promoteMember() cli.Command {
	return cli.Change[*iotinvites.Client, promoteIn]{
		Use: "promote MEMBER", Short: "Make a member an administrator of the account", Effect: cli.Update, Asks: true,
		Long: "Make a member an administrator of the account. There is no way back: older servers crash\n" +
			"when they are asked to demote somebody, so this tool never does.",
		Example: "  unictl iot members promote ada@example.com --yes",
		Inputs:  (*promoteIn).inputs, Target: (*promoteIn).target, ID: (*promoteIn).id,
		Exists: &cli.Exists[*iotinvites.Client, promoteIn]{
			Find: func(ctx context.Context, c *iotinvites.Client, in *promoteIn) iter.Seq2[cli.Existing, error] {
				return func(yield func(cli.Existing, error) bool) {
					var err error
					in.found, err = memberByID(ctx, c, in.Member.ID)
					switch {
					case err == nil && in.found.ID == "":
						yield(cli.Existing{}, notMember(in.Member.ID, "`members list` shows who is"))
					case err != nil || in.found.role == iotinvites.RoleAdmin:
						yield(cli.Existing{Key: in.found.ID, ID: in.found.ID, What: alreadyAdmin(in.found)}, err)
					}
				}
			},
		},
		Steps: func(_ context.Context, c *iotinvites.Client, in *promoteIn) ([]cli.Step, error) {
			call, err := promotion(c, in.found)
			return []cli.Step{{
				Name: "promote " + in.target(), Call: call, Look: "unictl iot members list",
				Verify: func(ctx context.Context) error { return verifyPromoted(ctx, c, in.Member.ID) },
			}}, err
		},
	}
}

// member is a user with the role in the account in use.
type member struct {
	iotinvites.User
	role string
}

// memberList is the list of members with the role beside each. An account has an
// administrator always: the list of one that was deleted is empty (§5).
func memberList(ctx context.Context, c *iotinvites.Client) iter.Seq2[rest.Item[member], error] {
	return func(yield func(rest.Item[member], error) bool) {
		none := true
		defer func() {
			if none {
				yield(rest.Item[member]{}, deletedAccount(c))
			}
		}()
		for item, err := range c.Members(ctx) {
			none = false
			m := rest.Item[member]{Value: member{item.Value, item.Value.Role(c.AccountID())}, Raw: item.Raw, Odd: item.Odd}
			if !yield(m, err) {
				return
			}
		}
	}
}

// deletedAccount says that the account in use is no more. A wrong id reads the
// same: it is no proof that a person is gone from the account that is meant.
func deletedAccount(c *iotinvites.Client) error {
	way := "the lists of a deleted account are empty, and a creation in it is answered 500; `unictl iot accounts list` shows the accounts that there are"
	e := failure(rest.NotFound, "the account "+c.AccountID()+" does not exist any more: it has no members", way)
	e.Err = &cli.NotFoundError{Noun: "account", Text: c.AccountID(), Target: true, Unsure: true, Way: way}
	return e
}

// openInvites lists the open invitations of an account. Where there is none, the
// members tell whether there is an account: who may not see them is not told.
func openInvites(ctx context.Context, c *iotinvites.Client) iter.Seq2[rest.Item[iotinvites.AccountInvite], error] {
	return func(yield func(rest.Item[iotinvites.AccountInvite], error) bool) {
		none := true
		for item, err := range c.AccountInvites(ctx) {
			none = false
			if !yield(item, err) {
				return
			}
		}
		if !none {
			return
		}
		for _, err := range memberList(ctx, c) {
			if err != nil && !rest.Is(err, rest.Credential) {
				yield(rest.Item[iotinvites.AccountInvite]{}, err)
			}
			return
		}
	}
}

// roster is what removing members is judged by: who asks, and who is a member.
type roster struct {
	me      member
	members []member
	closed  error // why the members could not be read
}

// readRoster fails where nobody can be judged; that the members could not be
// read is told later to callers who may leave all the same.
func readRoster(ctx context.Context, c *iotinvites.Client) (roster, error) {
	me, err := myself(ctx, c)
	if err == nil {
		err = me.Certain("accounts", "email")
	}
	if err != nil {
		return roster{closed: err}, err
	}
	r := roster{me: member{me.Value, me.Value.Role(c.AccountID())}}
	if r.members, r.closed = collect(rest.Sure(memberList(ctx, c), "accounts", "email")); r.me.role != iotinvites.RoleUser {
		err = r.closed
	}
	return r, err
}

// find is the member of this id, and whether it is the caller. A caller with the
// role user is known without the list, which servers of kind J keep from such
// users.
func (r roster) find(id string) (m member, self bool, err error) {
	switch at := slices.IndexFunc(r.members, func(m member) bool { return m.ID == id }); {
	case id != "" && r.me.ID == id && r.me.role == iotinvites.RoleUser:
		return r.me, true, nil
	case r.closed != nil:
		return m, false, r.closed
	case id == "" || at < 0:
		return m, false, notMember(id, "`members list` shows who is")
	default:
		m = r.members[at]
		return m, m.ID == r.me.ID || m.Email != "" && m.Email == r.me.Email, nil
	}
}

// isOnlyAdmin reports that the account would have no administrator without m.
func (r roster) isOnlyAdmin(m member) bool {
	return m.role == iotinvites.RoleAdmin && !slices.ContainsFunc(r.members, func(other member) bool {
		return other.ID != m.ID && other.role == iotinvites.RoleAdmin
	})
}

const (
	reasonOnlyAdmin = "this is the only administrator of the account"
	reasonSelf      = "this is the user that the command runs as"
	hintOnlyAdmin   = "make somebody else an administrator first, with `members promote`"
)

// guardRemoval refuses to remove the caller and the only administrator. What it
// read stays true through the run: the service removes no other administrator
// (§4.5), so a row that may go takes none away.
func guardRemoval(ctx context.Context, c *iotinvites.Client, _ cli.Allowed) (func(context.Context, *oneMember) error, error) {
	r, err := readRoster(ctx, c)
	return func(_ context.Context, in *oneMember) error {
		m, self, err := r.find(in.Member.ID)
		switch {
		case err != nil:
			return err
		case r.isOnlyAdmin(m):
			return cli.Lockout(cli.Yourself, reasonOnlyAdmin)
		case self:
			return cli.Lockout(cli.Yourself, reasonSelf)
		}
		return nil
	}, err
}

// removal is the call that takes a member out of the account: leaving for the
// caller, a deletion by address for others. The only administrator cannot leave,
// and another administrator cannot be removed: the service would only delete
// what invitation there is (§4.5).
func removal(ctx context.Context, c *iotinvites.Client, id string) (rest.Prepared, error) {
	r, err := readRoster(ctx, c)
	if err != nil {
		return nil, err
	}
	m, self, err := r.find(id)
	switch {
	case err != nil:
		return nil, err
	case self && r.isOnlyAdmin(m):
		return nil, failure(rest.Failed, reasonOnlyAdmin+", and the service does not let that one leave", hintOnlyAdmin)
	case self:
		return c.Leave(), nil
	case m.role == iotinvites.RoleAdmin:
		return nil, failure(rest.Credential, rest.Line(m.Email)+" is an administrator, and the service does not let you remove another administrator",
			"administrators can only leave by themselves")
	}
	return c.Delete(m.Email), nil
}

// verifyGone reads back that nobody with this id is a member. The list is closed
// to whoever has left, so then the caller is asked for instead.
func verifyGone(ctx context.Context, c *iotinvites.Client, id string) error {
	m, err := memberByID(ctx, c, id)
	if rest.Is(err, rest.Credential) {
		if me, meErr := myself(ctx, c); meErr == nil && me.Certain("accounts") == nil && me.Value.ID == id && me.Value.Role(c.AccountID()) == "" {
			return nil
		}
	}
	switch {
	case err != nil:
		return unverified("removed", err)
	case m.role != "":
		return failure(rest.Failed, "the person is still a member", hintNotDone)
	}
	return nil
}

// promotion is the call that makes a member an administrator. For anybody else
// it would end the process of an older server (§5), so they are refused.
func promotion(c *iotinvites.Client, m member) (rest.Prepared, error) {
	switch {
	case m.ID == "" || m.role == "":
		return nil, notMember(m.Email, "invite the person first")
	case m.role == iotinvites.RoleAdmin:
		return nil, failure(rest.Conflict, alreadyAdmin(m), "")
	}
	return c.Promote(m.ID), nil
}

func alreadyAdmin(m member) string { return nameOf(m.Email) + " is an administrator already" }

// verifyPromoted reads back that a member is an administrator: the service says
// 200 to promotions that it does not carry out (§5).
func verifyPromoted(ctx context.Context, c *iotinvites.Client, id string) error {
	m, err := memberByID(ctx, c, id)
	switch {
	case err != nil:
		return unverified("promoted", err)
	case m.role != iotinvites.RoleAdmin:
		return failure(rest.Failed, fmt.Sprintf("the role is still %q", rest.Line(m.role)), hintNotDone)
	}
	return nil
}

// memberByID reads the list for one member; the zero member is none.
func memberByID(ctx context.Context, c *iotinvites.Client, id string) (member, error) {
	for one, err := range rest.Sure(memberList(ctx, c), "accounts") {
		if err != nil || one.Value.ID == id {
			return one.Value, err
		}
	}
	return member{}, nil
}

func notMember(who, hint string) error {
	return failure(rest.NotFound, nameOf(who)+" is no member of the account", hint)
}

// nameOf is an address, or an id, in a message.
func nameOf(who string) string { return cmp.Or(rest.Line(who), "the person") }
