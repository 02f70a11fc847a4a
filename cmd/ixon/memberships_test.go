package ixon

import (
	"strings"
	"testing"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

const twoInvited = `[{"publicId":"m1","invite":{"publicId":"i1"},"group":{"publicId":"g"}},` +
	`{"publicId":"m2","invite":{"publicId":"i2"},"group":{"publicId":"g"}},{"publicId":"m3","user":{"publicId":"u1"},"group":{"publicId":"g"}}]`

func TestMembershipsOfInvitationsShowTheAddress(t *testing.T) {
	server, client := serve(t, map[string]string{"/users/memberships": twoInvited, "/invites": `[{"publicId":"i1","emailAddress":"ada@example.com"}]`})
	list, err := drain(addressed(t.Context(), client, membershipsOf(t.Context(), client, "", "", "g")))
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, item := range list {
		labels = append(labels, item.Value.Invite.Label())
		if strings.Contains(string(item.Raw), "ada") {
			t.Errorf("the JSON as received is changed: %s", item.Raw)
		}
	}
	if diff := cmp.Diff([]string{"ada@example.com", "i2", ""}, labels); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{`GET /users/memberships?eq(group.publicId,"g")`, "GET /invites"}, server.asked()); diff != "" {
		t.Error(diff)
	}
}

func TestInvitationsThatCannotBeRead(t *testing.T) {
	_, client := serve(t, map[string]string{"/users/memberships": twoInvited, "/invites": "403"})
	if list, err := drain(addressed(t.Context(), client, client.Memberships(t.Context()))); err != nil || len(list) != 3 {
		t.Errorf("not allowed: %d rows, %v", len(list), err)
	}
	_, client = serve(t, map[string]string{"/users/memberships": twoInvited, "/invites": "500"})
	list, err := drain(addressed(t.Context(), client, client.Memberships(t.Context())))
	if !rest.Is(err, rest.Temporary) || len(list) != 0 {
		t.Errorf("%d rows before the failure %v", len(list), err)
	}
}

