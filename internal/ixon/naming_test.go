package ixon

import (
	"strings"
	"testing"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

const twoInvited = `[{"publicId":"m1","invite":{"publicId":"i1"},"group":{"publicId":"g"}},` +
	`{"publicId":"m2","invite":{"publicId":"i2"},"group":{"publicId":"g"}},{"publicId":"m3","user":{"publicId":"u1"},"group":{"publicId":"g"}}]`

func TestMembershipsOfInvitationsShowTheAddress(t *testing.T) {
	server, client := serve(t, success(twoInvited), success(`[{"publicId":"i1","emailAddress":"ada@example.com"}]`))
	list, err := drain(client.MembershipsOf(t.Context(), "", "", ""))
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, item := range list {
		labels = append(labels, item.Value.Invite.LabelOr(""))
		if strings.Contains(string(item.Raw), "ada") {
			t.Errorf("the JSON as received is changed: %s", item.Raw)
		}
	}
	if diff := cmp.Diff([]string{"ada@example.com", "i2", ""}, labels); diff != "" {
		t.Error(diff)
	}
	if len(server.calls) != 2 || !strings.HasPrefix(server.calls[1].uri, "/api/invites?") {
		t.Errorf("%d calls, want the invitations once", len(server.calls))
	}
}

func TestInvitationsThatCannotBeRead(t *testing.T) {
	_, client := serve(t, success(twoInvited), answer{status: 403})
	if list, err := drain(client.MembershipsOf(t.Context(), "", "", "")); err != nil || len(list) != 3 {
		t.Errorf("not allowed: %d rows, %v", len(list), err)
	}
	_, client = serve(t, success(twoInvited), answer{status: 500})
	list, err := drain(client.MembershipsOf(t.Context(), "", "", ""))
	if asError(t, err, rest.Temporary); len(list) != 0 {
		t.Errorf("%d rows before the failure", len(list))
	}
}

func TestAccessLabelsGroupsOfDevices(t *testing.T) {
	user := func(group string) string {
		return `{"publicId":"u1","memberships":[{"publicId":"m1","group":` + group + `}]}`
	}
	users := success(`[` + user(`{"publicId":"g1"}`) + `,` + user(`{"publicId":"g2","name":"Plant"}`) + `,` + user(`{"publicId":"g3"}`) + `]`)
	server, client := serve(t, users, success(`[{"publicId":"g1","name":null,"agent":{"publicId":"a1"}}]`))
	lines, _ := client.AccessList(t.Context())
	list, err := drain(lines)
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, item := range list {
		labels = append(labels, item.Value.GroupLabel())
		if strings.Contains(string(item.Raw), "device") {
			t.Errorf("a label in the JSON: %s", item.Raw)
		}
	}
	if diff := cmp.Diff([]string{"device a1", "Plant", "g3"}, labels); diff != "" {
		t.Error(diff)
	}
	if len(server.calls) != 2 {
		t.Errorf("%d calls, want the groups once", len(server.calls))
	}
}

func TestGroupLabel(t *testing.T) {
	for want, g := range map[string]Group{
		"Plant":     {Name: "Plant", Agent: &Reference{PublicID: "a1"}},
		"device a1": {Agent: &Reference{PublicID: "a1"}},
		"asset s1":  {Asset: &Reference{PublicID: "s1"}},
		"":          {PublicID: "g1"},
	} {
		if got := g.Label(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
