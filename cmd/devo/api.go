package devo

import (
	"net/http"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
)

// Call is `unictl api devo`: the token API, and the Provisioning API below probio.
func Call() cli.Command {
	return cli.Raw[*devotokens.Client]{
		Use: "devo METHOD PATH", Short: "Call any operation of Devo's APIs of tokens and of users", Provider: Provider(),
		Example: "  unictl api devo GET ws/accounts/\"$ACCOUNT\"/credentials/tokens\n" +
			"  unictl api devo PUT ws/accounts/\"$ACCOUNT\"/credentials/tokens/41/rename -F name=siem\n" +
			"  unictl api devo DELETE ws/accounts/\"$ACCOUNT\"/credentials/tokens/41 --yes\n" +
			"  unictl api devo GET probio/user/domain/\"$ACCOUNT\"",
		Call: (*devotokens.Client).Raw, Guard: guardCall,
	}
}

// guardCall is the guard of the verb that does the same as a raw call. Roles that are
// set or taken by a body of the caller's count as taken away.
func guardCall(call cli.RawCall) *cli.Guard[*devotokens.Client, cli.RawCall] {
	switch {
	case tokenEnded(&call) != "":
		return keepOwn(tokenEnded)
	case userLoses(&call) != "":
		return keepAdmins(true, func(call *cli.RawCall) (string, bool) { return userLoses(call), false })
	}
	return nil
}

// userLoses is whom a call below probio/user/email takes out of a domain, disables
// there, or may take roles from (§6); "" = nobody. A domain that is not the one in use
// is judged by the users of the one in use.
func userLoses(call *cli.RawCall) string {
	for i, word := range [...]string{"probio", "user", "email", "", "domain"} {
		if word != "" && !strings.EqualFold(call.At(i), word) {
			return ""
		}
	}
	takes := call.Method == http.MethodDelete || call.Method == http.MethodPut || strings.EqualFold(call.At(6), "disable")
	if call.Method == http.MethodGet || !takes {
		return ""
	}
	return call.At(3)
}

// tokenEnded is the token that a call deletes or disables, in paths of either style
// (§1.1); "" = none.
func tokenEnded(call *cli.RawCall) devotokens.ID {
	at := slices.IndexFunc(call.Segments, func(s string) bool { return strings.EqualFold(s, "tokens") })
	if at < 0 || call.Method != http.MethodDelete && !strings.EqualFold(call.At(at+2), "disable") {
		return ""
	}
	return devotokens.ID(call.At(at + 1))
}
