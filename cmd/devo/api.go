package devo

import (
	"net/http"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
)

// Call is `unictl api devo`: the token API.
func Call() cli.Command {
	return cli.Raw[*devotokens.Client]{
		Use: "devo METHOD PATH", Short: "Call any operation of Devo's token API", Provider: Provider(),
		Example: "  unictl api devo GET ws/accounts/\"$ACCOUNT\"/credentials/tokens\n" +
			"  unictl api devo PUT ws/accounts/\"$ACCOUNT\"/credentials/tokens/41/rename -F name=siem\n" +
			"  unictl api devo DELETE ws/accounts/\"$ACCOUNT\"/credentials/tokens/41 --yes",
		Call: (*devotokens.Client).Raw,
		Guard: func(call cli.RawCall) *cli.Guard[*devotokens.Client, cli.RawCall] {
			if tokenEnded(&call) == "" {
				return nil
			}
			return keepOwn(tokenEnded)
		},
	}
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
