package iot

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

// people are the members and the open invitations by address, which the service
// compares letter by letter. A member counts before an invitation; invitations
// are read first, since only administrators may.
func people(ctx context.Context, c *iotinvites.Client) iter.Seq2[cli.Existing, error] {
	const alike = "the service takes letter cases for different people"
	return func(yield func(cli.Existing, error) bool) {
		var invited []cli.Existing
		for one, err := range c.AccountInvites(ctx) {
			if err != nil {
				yield(cli.Existing{}, err)
				return
			}
			email := rest.Line(one.Value.Email)
			invited = append(invited, cli.Existing{Key: one.Value.Email, What: email + " is already invited", Alike: email + " is invited too: " + alike})
		}
		for one, err := range c.MemberList(ctx) {
			email := rest.Line(one.Value.User.Email)
			member := cli.Existing{Key: one.Value.User.Email, What: email + " is already a member, as " + one.Value.Role, Alike: email + " is a member: " + alike}
			if !yield(member, err) || err != nil {
				return
			}
		}
		for _, one := range invited {
			if !yield(one, nil) {
				return
			}
		}
	}
}
