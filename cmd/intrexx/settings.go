package intrexx

import (
	"strings"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
)

func settingsGroup() cli.Group {
	return cli.Group{Use: "settings", Short: "Settings of the portal: memory, session timeouts and more", Children: func() []cli.Command {
		settings := portalDocument{
			words: "settings", what: "the settings of the portal",
			note:  "\n\nMemory and the login event take effect when the portal service restarts, which this API cannot do.",
			read:  (*intrexx.Client).PortalSettings,
			write: (*intrexx.Client).UpdatePortalSettings,
			flags: knownSettings,
		}
		return []cli.Command{
			settings.get(),
			settings.set("  unictl intrexx settings set --portal intranet --session-timeout-sek 1h --context sandbox --dry-run\n" +
				"  unictl intrexx settings set --portal intranet --jvm-maximal-memory-mb 4096 --set workflow_event_on_login=true"),
		}
	}}
}

// knownSettings are flags for the members that the vendor's samples show; each
// is called like its member.
func knownSettings(e *cli.Edit) []*cli.Input {
	return cli.Each(intrexx.KnownSettings(), func(s intrexx.Setting) *cli.Input {
		flag := strings.ReplaceAll(s.Name, "_", "-")
		switch {
		case s.Kind == intrexx.BooleanSetting:
			return cli.Member(e, flag, parse.Bool, s.Help+": `true|false`", s.Name).Words("true", "false")
		case s.Unit == "MB":
			return cli.Member(e, flag, parse.Megabytes, s.Help+", in `MB` or as 4GB", s.Name)
		}
		return cli.Member(e, flag, parse.Seconds, s.Help+", in `SECONDS` or as 30m", s.Name)
	})
}
