package intrexx

import (
	"context"
	"encoding/json"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
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

func jobsGroup() cli.Group {
	return cli.Group{
		Use: "jobs", Short: "Jobs of the scheduler",
		Long: "Jobs of the scheduler. Their schedules are Quartz cron expressions of six or seven fields, the first\n" +
			"of them seconds; crontab's five fields are something else.",
		Children: func() []cli.Command {
			return []cli.Command{listJobs(), createJob(), getJob(), updateJob(), deleteJob(), runJobs()}
		},
	}
}

func listJobs() cli.Command {
	return cli.List[*intrexx.Client, struct{}, intrexx.Object]{
		Use: "list", Short: "List the jobs", Long: "List the jobs." + notPublic,
		Example: "  unictl intrexx scheduler jobs list --portal intranet --context sandbox",
		Items:   func(ctx context.Context, c *intrexx.Client, _ *struct{}) items { return c.Jobs(ctx) },
	}
}

type oneJob struct{ Job string }

func (in *oneJob) arg() *cli.Input {
	return cli.Arg("job", &in.Job, parse.Checked(intrexx.CheckID)).Complete(jobs()) // an id, or an exact name
}
func (in *oneJob) inputs() cli.Inputs { return cli.Inputs{in.arg()} }
func (in *oneJob) many() cli.Inputs   { return cli.Inputs{in.arg().Many()} }
func (in *oneJob) id() string         { return in.Job }
func (in *oneJob) target() string     { return "job " + in.Job }

// find puts the id in the place of a name.
func (in *oneJob) find(ctx context.Context, c *intrexx.Client) (err error) {
	in.Job, err = jobOf(ctx, c, in.Job)
	return err
}

func getJob() cli.Command {
	return cli.Get[*intrexx.Client, oneJob, intrexx.Object]{
		Use: "get JOB", Short: "Show a job", Long: "Show all of a job." + notPublic,
		Example: "  unictl intrexx scheduler jobs get 1D5C9E3A7B2F4C6D8E0F1A2B3C4D5E6F70819203 --portal intranet",
		Inputs:  (*oneJob).inputs,
		Item: func(ctx context.Context, c *intrexx.Client, in *oneJob) (one item, err error) {
			if err = in.find(ctx, c); err != nil {
				return one, err
			}
			return c.Job(in.Job).Do(ctx)
		},
	}
}

type newJobIn struct {
	editIn
	Type string
}

func createJob() cli.Command {
	return cli.Change[*intrexx.Client, newJobIn]{
		Use: "create TYPE", Short: "Create a job", Effect: cli.Create, Alone: true,
		Long: "Create a job. Which types there are, and what their documents look like, is not publicly documented:\n" +
			"your server's own Swagger page has it.",
		Example: "  unictl intrexx scheduler jobs create TYPE --portal intranet --body job.json --dry-run",
		Inputs: func(in *newJobIn) cli.Inputs {
			in.Free = true
			return in.Inputs(cli.Arg("type", &in.Type, parse.Checked(intrexx.CheckID)))
		},
		Check:  (*newJobIn).Check,
		Target: func(in *newJobIn) string { return "a job of type " + in.Type },
		ID:     (*newJobIn).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *newJobIn) ([]cli.Step, error) {
			return in.send(ctx, "create a job of type "+in.Type, "unictl intrexx scheduler jobs list", func(body json.RawMessage) writes { return c.CreateJob(in.Type, body) })
		},
	}
}

type updateJobIn struct {
	oneJob
	cli.Edit
}

func updateJob() cli.Command {
	return cli.Change[*intrexx.Client, updateJobIn]{
		Use: "update JOB", Short: "Change a job", Effect: cli.Update,
		Long: "Change a job. It is read first: what is there already is not sent again, --set takes the type of the\n" +
			"value that it replaces, and --dry-run shows the difference." + notPublic,
		Example: "  unictl intrexx scheduler jobs update JOB --portal intranet --body job.json --dry-run",
		Inputs:  func(in *updateJobIn) cli.Inputs { return in.Updating(in.arg()) },
		Check:   (*updateJobIn).Check,
		Target:  (*updateJobIn).target,
		ID:      (*updateJobIn).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *updateJobIn) ([]cli.Step, error) {
			if err := in.find(ctx, c); err != nil {
				return nil, err
			}
			return cli.Patched(ctx, &in.Edit, "change "+in.target(), c.Job(in.Job), func(body json.RawMessage) writes { return c.UpdateJob(in.Job, body) })
		},
	}
}

