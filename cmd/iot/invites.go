package iot

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func invitesGroup() cli.Group {
	return cli.Group{Use: "invites", Short: "Invitations to the account, and your own", Children: func() []cli.Command {
		return []cli.Command{
			listInvites(), myInvites(), createInvite(), acceptInvite(), declineInvite(), withdrawInvite(), resendInvite(),
		}
	}}
}

func listInvites() cli.Command {
	return cli.List[*iotinvites.Client, struct{}, iotinvites.AccountInvite]{
		Use: "list", Short: "List the addresses with an open invitation to the account",
		Long:    "List the addresses with an open invitation to the account. The service gives no ids here, and keeps no\nhistory: an invitation that was answered or withdrawn is gone.",
		Example: "  unictl iot invites list -o name",
		Columns: []cli.Column[iotinvites.AccountInvite]{
			{Name: "email", ID: true, Cell: func(i iotinvites.AccountInvite) any { return i.Email }},
		},
		Items: func(ctx context.Context, c *iotinvites.Client, _ *struct{}) iter.Seq2[rest.Item[iotinvites.AccountInvite], error] {
			return openInvites(ctx, c)
		},
	}
}

type mineIn struct{ Email parse.Address }

func myInvites() cli.Command {
	return cli.List[*iotinvites.Client, mineIn, iotinvites.Invitation]{
		Use: "mine [EMAIL]", Short: "List the open invitations of the signed-in person, with their ids",
		Long:    "List the open invitations of the signed-in person, with their ids. The service does not show\nthose of others.",
		Example: "  unictl iot invites mine", Without: personal(),
		Inputs: func(in *mineIn) cli.Inputs {
			return cli.Inputs{cli.Arg("email", &in.Email, parse.Email).Optional()}
		},
		Columns: []cli.Column[iotinvites.Invitation]{
			{Name: "_id", ID: true, Cell: func(i iotinvites.Invitation) any { return i.ID }},
			{Name: "accountName", Cell: func(i iotinvites.Invitation) any { return i.AccountName }},
			{Name: "accountId", Cell: func(i iotinvites.Invitation) any { return i.AccountID }},
			{Name: "email", Wide: true, Cell: func(i iotinvites.Invitation) any { return i.Email }},
		},
		Items: func(ctx context.Context, c *iotinvites.Client, in *mineIn) iter.Seq2[rest.Item[iotinvites.Invitation], error] {
			return mine(ctx, c, in.Email.String())
		},
	}
}

// mine lists the open invitations of the token's own user. The service answers
// 401 to any other address, so one is refused here with the reason; "" = the
// own one.
func mine(ctx context.Context, c *iotinvites.Client, email string) iter.Seq2[rest.Item[iotinvites.Invitation], error] {
	me, err := myself(ctx, c)
	switch own := me.Value.Email; {
	case err != nil:
	case email != "" && email != own:
		err = failure(rest.Credential, "the service shows only the invitations of your own address",
			fmt.Sprintf("you are signed in as %s; who was invited has to sign in, or an administrator can see the addresses with `invites list`", rest.Line(own)))
	default:
		return c.MyInvites(ctx, own)
	}
	return func(yield func(rest.Item[iotinvites.Invitation], error) bool) {
		yield(rest.Item[iotinvites.Invitation]{}, err)
	}
}

// addressed is an address to act on. The service stores and compares what it is
// sent, byte by byte.
type addressed struct {
	cli.Warnings
	Email     string
	Lowercase bool
}

func (in *addressed) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Arg("email", &in.Email, oneAddress),
		cli.Switch("lowercase", &in.Lowercase, "send the address in lower case"),
	}
}

func (in *addressed) many() cli.Inputs {
	return cli.Inputs{
		cli.Arg("email", &in.Email, listedAddress).Many(),
		cli.Switch("lowercase", &in.Lowercase, "send addresses in lower case"),
	}
}

// address is the address as it is sent.
func (in *addressed) address() string {
	if in.Lowercase {
		return strings.ToLower(in.Email)
	}
	return in.Email
}

// warning tells of upper case that is sent, and of accents that are characters of
// their own: whoever registered in another spelling will never see the invitation.
func (in *addressed) warning() string {
	if in.address() == strings.ToLower(in.Email) {
		return parse.Address(in.address()).Warning()
	}
	return in.Email + " has upper-case letters and is sent as given; the service compares addresses with their case, --lowercase changes it"
}

func oneAddress(text string) (string, error) {
	address, err := parse.Email(text)
	return address.String(), err
}

// listedAddress also takes what is no address: the service checks none, so such
// invitations stand in its list, and can be withdrawn.
func listedAddress(text string) (string, error) {
	address, err := parse.Email(text)
	if err == nil || strings.TrimSpace(text) == "" {
		return address.String(), err
	}
	return text, nil
}

type createIn struct {
	addressed
	made iotinvites.Invitation
}

