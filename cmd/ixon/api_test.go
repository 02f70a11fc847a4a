package ixon

import (
	"encoding/json"
	"strings"
	"testing"

	"unictl/internal/cli"
)

// TestGuardsOfRawCalls: what the verbs refuse, the same call made raw is refused,
// wherever the ids stand and however the path is written.
func TestGuardsOfRawCalls(t *testing.T) {
	const self, last, token = "account that the command runs as", "last administrator", "token that the command itself uses"
	lost := "nobody who administers"
	for line, want := range map[string]string{
		"DELETE users/a": last,
		`DELETE users [{"publicId":"v"},{"publicId":"a"}]`: last,
		"DELETE Users/me1": self,
		"DELETE users/v":   "",
		"DELETE users/me":  self,
		`DELETE users/me/leave-companies [{"publicId":"c"}]`:             self,
		"DELETE users/me/invites/i":                                      "",
		"DELETE users/service-account/me1":                               self,
		`DELETE users/service-account [{"publicId":"me1"}]`:              self,
		"DELETE users/memberships/ma":                                    last,
		`DELETE users/memberships [{"publicId":"mv"},{"publicId":"ma"}]`: last,
		`PATCH users/memberships/ma {"role":{"publicId":"viewer"}}`:      last,
		`PATCH users/memberships [{"publicId":"mm"}]`:                    self,
		"DELETE users/memberships/mv":                                    "",
		`POST users/memberships [{"user":{"publicId":"a"}}]`:             "",
		`PUT users/memberships/user/a [{"group":{"publicId":"g"}}]`:      last,
		`PUT users/memberships/user/v [{"group":{"publicId":"g"}}]`:      "",
		"DELETE roles/admin":                                             lost,
		`DELETE roles [{"publicId":"admin"}]`:                            lost,
		`PUT roles/admin/permissions [{"publicId":"VIEW"}]`:              lost,
		"DELETE roles/admin/permissions/COMPANY_ADMIN":                   lost,
		`PATCH roles/viewer {"enforceSso":true}`:                         "takes something away from the " + self,
		`POST roles/admin/permissions [{"publicId":"VIEW"}]`:             "",
		"DELETE groups/g":                  "takes something away from the " + self,
		`DELETE groups [{"publicId":"g"}]`: "takes something away from the " + self,
		"DELETE groups/other":              "",
		"DELETE access-tokens/mine":        token,
		"DELETE access-tokens/me":          token,
		`DELETE access-tokens [{"publicId":"x"},{"publicId":"mine"}]`: token,
		"DELETE access-tokens/x":   "",
		"GET users/memberships/ma": "",
	} {
		data := companyOf(holds("a", "ma admin"), holds("v", "mv viewer"), holds("me1", "mm viewer"))
		data["/users/me"], data["/access-tokens/me"] = `{"publicId":"me1"}`, `{"publicId":"mine"}`
		_, client := serve(t, data)
		words := strings.SplitN(line, " ", 3)
		call := cli.RawCall{Method: words[0], Segments: strings.Split(words[1], "/")}
		if len(words) == 3 {
			call.Body = json.RawMessage(words[2])
		}
		var err error
		if guard := guardCall(call); guard != nil {
			check, reading := guard.Read(t.Context(), client, cli.Allowed{})
			if err = reading; err == nil {
				err = check(t.Context(), &call)
			}
		}
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", line, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}
