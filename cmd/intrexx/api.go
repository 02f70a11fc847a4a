package intrexx

import (
	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

// Call is `unictl api intrexx`.
func Call() cli.Command {
	return cli.Raw[*intrexx.Client]{
		Use: "intrexx METHOD PATH", Short: "Call any operation of the Intrexx Administration API", Provider: Provider(),
		Example: "  unictl api intrexx GET portals\n" +
			"  unictl api intrexx PUT intranet/webserver --body webserver.json\n" +
			"  unictl api intrexx DELETE intranet/users/6 --yes",
		Call: (*intrexx.Client).Raw,
	}
}
