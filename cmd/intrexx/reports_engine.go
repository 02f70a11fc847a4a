package intrexx

import (
	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

func reportsEngineGroup() cli.Group {
	return cli.Group{Use: "reports-engine", Short: "The reports engine and its configuration", Children: func() []cli.Command {
		engine := portalDocument{
			words: "reports-engine", what: "the reports engine and its configuration",
			read:  (*intrexx.Client).ReportsEngine,
			write: (*intrexx.Client).UpdateReportsEngine,
		}
		return []cli.Command{engine.get(), engine.set("  unictl intrexx reports-engine set --portal intranet --body engine.json --dry-run")}
	}}
}
