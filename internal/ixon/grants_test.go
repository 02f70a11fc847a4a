package ixon

import (
	"testing"
	"time"
)

func TestGrantedTwice(t *testing.T) {
	end := At(time.Date(2099, 1, 31, 0, 0, 0, 0, time.UTC))
	a, b := GroupRole{Group: To("a")}, GroupRole{Group: To("b")}
	aUntil, later := GroupRole{Group: To("a"), ExpiresOn: end}, GroupRole{Group: To("a"), ExpiresOn: At(end.AddDate(1, 0, 0))}
	for name, test := range map[string]struct {
		grants []GroupRole
		want   int
	}{
		"none":                     {nil, -1},
		"several groups":           {[]GroupRole{a, b}, -1},
		"for good and until":       {[]GroupRole{a, aUntil, b}, -1},
		"twice for good":           {[]GroupRole{a, b, aUntil, a}, 3},
		"until two different ends": {[]GroupRole{aUntil, later}, 1},
	} {
		if got := GrantedTwice(test.grants); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

// hasTwo is a user with a permanent and a temporary membership.
func hasTwo(end time.Time) User {
	fraction := end.Add(300 * time.Millisecond)
	return User{Memberships: []Membership{
		{PublicID: "m1", Group: Reference{PublicID: "a"}, Role: &Reference{PublicID: "r"}},
		{PublicID: "m2", Group: Reference{PublicID: "b"}, ExpiresOn: &fraction},
	}}
}

func TestReplaces(t *testing.T) {
	end := time.Date(2099, 1, 31, 0, 0, 0, 0, time.UTC)
	role, other := To("r"), To("other")
	first, second := MembershipSet{Group: To("a"), Role: &role}, MembershipSet{Group: To("b"), ExpiresOn: At(end)}
	for name, test := range map[string]struct {
		memberships []MembershipSet
		want        bool
	}{
		"the same, in another order": {[]MembershipSet{second, first}, false},
		"one less":                   {[]MembershipSet{first}, true},
		"one twice":                  {[]MembershipSet{first, first}, true},
		"one more":                   {[]MembershipSet{first, second, {Group: To("c"), Role: &role}}, true},
		"another role":               {[]MembershipSet{{Group: To("a"), Role: &other}, second}, true},
		"a role where none was":      {[]MembershipSet{first, {Group: To("b"), Role: &role, ExpiresOn: At(end)}}, true},
		"another end":                {[]MembershipSet{first, {Group: To("b"), ExpiresOn: At(end.Add(time.Second))}}, true},
		"for good":                   {[]MembershipSet{first, {Group: To("b")}}, true},
		"none":                       {nil, true},
	} {
		if got := hasTwo(end).Replaces(test.memberships); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestPatchChanges(t *testing.T) {
	end := time.Date(2099, 1, 31, 0, 0, 0, 0, time.UTC)
	both := hasTwo(end).Memberships
	lasting, temporary := both[0], both[1]
	for name, test := range map[string]struct {
		patch MembershipPatch
		of    Membership
		want  bool
	}{
		"nothing":         {MembershipPatch{}, temporary, false},
		"the same":        {PatchMembership("a", "r", time.Time{}, true), lasting, false},
		"the same end":    {PatchMembership("", "", end, false), temporary, false},
		"another end":     {PatchMembership("", "", end.Add(time.Second), false), temporary, true},
		"an end":          {PatchMembership("", "", end, false), lasting, true},
		"no end":          {PatchMembership("", "", time.Time{}, true), temporary, true},
		"another group":   {PatchMembership("b", "", time.Time{}, false), lasting, true},
		"another role":    {PatchMembership("", "other", time.Time{}, false), lasting, true},
		"a role for none": {PatchMembership("", "r", time.Time{}, false), temporary, true},
		"no role":         {MembershipPatch{Role: Clear[Ref]()}, lasting, true},
		"no role, still":  {MembershipPatch{Role: Clear[Ref]()}, temporary, false},
	} {
		if got := test.patch.Changes(test.of); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
