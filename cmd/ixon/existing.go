package ixon

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// people are members and open invitations by address, which letter case does not
// tell apart. A member counts before an invitation.
func people(members iter.Seq2[rest.Item[ixon.User], error], invited iter.Seq2[rest.Item[ixon.Invite], error]) iter.Seq2[cli.Existing, error] {
	return func(yield func(cli.Existing, error) bool) {
		for one, err := range cli.ExistingOf(members, member) {
			if one.Key == "" && err == nil {
				continue // service accounts have no address
			}
			if !yield(one, err) || err != nil {
				return
			}
		}
		for one, err := range cli.ExistingOf(invited, invitation) {
			if !yield(one, err) || err != nil {
				return
			}
		}
	}
}

func member(u ixon.User) cli.Existing {
	return cli.Existing{Key: strings.ToLower(u.EmailAddress), ID: u.PublicID, What: fmt.Sprintf("%s is already a member (%s)", u.EmailAddress, u.Name)}
}

// invitation says that the person is invited, and until when.
func invitation(i ixon.Invite) cli.Existing {
	what := i.EmailAddress + " is already invited"
	if at := i.ExpiresOn; at != nil {
		verb := "ends"
		if at.Before(time.Now()) {
			verb = "ended"
		}
		what += fmt.Sprintf(" (the invitation %s %s; `unictl ixon invites resend` sends it again)", verb, at.UTC().Format(time.RFC3339))
	}
	return cli.Existing{Key: strings.ToLower(i.EmailAddress), ID: i.PublicID, What: what}
}

// held are memberships by whose they are, where, and whether they end.
func held(all iter.Seq2[rest.Item[ixon.Membership], error]) iter.Seq2[cli.Existing, error] {
	return cli.ExistingOf(all, func(m ixon.Membership) cli.Existing {
		what := fmt.Sprintf("there is a permanent membership of this group already, as %s", m.Role.Label())
		if m.ExpiresOn != nil {
			what = fmt.Sprintf("there is a temporary membership of this group already, as %s until %s", m.Role.Label(), m.ExpiresOn.UTC().Format(time.RFC3339))
		}
		return cli.Existing{Key: holding(m.User.ID(), m.Invite.ID(), m.Group.PublicID, m.ExpiresOn != nil), ID: m.PublicID, What: what}
	})
}

// holding is what IXON allows once: a permanent and a temporary membership of a
// group (contract §2, texts of its UI). A user or an invitation holds it; the
// other one is "".
func holding(user, invite, group string, temporary bool) string {
	return user + " " + invite + " " + group + " " + strconv.FormatBool(temporary)
}
