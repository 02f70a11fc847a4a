package iot

import (
	"context"
	"fmt"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func withdrawInvite() cli.Command {
	return cli.Change[*iotinvites.Client, addressed]{
		Use: "withdraw EMAIL…", Short: "Withdraw invitations", Effect: cli.Delete,
		Long: "Withdraw invitations. The service has one call for this and for removing a member, and answers 404 when\n" +
			"it did withdraw: so both lists are read first, a member is never touched, and the list afterwards\n" +
			"says whether it worked. An entry of the list that is not an address can be withdrawn as well.",
		Example: "  unictl iot invites withdraw ada@example.com --yes",
		Inputs:  (*addressed).many, Target: (*addressed).address, ID: (*addressed).address,
		Steps: func(ctx context.Context, c *iotinvites.Client, in *addressed) ([]cli.Step, error) {
			withdraw, err := withdrawal(ctx, c, in)
			return []cli.Step{withdraw}, err
		},
		Recover: func(ctx context.Context, c *iotinvites.Client, in *addressed, _ cli.Interrupted) ([]cli.Step, error) {
			status, err := statusOf(ctx, c, in.address())
			if err != nil || !status.invited && !status.member {
				return nil, err // it is gone: it was withdrawn
			}
			withdraw, err := withdrawal(ctx, c, in)
			return []cli.Step{withdraw}, err
		},
	}
}

// withdrawal is the only safe way to the call that withdraws and removes alike
// (§4.5): both lists are read first, a member is never touched, and the list
// afterwards judges, since the answer does not tell.
func withdrawal(ctx context.Context, c *iotinvites.Client, in *addressed) (cli.Step, error) {
	email := in.address()
	status, err := statusOf(ctx, c, email)
	if err == nil {
		err = status.mayWithdraw()
	}
	if err != nil {
		return cli.Step{}, err
	}
	in.Warn(status.warning())
	return cli.Step{
		Name: "withdraw the invitation of " + email, Call: c.Delete(email), Look: lookInvites,
		Verify: func(ctx context.Context) error { return verifyWithdrawn(ctx, c, email) },
	}, nil
}

const lookInvites = "unictl iot invites list"

// addressStatus is what an address is to the account, by both lists. The service
// compares addresses byte by byte: in another letter case, or with its accents
// written another way, it is somebody else's.
type addressStatus struct {
	email                     string
	invited, member           bool
	otherInvited, otherMember string // an address that differs only as parse.Folded does not tell; "" = none
}

// statusOf reads the open invitations and the members, for administrators.
func statusOf(ctx context.Context, c *iotinvites.Client, email string) (addressStatus, error) {
	s := addressStatus{email: email}
	for invited, err := range c.AccountInvites(ctx) {
		switch other := invited.Value.Email; {
		case err != nil:
			return s, err
		case other == email:
			s.invited = true
		case parse.Folded(other) == parse.Folded(email):
			s.otherInvited = other
		}
	}
	for user, err := range memberList(ctx, c) {
		switch other := user.Value.Email; {
		case err != nil:
			return s, err
		case other == email:
			s.member = true
		case parse.Folded(other) == parse.Folded(email):
			s.otherMember = other
		}
	}
	return s, nil
}

// mayWithdraw is nil when the deletion would withdraw an invitation and do
// nothing else. Otherwise it is of kind Conflict for a member, NotFound where no
// invitation is open.
func (s addressStatus) mayWithdraw() error {
	email := rest.Line(s.email)
	switch {
	case s.member:
		return failure(rest.Conflict, email+" is a member, and withdrawing would remove the person", "to remove a member use `members remove`")
	case !s.invited && s.otherInvited != "":
		other := rest.Line(s.otherInvited)
		way := "did you mean " + other + "? Letter case counts, and how accents are written"
		e := failure(rest.NotFound, "no invitation is open for "+email, way)
		e.Err = &cli.NotFoundError{Noun: "open invitation of", Text: email, Target: true, Alike: true, Way: way}
		return e
	case !s.invited:
		return failure(rest.NotFound, "no invitation is open for "+email, "`invites list` shows the open ones")
	}
	return nil
}

// warning tells of an address that looks the same but for letter case; "" = none.
func (s addressStatus) warning() string {
	switch {
	case s.otherInvited != "":
		return rest.Line(s.otherInvited) + " is invited too" + alike
	case s.otherMember != "":
		return rest.Line(s.otherMember) + " is a member" + alike
	}
	return ""
}

// verifyWithdrawn reads back that no invitation of exactly this address is open.
func verifyWithdrawn(ctx context.Context, c *iotinvites.Client, email string) error {
	for invited, err := range c.AccountInvites(ctx) {
		switch {
		case err != nil:
			return unverified("withdrawn", err)
		case invited.Value.Email == email:
			return failure(rest.Failed, "the invitation of "+rest.Line(email)+" is still open", hintNotDone)
		}
	}
	return nil
}

const hintNotDone = "the service took the call and did not act on it: try again"

// unverified is a change whose effect could not be read back: since its answer
// does not tell, the outcome is unknown.
func unverified(done string, cause error) error {
	e := failure(rest.Unknown, fmt.Sprintf("the outcome is unknown: whether it was %s could not be read back: %v", done, cause),
		"look at the list before you repeat it")
	e.Err = cause
	return e
}

type resendIn struct {
	addressed
	made iotinvites.Invitation
}

func resendInvite() cli.Command {
	return cli.Change[*iotinvites.Client, resendIn]{
		Use: "resend EMAIL", Short: "Send an invitation again; its id changes", Effect: cli.Update,
		Long: "Send an invitation again: the service cannot, so it is withdrawn and made again, and its id changes. That\n" +
			"the service lets you invite is tried first, so that nothing is lost where it does not.",
		Example: "  unictl iot invites resend ada@example.com",
		Inputs:  func(in *resendIn) cli.Inputs { return in.inputs() },
		Target:  func(in *resendIn) string { return in.address() },
		ID:      func(in *resendIn) string { return in.made.ID },
		Steps: func(ctx context.Context, c *iotinvites.Client, in *resendIn) ([]cli.Step, error) {
			return in.steps(ctx, c)
		},
		Recover: func(ctx context.Context, c *iotinvites.Client, in *resendIn, at cli.Interrupted) ([]cli.Step, error) {
			status, err := statusOf(ctx, c, in.address())
			if err != nil {
				return nil, err
			}
			return in.left(ctx, c, status, at)
		},
	}
}

// The steps of a new invitation, from 1.
const (
	stepWithdraw = 2
	stepInvite   = 3
)

// left is what is left of a new invitation that was interrupted.
func (in *resendIn) left(ctx context.Context, c *iotinvites.Client, status addressStatus, at cli.Interrupted) ([]cli.Step, error) {
	switch {
	case at.Step >= stepInvite && (at.Answered || status.invited), status.member:
		return nil, nil // it was made, and may have been accepted since
	case status.invited:
		steps, err := in.steps(ctx, c) // nothing was lost
		if err == nil {
			steps = steps[at.Step-1:]
		}
		return steps, err
	case at.Step < stepWithdraw:
		return nil, status.mayWithdraw() // somebody else withdrew it
	}
	return []cli.Step{in.inviteAgain(c)}, nil
}

func (in *resendIn) steps(ctx context.Context, c *iotinvites.Client) ([]cli.Step, error) {
	withdraw, err := withdrawal(ctx, c, &in.addressed)
	if err != nil {
		return nil, err
	}
	withdraw.Skip, withdraw.Number = in.isMade, stepWithdraw // somebody had withdrawn it meanwhile
	withdraw.GoOn = "unless `" + lookInvites + "` shows the invitation of " + in.address() + ", it is gone: make it again with `unictl iot invites create " + in.address() + "`"
	return []cli.Step{
		{
			Name: "see whether invitations can be made", GoOn: "nothing was lost: the invitation is still open",
			Call: in.invite(c).OnError(stillInvited),
		},
		withdraw,
		in.inviteAgain(c),
	}, nil
}

// isMade says that the first step made the invitation: somebody had withdrawn it
// meanwhile.
func (in *resendIn) isMade() bool { return in.made.ID != "" }

func (in *resendIn) invite(c *iotinvites.Client) rest.Call[iotinvites.Invitation] {
	return c.Create(in.address()).Then(func(made iotinvites.Invitation) { in.made = made })
}

// inviteAgain is the last step.
func (in *resendIn) inviteAgain(c *iotinvites.Client) cli.Step {
	email := in.address()
	return cli.Step{
		Name: "invite " + email + " again", Skip: in.isMade, Number: stepInvite,
		GoOn: "the invitation of " + email + " is gone: unless `unictl iot invites list` shows it, make it again with `unictl iot invites create " + email + "`",
		Call: in.invite(c).OnError(lost),
		Seen: func(ctx context.Context) (bool, error) {
			status, err := statusOf(ctx, c, email)
			return status.invited, err
		},
	}
}

// stillInvited takes the conflict for the good answer that it is here: it shows
// that the caller may invite, which has to be known before an invitation is
// withdrawn (§4.6).
func stillInvited(_ context.Context, e *rest.Error) (iotinvites.Invitation, error) {
	if e.Code == iotinvites.CodeInvited {
		return iotinvites.Invitation{}, nil
	}
	return iotinvites.Invitation{}, e
}

// lost is a refusal after the invitation is gone: a failure, and no reason to
// try later as if nothing had happened. An unknown outcome stays one.
func lost(_ context.Context, e *rest.Error) (iotinvites.Invitation, error) {
	if e.Kind != rest.Unknown {
		e.Kind = rest.Failed
	}
	return iotinvites.Invitation{}, e
}
