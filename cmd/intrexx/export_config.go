package intrexx

import (
	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

func exportConfigGroup() cli.Group {
	return cli.Group{Use: "export-config", Short: "Configuration of the scheduled portal export", Children: func() []cli.Command {
		export := portalDocument{
			words: "export-config", what: "the configuration of the scheduled portal export",
			note:  "\n\nThis configures the export; it runs none: the scheduler's job does.",
			read:  (*intrexx.Client).ExportConfiguration,
			write: (*intrexx.Client).UpdateExportConfiguration,
		}
		return []cli.Command{export.get(), export.set("  unictl intrexx export-config set --portal intranet --body export.json --dry-run")}
	}}
}
