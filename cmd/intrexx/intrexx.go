// Package intrexx is the commands of the Intrexx Administration API: one file
// per noun.
package intrexx

import (
	"unictl/internal/cli"
)

// Group is `unictl intrexx`.
func Group() cli.Group {
	return cli.Group{
		Use: "intrexx", Short: "Intrexx: portals, their settings, users, scheduler and licences",
		Long: "Administer Intrexx portals through the Administration API (port 4242, Intrexx 10.10 and later). Most\n" +
			"commands act on one portal: --portal NAME, or the portal of the context.",
		Example: "  unictl intrexx portals list --context sandbox\n" +
			"  unictl intrexx settings get --portal intranet --context sandbox",
		Section: cli.SectionProviders, Provider: Provider(),
		Children: func() []cli.Command {
			return []cli.Command{
				ping(), portalsGroup(), templatesGroup(), baseURLGroup(), settingsGroup(), mobileKeyGroup(), reportsEngineGroup(),
				exportConfigGroup(), diagnosisGroup(), searchIndexGroup(), applicationsGroup(), sessionGroup(),
				usersGroup(), groupsGroup(), licensesGroup(), schedulerGroup(), mailGroup(),
			}
		},
	}
}