// TestMembershipsOfOthersAreLeftOut: a service that does not know a filter gives
// more than was asked for.
func TestMembershipsOfOthersAreLeftOut(t *testing.T) {
	list, ok := listMemberships().(cli.List[*ixon.Client, whichMemberships, heldMembership])
	if !ok {
		t.Fatal("not a list")
	}
	m := ixon.Membership{User: ixon.Reference{PublicID: "u"}, Group: ixon.Reference{PublicID: "g"}, Role: ixon.Reference{PublicID: "r"}}
	is := func(id string) cli.Ref { return cli.Ref{Text: "x", ID: id} }
	other := is("other")
	for name, test := range map[string]struct {
		in   whichMemberships
		want bool
	}{
		"any":          {whichMemberships{}, true},
		"user":         {whichMemberships{User: is("u")}, true},
		"group":        {whichMemberships{Group: is("g")}, true},
		"role":         {whichMemberships{Role: is("r")}, true},
		"other user":   {whichMemberships{User: other}, false},
		"other invite": {whichMemberships{Invite: other}, false},
		"other group":  {whichMemberships{Group: other}, false},
		"other role":   {whichMemberships{Role: other}, false},
		"expired":      {whichMemberships{Expired: true}, false},
	} {
		if got := list.Keep(&test.in, heldMembership{Membership: m}); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMembershipInWords(t *testing.T) {
	end := time.Date(2026, 12, 31, 1, 0, 0, 0, time.FixedZone("", 3600))
	group, role := ixon.Reference{PublicID: "g", Name: "Plant 3"}, ixon.Reference{PublicID: "r"}
	for want, m := range map[string]ixon.Membership{
		"r @ Plant 3":                            {Group: group, Role: role},
		"- @ Plant 3 until 2026-12-31T00:00:00Z": {Group: group, ExpiresOn: &end},
	} {
		if got := membershipWords(m); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestGrantedTwice(t *testing.T) {
	end := time.Date(2099, 1, 31, 0, 0, 0, 0, time.UTC)
	ref := func(id string) cli.Ref { return cli.Ref{Text: "the " + id, ID: id} }
	a, b := grant{Group: ref("a")}, grant{Group: ref("b")}
	aUntil, later := grant{Group: ref("a"), Expires: expiry{Time: end}}, grant{Group: ref("a"), Expires: expiry{Time: end.AddDate(1, 0, 0)}}
	for name, test := range map[string]struct {
		grants grants
		twice  bool
	}{
		"none":                     {grants{}, false},
		"several groups":           {grants{List: []grant{a, b}}, false},
		"for good and until":       {grants{List: []grant{a, aUntil, b}}, false},
		"twice for good":           {grants{List: []grant{a, b, aUntil, a}}, true},
		"until two different ends": {grants{List: []grant{aUntil, later}}, true},
		"by a list and by itself":  {grants{List: []grant{a}, Group: ref("a"), Role: ref("r")}, true},
		"by another word":          {grants{List: []grant{a}, Group: cli.Ref{Text: "other", ID: "a"}, Role: ref("r")}, true},
	} {
		if err := test.grants.found(); (err != nil) != test.twice || err != nil && !strings.Contains(err.Error(), "is granted twice") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// hasTwo are a permanent and a temporary membership.
func hasTwo(end time.Time) []ixon.Membership {
	fraction := end.Add(300 * time.Millisecond)
	return []ixon.Membership{
		{PublicID: "m1", Group: ixon.Reference{PublicID: "a"}, Role: ixon.Reference{PublicID: "r"}},
		{PublicID: "m2", Group: ixon.Reference{PublicID: "b"}, ExpiresOn: &fraction},
	}
}

func TestSameMemberships(t *testing.T) {
	end := time.Date(2099, 1, 31, 0, 0, 0, 0, time.UTC)
	of := func(group, role string, until time.Time) grant {
		return grant{Group: cli.Ref{ID: group}, Role: cli.Ref{ID: role}, Expires: expiry{Time: until}}
	}
	first, second := of("a", "r", time.Time{}), of("b", "", end)
	for name, test := range map[string]struct {
		grants []grant
		same   bool
	}{
		"the same, in another order": {[]grant{second, first}, true},
		"one less":                   {[]grant{first}, false},
		"one twice":                  {[]grant{first, first}, false},
		"one more":                   {[]grant{first, second, of("c", "r", time.Time{})}, false},
		"another role":               {[]grant{of("a", "other", time.Time{}), second}, false},
		"a role where none was":      {[]grant{first, of("b", "r", end)}, false},
		"another end":                {[]grant{first, of("b", "", end.Add(time.Second))}, false},
		"for good":                   {[]grant{first, of("b", "", time.Time{})}, false},
		"none":                       {nil, false},
	} {
		if got := sameMemberships(hasTwo(end), test.grants); got != test.same {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestPatchOfAMembership(t *testing.T) {
	end := time.Date(2099, 1, 31, 0, 0, 0, 0, time.UTC)
	lasting, temporary := hasTwo(end)[0], hasTwo(end)[1]
	a, b, r, other := cli.Ref{ID: "a"}, cli.Ref{ID: "b"}, cli.Ref{ID: "r"}, cli.Ref{ID: "other"}
	at := func(t time.Time) *ixon.Timestamp { return &ixon.Timestamp{Time: t} }
	for name, test := range map[string]struct {
		in   updateMembershipIn
		of   ixon.Membership
		want *ixon.MembershipPatch // nil = nothing is sent
	}{
		"nothing":         {updateMembershipIn{}, temporary, nil},
		"the same":        {updateMembershipIn{Group: a, Role: r, Never: true}, lasting, nil},
		"the same end":    {updateMembershipIn{Expires: end}, temporary, nil},
		"another end":     {updateMembershipIn{Expires: end.Add(time.Second)}, temporary, &ixon.MembershipPatch{ExpiresOn: at(end.Add(time.Second))}},
		"an end":          {updateMembershipIn{Expires: end}, lasting, &ixon.MembershipPatch{ExpiresOn: at(end)}},
		"no end":          {updateMembershipIn{Never: true}, temporary, &ixon.MembershipPatch{ExpiresOn: at(time.Time{})}},
		"another group":   {updateMembershipIn{Group: b}, lasting, &ixon.MembershipPatch{Group: ixon.To("b")}},
		"another role":    {updateMembershipIn{Role: other}, lasting, &ixon.MembershipPatch{Role: ixon.To("other")}},
		"a role for none": {updateMembershipIn{Role: r}, temporary, &ixon.MembershipPatch{Role: ixon.To("r")}},
	} {
		if diff := cmp.Diff(test.want, test.in.patch(test.of)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestNowAndThen(t *testing.T) {
	want := "now:\n  - Engineer @ Plant\nthen:\n  + Viewer @ Company\n  + Operator @ Plant\n"
	if got := nowAndThen([]string{"Engineer @ Plant"}, []string{"Viewer @ Company", "Operator @ Plant"}); got != want {
		t.Errorf("%q", got)
	}
}

func TestReviewOfARemoval(t *testing.T) {
	change, ok := removeMembership().(cli.Change[*ixon.Client, whichMembership])
	if !ok {
		t.Fatal("not a change")
	}
	_, client := serve(t, map[string]string{
		"/users/memberships/m1": `{"publicId":"m1","user":{"publicId":"u1","reference":{"name":"Ada"}},"group":{"publicId":"g","name":"Plant"},"role":{"publicId":"r","name":"Viewer"}}`,
		"/users/memberships/m2": `{"publicId":"m2","invite":{"publicId":"i1"},"group":{"publicId":"g"}}`,
	})
	for id, want := range map[string]string{"m1": "m1: Ada is Viewer @ Plant", "m2": "m2: i1 is - @ g"} {
		if got, err := change.Review(t.Context(), client, byID(id)); got != want || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
	if _, err := change.Review(t.Context(), client, byID("gone")); !rest.Is(err, rest.NotFound) {
		t.Error(err)
	}
}

// TestDifferencesAreTold as far as the read tells: a null role, a group that is not
// named and memberships that are left out are no difference.
func TestDifferencesAreTold(t *testing.T) {
	at := time.Date(2099, 1, 31, 0, 0, 0, 0, time.UTC)
	id := func(id string) ixon.Reference { return ixon.Reference{PublicID: id} }
	in := func(group, role string, end *time.Time) ixon.Membership {
		return ixon.Membership{PublicID: "m", Group: id(group), Role: id(role), ExpiresOn: end}
	}
	asked := grant{Group: cli.Ref{Text: "g", ID: "g"}, Role: cli.Ref{Text: "r", ID: "r"}}
	until := asked
	until.Expires = expiry{Time: at}
	span := asked
	span.Expires = expiry{at.Add(time.Hour), true}
	for name, test := range map[string]struct {
		asked grant
		has   []ixon.Membership
		want  string // the command; "" = no difference
	}{
		"not told":            {asked, nil, ""},
		"none":                {asked, []ixon.Membership{}, "memberships add u --group g --role r"},
		"the same":            {asked, []ixon.Membership{in("g", "r", nil)}, ""},
		"more than asked":     {asked, []ixon.Membership{in("g", "other", &at), in("g", "r", nil)}, ""},
		"role not told":       {asked, []ixon.Membership{in("g", "", nil)}, ""},
		"group not told":      {asked, []ixon.Membership{in("", "other", nil)}, ""},
		"another role":        {asked, []ixon.Membership{in("g", "other", nil)}, "memberships update m --role r"},
		"elsewhere":           {until, []ixon.Membership{in("h", "r", nil)}, "memberships add u --group g --role r --expires 2099-01-31T00:00:00Z"},
		"for good, not ended": {until, []ixon.Membership{in("g", "r", nil)}, "memberships update m --expires 2099-01-31T00:00:00Z"},
		"ended, not for good": {asked, []ixon.Membership{in("g", "r", &at)}, "memberships update m --never-expires"},
		"a span":              {span, []ixon.Membership{in("g", "r", &at)}, ""},
	} {
		got := ""
		if d := test.asked.difference(holder{"u", test.has}); d != nil {
			got = strings.Trim(d.Hint, "`")
		}
		if want := strings.TrimSpace(strings.Join([]string{"unictl ixon", test.want}, " ")); got != want && (got != "" || test.want != "") {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func byID(id string) *whichMembership {
	return &whichMembership{Membership: heldBy{Ref: cli.Ref{Text: id, ID: id}}}
}

// A membership is named in one way, whichever it is.
func TestWhichMembership(t *testing.T) {
	given := cli.Ref{Text: "x"}
	id, address := heldBy{Ref: cli.Ref{Text: "Memb00000001", ID: "Memb00000001"}}, heldBy{Ref: cli.Ref{Text: "ada@example.com"}}
	for name, c := range map[string]struct {
		in   whichMembership
		good bool
	}{
		"nothing":              {whichMembership{}, false},
		"a group alone":        {whichMembership{InGroup: given}, false},
		"an id":                {whichMembership{Membership: id}, true},
		"an id in a group":     {whichMembership{Membership: id, InGroup: given}, false},
		"an id and a user":     {whichMembership{Membership: id, User: given}, false},
		"an address":           {whichMembership{Membership: address, InGroup: given}, true},
		"an address, a user":   {whichMembership{Membership: address, User: given}, false},
		"an address, a invite": {whichMembership{Membership: address, Invite: given}, false},
		"a user":               {whichMembership{User: given}, true},
		"an invite in a group": {whichMembership{Invite: given, InGroup: given}, true},
		"two people":           {whichMembership{User: given, Invite: given}, false},
	} {
		if err := c.in.check(); (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}
