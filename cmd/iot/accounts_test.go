package iot

import (
	"strings"
	"testing"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

// TestForeignAccount: who asks for an account of others is told so, whatever
// account is in the settings.
func TestForeignAccount(t *testing.T) {
	const foreign = "1c574252-31d5-4b76-bce6-53f2c56b544d"
	get := getAccount().(cli.Get[*iotinvites.Client, oneAccount, iotinvites.Account])
	_, client := serve(t, map[string]answer{"GET accounts/" + foreign: refusedJ(), tokenRoute: ok(infoJ)})
	_, err := get.Item(t.Context(), client, &oneAccount{ID: foreign})
	if e := asError(t, err, rest.Credential); !strings.Contains(e.Message, "no member of the account "+foreign) {
		t.Errorf("%v", e)
	}
}