func deleteJob() cli.Command {
	return cli.Change[*intrexx.Client, oneJob]{
		Use: "delete JOB…", Short: "Delete jobs", Effect: cli.Delete,
		Example: "  unictl intrexx scheduler jobs delete 1D5C9E3A7B2F4C6D8E0F1A2B3C4D5E6F70819203 --portal intranet --yes",
		Inputs:  (*oneJob).many, Target: (*oneJob).target, ID: (*oneJob).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *oneJob) ([]cli.Step, error) {
			if err := in.find(ctx, c); err != nil {
				return nil, err
			}
			return []cli.Step{{Name: "delete " + in.target(), Call: removal(c, c.DeleteJob(in.Job)), Look: "unictl intrexx scheduler jobs list"}}, nil
		},
	}
}

func runJobs() cli.Command {
	return cli.Change[*intrexx.Client, editIn]{
		Use: "run", Short: "Run actions on jobs, such as starting them", Effect: cli.Update, Asks: true,
		Long: "Run actions on jobs. This starts real work: mails go out, data is transferred. How the document names\n" +
			"an action and its jobs is not publicly documented: your server's own Swagger page has it.",
		Example: "  unictl intrexx scheduler jobs run --portal intranet --body actions.json --yes",
		Inputs:  (*editIn).inputs,
		Check:   (*editIn).Check,
		Target:  func(*editIn) string { return "actions on jobs" },
		Review: func(context.Context, *intrexx.Client, *editIn) (string, error) {
			return "jobs do real work: mails go out, data is transferred", nil
		},
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			return in.send(ctx, "run actions on jobs", "unictl intrexx scheduler jobs list", c.RunJobActions)
		},
	}
}

func standbyGroup() cli.Group {
	return cli.Group{
		Use: "standby", Short: "Standby of the scheduler: no job is started",
		Long: "In standby the scheduler starts no job. The form of the document is not public, so\n" +
			"`on` and `off` read it and turn the one boolean that it has; they refuse where it has none or several.",
		Children: func() []cli.Command {
			return []cli.Command{
				cli.Get[*intrexx.Client, struct{}, intrexx.Object]{
					Use: "get", Short: "Show the standby status", Long: "Show the standby status." + notPublic,
					Example: "  unictl intrexx scheduler standby get --portal intranet --context sandbox",
					Item:    func(ctx context.Context, c *intrexx.Client, _ *struct{}) (item, error) { return c.Standby().Do(ctx) },
				},
				turnStandby("on", "Put the scheduler into standby: no job starts any more", "", true),
				turnStandby("off", "Let the scheduler work again: jobs that are due start at once", "jobs that are due start at once: mails go out, data is transferred", false),
			}
		},
	}
}

type standbyIn struct{ cli.Edit }

func (in *standbyIn) inputs() cli.Inputs {
	in.Free = true
	return cli.Inputs{in.BodyInput(), in.NoReadInput()}
}

// check refuses a document whose one boolean says the opposite of the command.
func (in *standbyIn) check(use string, to bool) error {
	if err := in.CheckOptional(); err != nil || !in.Given() {
		return err
	}
	if _, says, err := flipBoolean(in.Body(), to); err == nil && says != to {
		return &cli.UsageError{Flag: "--body", Message: "its one boolean is the opposite of " + use}
	}
	return nil
}

func turnStandby(use, short, lost string, to bool) cli.Command {
	return cli.Change[*intrexx.Client, standbyIn]{
		Use: use, Short: short, Effect: cli.Update, Asks: !to,
		Long: short + ".\n\nThe status is read first, and the one boolean in it is taken for it: true is standby. Nothing is sent\n" +
			"when it is so already; --dry-run shows what would change. Where the server shows none or several, give\n" +
			"the document with --body.",
		Inputs:  (*standbyIn).inputs,
		Check:   func(in *standbyIn) error { return in.check(use, to) },
		Example: "  unictl intrexx scheduler standby " + use + " --portal intranet --context sandbox --dry-run",
		Target:  func(*standbyIn) string { return "standby of the scheduler" },
		Review: func(context.Context, *intrexx.Client, *standbyIn) (string, error) {
			return lost, nil
		},
		Steps: func(ctx context.Context, c *intrexx.Client, in *standbyIn) ([]cli.Step, error) {
			name := "turn standby " + use
			if in.Given() {
				return cli.Rewritten(ctx, &in.Edit, name, c.Standby(), c.SetStandby)
			}
			current, err := c.Standby().Do(ctx)
			if err != nil {
				return nil, cli.Unreadable(err)
			}
			wanted, was, err := flipBoolean(current.Raw, to)
			if err != nil || was == to {
				return nil, err
			}
			return cli.Replaced(name, current.Raw, wanted, c.SetStandby(wanted))
		},
	}
}
