package intrexx

import (
	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

func schedulerGroup() cli.Group {
	return cli.Group{Use: "scheduler", Short: "The portal's scheduler: jobs, standby, configuration", Children: func() []cli.Command {
		return []cli.Command{jobsGroup(), standbyGroup(), schedulerConfigGroup()}
	}}
}

func schedulerConfigGroup() cli.Group {
	return cli.Group{Use: "config", Short: "Configuration of the scheduler", Children: func() []cli.Command {
		config := portalDocument{
			words: "scheduler config", what: "the configuration of the scheduler",
			read: (*intrexx.Client).SchedulerConfiguration, write: (*intrexx.Client).UpdateSchedulerConfiguration,
		}
		return []cli.Command{config.get(), config.set("  unictl intrexx scheduler config set --portal intranet --body scheduler.json --dry-run")}
	}}
}
