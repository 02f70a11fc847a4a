package iotinvites

import (
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestInviteIDFor(t *testing.T) {
	north, south := Invitation{ID: "i1", AccountID: "a1", AccountName: "Plant North"}, Invitation{ID: "i2", AccountID: "a2", AccountName: "Plant South"}
	namesake := Invitation{ID: "i3", AccountID: "a3", AccountName: "Plant South"}
	for _, test := range []struct {
		all     []Invitation
		account string
		id      string
		kind    rest.Kind
		hint    string
	}{
		{[]Invitation{north}, "", "i1", 0, ""},
		{[]Invitation{north, south}, "a2", "i2", 0, ""},
		{[]Invitation{north, south}, "Plant North", "i1", 0, ""},
		{[]Invitation{north, south}, "", "", rest.BadInput, "Plant North (i1), Plant South (i2)"},
		{[]Invitation{north, south, namesake}, "Plant South", "", rest.BadInput, "Plant South (i2), Plant South (i3)"},
		{[]Invitation{north}, "a2", "", rest.NotFound, "invites mine"},
		{nil, "", "", rest.NotFound, "invites mine"},
	} {
		id, err := inviteTo(test.all, test.account)
		if test.id != "" {
			if err != nil || id != test.id {
				t.Error(id, err)
			}
			continue
		}
		if e := asError(t, err, test.kind); !strings.Contains(e.Hint, test.hint) {
			t.Errorf("%q, want %q", e.Hint, test.hint)
		}
	}
	server, client := serve(t, ok("["+invitationBody+"]"), answer{status: 401, body: errorK})
	if id, err := client.InviteIDFor(t.Context(), nora, testAccount); err != nil || id != testInvite || server.last(t).uri != "/v1/api/invites/"+nora {
		t.Error(id, err)
	}
	_, err := client.InviteIDFor(t.Context(), norasUC, "")
	asError(t, err, rest.Credential)
}