func createInvite() cli.Command {
	return cli.Change[*iotinvites.Client, createIn]{
		Use: "create EMAIL", Short: "Invite a person to the account", Effect: cli.Create,
		Long: "Invite a person to the account; the role is always user. Who is invited or a member already is found\n" +
			"first. On a server with captcha only its dashboard can invite: that is exit 4.",
		Example: "  unictl iot invites create ada@example.com\n  unictl iot invites create Ada@Example.com --lowercase --if-absent",
		Inputs:  func(in *createIn) cli.Inputs { return in.inputs() },
		Target:  func(in *createIn) string { return in.address() },
		ID:      func(in *createIn) string { return in.made.ID },
		Exists: &cli.Exists[*iotinvites.Client, createIn]{
			Index: people,
			Differs: func(_ *createIn, there cli.Existing) []cli.Difference {
				if role, _ := there.Value.(string); role == iotinvites.RoleAdmin {
					return []cli.Difference{{
						Field: "role", Is: role, Asked: iotinvites.RoleUser, Hint: "the service makes no administrator a user again",
					}}
				}
				return nil
			},
		},
		Steps: func(_ context.Context, c *iotinvites.Client, in *createIn) ([]cli.Step, error) {
			in.Warn(in.warning())
			call := c.Create(in.address()).Then(func(made iotinvites.Invitation) { in.made = made })
			return []cli.Step{{Name: "invite " + in.address(), Call: call, Look: lookInvites}}, nil
		},
	}
}

type oneInvite struct{ ID string }

func (in *oneInvite) inputs() cli.Inputs {
	return cli.Inputs{cli.Arg("id", &in.ID, parse.Checked(checkInviteID))}
}
func (in *oneInvite) id() string { return in.ID }

func acceptInvite() cli.Command {
	return cli.Change[*iotinvites.Client, oneInvite]{
		Use: "accept ID", Short: "Accept an invitation, as the person who was invited", Effect: cli.Update,
		Long:    "Accept an invitation, as the person who was invited; `invites mine` shows its id. The next command signs\nin again where it can, because newer servers read rights from the token.",
		Example: "  unictl iot invites accept 0b6b3a52-7d0e-4f7c-9f0e-2f1f9a3c5d11", Without: personal(),
		Inputs: (*oneInvite).inputs, Target: (*oneInvite).id, ID: (*oneInvite).id,
		Steps: func(ctx context.Context, c *iotinvites.Client, in *oneInvite) ([]cli.Step, error) {
			account := accountOf(ctx, c, in.ID)
			return []cli.Step{{
				Name: "accept " + in.ID, Call: answering(c, c.Accept(in.ID)), SignInAnew: true, Look: "unictl iot accounts list",
				Seen: func(ctx context.Context) (bool, error) {
					me, err := myself(ctx, c)
					if err == nil {
						err = me.Certain("accounts")
					}
					return account != "" && me.Value.Role(account) != "", err
				},
			}}, nil
		},
	}
}

func declineInvite() cli.Command {
	return cli.Change[*iotinvites.Client, oneInvite]{
		Use: "decline ID", Short: "Decline an invitation, as the person who was invited", Effect: cli.Delete,
		Example: "  unictl iot invites decline 0b6b3a52-7d0e-4f7c-9f0e-2f1f9a3c5d11 --yes", Without: personal(),
		Inputs: (*oneInvite).inputs, Target: (*oneInvite).id, ID: (*oneInvite).id,
		Steps: func(_ context.Context, c *iotinvites.Client, in *oneInvite) ([]cli.Step, error) {
			return []cli.Step{{
				Name: "decline " + in.ID, Call: answering(c, c.Decline(in.ID)), Look: "unictl iot invites mine",
				Seen: func(ctx context.Context) (bool, error) {
					open, err := collect(mine(ctx, c, ""))
					return !slices.ContainsFunc(open, func(i iotinvites.Invitation) bool { return i.ID == in.ID }), err
				},
			}}, nil
		},
	}
}

// accountOf is the account that an open invitation is to; "" = it cannot be told.
// It has to be known before: an invitation that was answered leaves no trace.
func accountOf(ctx context.Context, c *iotinvites.Client, id string) string {
	for open, err := range mine(ctx, c, "") {
		if err == nil && open.Value.ID == id {
			return open.Value.AccountID
		}
	}
	return ""
}

// answering is Accept or Decline that says what a refusal meant: the service
// answers 401 to a bad token and to an invitation of somebody else alike (§4.4).
func answering[T any](c *iotinvites.Client, call rest.Call[T]) rest.Call[T] {
	return call.OnError(func(ctx context.Context, e *rest.Error) (none T, _ error) {
		if !isRefusal(e) {
			return none, e
		}
		me, err := myself(ctx, c)
		if err != nil { // then it was the token
			return none, e
		}
		return none, failure(rest.Credential, "the invitation is somebody else's",
			fmt.Sprintf("only the person who was invited can answer it, and you are signed in as %s", rest.Line(me.Value.Email)))
	})
}
