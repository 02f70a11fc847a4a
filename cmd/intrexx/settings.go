package intrexx

import (
	"cmp"
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
	"unictl/internal/rest"
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

// knownSettings are flags for the five members that the vendor's samples show
// (§4.4); each is called like its member.
func knownSettings(e *cli.Edit) []*cli.Input {
	return []*cli.Input{
		cli.Member(e, "jvm-minimal-memory-mb", parse.Megabytes, "least memory of the portal's JVM, in `MB` or as 4GB", "jvm_minimal_memory_mb"),
		cli.Member(e, "jvm-maximal-memory-mb", parse.Megabytes, "most memory of the portal's JVM, in `MB` or as 4GB", "jvm_maximal_memory_mb"),
		cli.Member(e, "session-timeout-sek", parse.Seconds, "how long a session may be idle, in `SECONDS` or as 30m", "session_timeout_sek"),
		cli.Member(e, "anonymous-session-timeout-sek", parse.Seconds, "the same in `SECONDS` without a login", "anonymous_session_timeout_sek"),
		cli.Member(e, "workflow-event-on-login", parse.Bool, "send the login event to processes: `true|false`", "workflow_event_on_login").Words("true", "false"),
	}
}

type baseURLIn struct {
	cli.Edit
	URL string
}

func (in *baseURLIn) inputs() cli.Inputs {
	return cli.Inputs{cli.Arg("url", &in.URL, parse.WebAddress).Optional(), in.BodyInput(), in.NoReadInput()}
}

func (in *baseURLIn) check() error {
	if err := in.CheckOptional(); err != nil {
		return err
	}
	if in.Given() == (in.URL != "") {
		return &cli.UsageError{Message: "it takes a URL, or a document with --body"}
	}
	return nil
}

func baseURLGroup() cli.Group {
	return cli.Group{Use: "base-url", Short: "The address under which people reach the portal", Children: func() []cli.Command {
		return []cli.Command{
			cli.Get[*intrexx.Client, struct{}, intrexx.Object]{
				Use: "get", Short: "Show the base URL of the portal", Example: "  unictl intrexx base-url get --portal intranet --context sandbox",
				Item: func(ctx context.Context, c *intrexx.Client, _ *struct{}) (item, error) { return c.WebServer().Do(ctx) },
			},
			setBaseURL(),
		}
	}}
}

func setBaseURL() cli.Command {
	return cli.Change[*intrexx.Client, baseURLIn]{
		Use: "set [URL]", Short: "Change the base URL of the portal", Effect: cli.Update,
		Long: "Change the base URL of the portal: links in mails and between applications are made from it.\n" +
			"A document of your own is read before it is replaced as a whole, unless --no-read is given.",
		Example: "  unictl intrexx base-url set https://portal.example.org --portal intranet --dry-run",
		Inputs:  (*baseURLIn).inputs,
		Check:   (*baseURLIn).check,
		Target:  func(in *baseURLIn) string { return cmp.Or(in.URL, "the base URL of the portal") },
		Steps: func(ctx context.Context, c *intrexx.Client, in *baseURLIn) ([]cli.Step, error) {
			if in.Given() {
				return cli.Rewritten(ctx, &in.Edit, "set the base URL", c.WebServer(), c.WriteWebServer)
			}
			return []cli.Step{{Name: "set the base URL to " + in.URL, Call: c.SetWebServer(in.URL), Look: "unictl intrexx base-url get"}}, nil
		},
	}
}

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

type mobileKeyIn struct {
	cli.Edit
	Key string
}

func mobileKeyGroup() cli.Group {
	return cli.Group{Use: "mobile-key", Short: "API key of the Intrexx Mobile App", Children: func() []cli.Command {
		return []cli.Command{getMobileKey(), setMobileKey(), deleteMobileKey()}
	}}
}

func getMobileKey() cli.Command {
	return cli.Get[*intrexx.Client, struct{}, intrexx.Object]{
		Use: "get", Short: "Show the API key of the mobile app; masked unless --reveal", Hidden: true,
		Example: "  unictl intrexx mobile-key get --portal intranet --context sandbox",
		Item:    func(ctx context.Context, c *intrexx.Client, _ *struct{}) (item, error) { return c.MobileKey().Do(ctx) },
	}
}

func setMobileKey() cli.Command {
	return cli.Change[*intrexx.Client, mobileKeyIn]{
		Use: "set", Short: "Change the API key of the mobile app", Effect: cli.Update,
		Long: "Change the API key of the mobile app. It is typed, or read from a file, and takes the place of the one\n" +
			"text that the server shows. Where it shows none or several, give the whole document with --body." + notPublic,
		Example: "  unictl intrexx mobile-key set --portal intranet --key-file key.txt",
		Inputs: func(in *mobileKeyIn) cli.Inputs {
			key := cli.SecretInput{Noun: "key", Target: &in.Key, Unless: func() bool { return in.Given() }}
			return in.Updating(key.Input())
		},
		Check:  (*mobileKeyIn).CheckOptional,
		Target: func(*mobileKeyIn) string { return "the API key of the mobile app" },
		Steps: func(ctx context.Context, c *intrexx.Client, in *mobileKeyIn) ([]cli.Step, error) {
			const name = "change the API key of the mobile app"
			if in.Given() {
				in.Hidden, in.Absent = true, true
				return cli.Patched(ctx, &in.Edit, name, c.MobileKey(), c.UpdateMobileKey)
			}
			current, err := c.MobileKey().Do(ctx)
			if rest.Is(err, rest.NotFound) && readable(ctx, c) == nil {
				return nil, &cli.NotFoundError{Noun: "key", Text: "of the mobile app", Way: "there is none that the new one could replace: give the whole document with --body FILE, as your server's Swagger page has it", Target: true}
			}
			if err != nil {
				return nil, cli.Unreadable(err)
			}
			body, err := soleText(current.Raw, in.Key)
			return []cli.Step{{Name: name, Call: c.UpdateMobileKey(body)}}, err
		},
	}
}

func deleteMobileKey() cli.Command {
	return cli.Change[*intrexx.Client, struct{}]{
		Use: "delete", Short: "Delete the API key of the mobile app: the app cannot sign in with it any more", Effect: cli.Delete,
		Example: "  unictl intrexx mobile-key delete --portal intranet --yes",
		Target:  func(*struct{}) string { return "the API key of the mobile app" },
		Steps: func(_ context.Context, c *intrexx.Client, _ *struct{}) ([]cli.Step, error) {
			return []cli.Step{{Name: "delete the API key of the mobile app", Call: removal(c, c.DeleteMobileKey())}}, nil
		},
	}
}
