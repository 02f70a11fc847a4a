package intrexx

import (
	"context"
	"encoding/json"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
)

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

// jobs completes the ids that the list shows.
func jobs() *cli.Lookup {
	return cli.LookupIn("job", intrexx.IsGUID, func(ctx context.Context, c *intrexx.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Jobs(ctx), entryOf)
	})
}

type oneJob struct{ Job string }

func (in *oneJob) arg() *cli.Input {
	return cli.Arg("job", &in.Job, parse.Checked(intrexx.CheckID)).Complete(jobs())
}
func (in *oneJob) inputs() cli.Inputs { return cli.Inputs{in.arg()} }
func (in *oneJob) many() cli.Inputs   { return cli.Inputs{in.arg().Many()} }
func (in *oneJob) id() string         { return in.Job }
func (in *oneJob) target() string     { return "job " + in.Job }

func getJob() cli.Command {
	return cli.Get[*intrexx.Client, oneJob, intrexx.Object]{
		Use: "get JOB", Short: "Show a job", Long: "Show all of a job." + notPublic,
		Example: "  unictl intrexx scheduler jobs get 1D5C9E3A7B2F4C6D8E0F1A2B3C4D5E6F70819203 --portal intranet",
		Inputs:  (*oneJob).inputs,
		Item:    func(ctx context.Context, c *intrexx.Client, in *oneJob) (item, error) { return c.Job(in.Job).Do(ctx) },
	}
}

type newJobIn struct {
	newIn
	Type string
}

func createJob() cli.Command {
	return cli.Change[*intrexx.Client, newJobIn]{
		Use: "create TYPE", Short: "Create a job", Effect: cli.Create, Alone: true,
		Long: "Create a job. Which types there are, and what their documents look like, is not publicly documented:\n" +
			"your server's own Swagger page has it.",
		Example: "  unictl intrexx scheduler jobs create TYPE --portal intranet --body job.json --dry-run",
		Inputs: func(in *newJobIn) cli.Inputs {
			return in.Inputs(cli.Arg("type", &in.Type, parse.Checked(intrexx.CheckID)))
		},
		Check:  func(in *newJobIn) error { return in.Edit.Check() },
		Target: func(in *newJobIn) string { return "a job of type " + in.Type },
		ID:     func(in *newJobIn) string { return in.id() },
		Steps: func(ctx context.Context, c *intrexx.Client, in *newJobIn) ([]cli.Step, error) {
			return in.create(ctx, "create a job of type "+in.Type, "unictl intrexx scheduler jobs list", func(body json.RawMessage) writes { return c.CreateJob(in.Type, body) })
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
		Inputs:  func(in *updateJobIn) cli.Inputs { return in.Inputs(in.arg()) },
		Check:   func(in *updateJobIn) error { return in.Edit.Check() },
		Target:  func(in *updateJobIn) string { return in.target() },
		ID:      func(in *updateJobIn) string { return in.Job },
		Steps: func(ctx context.Context, c *intrexx.Client, in *updateJobIn) ([]cli.Step, error) {
			return cli.Patched(ctx, &in.Edit, "change "+in.target(), c.Job(in.Job), func(body json.RawMessage) writes { return c.UpdateJob(in.Job, body) })
		},
	}
}

func deleteJob() cli.Command {
	return cli.Change[*intrexx.Client, oneJob]{
		Use: "delete JOB…", Short: "Delete jobs", Effect: cli.Delete,
		Example: "  unictl intrexx scheduler jobs delete 1D5C9E3A7B2F4C6D8E0F1A2B3C4D5E6F70819203 --portal intranet --yes",
		Inputs:  (*oneJob).many, Target: (*oneJob).target, ID: (*oneJob).id,
		Steps: func(_ context.Context, c *intrexx.Client, in *oneJob) ([]cli.Step, error) {
			return []cli.Step{{Name: "delete " + in.target(), Call: c.DeleteJob(in.Job), Look: "unictl intrexx scheduler jobs list"}}, nil
		},
	}
}

func runJobs() cli.Command {
	return cli.Change[*intrexx.Client, editIn]{
		Use: "run", Short: "Run actions on jobs, such as starting them", Effect: cli.Update, Asks: true,
		Long: "Run actions on jobs. This starts real work: mails go out, data is transferred. How the document names\n" +
			"an action and its jobs is not publicly documented: your server's own Swagger page has it.",
		Example: "  unictl intrexx scheduler jobs run --portal intranet --body actions.json --yes",
		Inputs:  func(in *editIn) cli.Inputs { return in.Inputs() },
		Check:   func(in *editIn) error { return in.Edit.Check() },
		Target:  func(*editIn) string { return "actions on jobs" },
		Review: func(context.Context, *intrexx.Client, *editIn) (string, error) {
			return "jobs do real work: mails go out, data is transferred", nil
		},
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			body, err := in.New()
			return []cli.Step{{Name: "run actions on jobs", Call: c.RunJobActions(body), Look: "unictl intrexx scheduler jobs list"}}, err
		},
	}
}
