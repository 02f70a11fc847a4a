package iot

import (
	"testing"

	"unictl/internal/cli"
)

// What is left of a new invitation that was interrupted follows from the step
// that was sent last and from the lists.
func TestRecoveryOfResend(t *testing.T) {
	for _, c := range []struct {
		at              cli.Interrupted
		invited, member bool
		want            []int // the numbers of the steps that are left
		fails           bool
	}{
		{at: cli.Interrupted{Step: 1}, fails: true}, // somebody else withdrew it
		{at: cli.Interrupted{Step: 2}, want: []int{3}},
		{at: cli.Interrupted{Step: 2, Answered: true}, want: []int{3}},
		{at: cli.Interrupted{Step: 3}, want: []int{3}},
		{at: cli.Interrupted{Step: 3, Answered: true}},
		{at: cli.Interrupted{Step: 3}, invited: true},
		{at: cli.Interrupted{Step: 2}, member: true},
	} {
		_, client := serve(t, nil)
		in := &resendIn{addressed: addressed{Email: nora}}
		steps, err := in.left(t.Context(), client, addressStatus{email: nora, invited: c.invited, member: c.member}, c.at)
		var got []int
		for _, step := range steps {
			got = append(got, step.Number)
		}
		if (err != nil) != c.fails || len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%+v invited %t, member %t: %v left, %v", c.at, c.invited, c.member, got, err)
		}
	}
}
