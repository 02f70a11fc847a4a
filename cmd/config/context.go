package config

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/cli/contexts"
	"unictl/internal/config"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

// Contexts is `unictl context`.
func Contexts() cli.Group {
	return cli.Group{
		Use: "context", Short: "Named sets of settings, one for each customer or stage",
		Long: "A context is a named set of settings. `--context NAME` uses one for a command, `context use`\n" +
			"for all that follow. The context `sandbox` is built in and needs nothing.",
		Section: cli.SectionSettings,
		Children: func() []cli.Command {
			return []cli.Command{listContexts(), useContext(), showContext(), createContext(), deleteContext(), renameContext()}
		},
	}
}

func contextColumns() []cli.Column[contexts.Summary] {
	return []cli.Column[contexts.Summary]{
		{Name: "name", ID: true, Cell: func(c contexts.Summary) any { return c.Name }},
		{Name: "current", Cell: func(c contexts.Summary) any { return c.Current }},
		{Name: "providers", Cell: func(c contexts.Summary) any { return c.Providers }},
		{Name: "guard", Cell: func(c contexts.Summary) any { return c.Guard }},
	}
}

func listContexts() cli.Command {
	return cli.List[*cli.Session, struct{}, contexts.Summary]{
		Use: "list", Short: "List the contexts", Example: "  unictl context list -o name", Columns: contextColumns(),
		Nothing: "no contexts yet: `unictl init` makes one, in scripts `unictl context create NAME`; or try --context sandbox",
		Items: func(_ context.Context, s *cli.Session, _ *struct{}) iter.Seq2[rest.Item[contexts.Summary], error] {
			return cli.Items(contexts.List(s))
		},
	}
}

type oneContext struct{ Name string }

func (in *oneContext) target() string { return in.Name }

func (in *oneContext) optional() cli.Inputs {
	return cli.Inputs{cli.Arg("name", &in.Name, parse.Any).Optional().Contexts()}
}

func (in *oneContext) known() cli.Inputs {
	return cli.Inputs{cli.Arg("name", &in.Name, parse.Any).Contexts()}
}

// mustExist makes a context that is acted on and is not there a missing target,
// not a wrong setting.
func mustExist(s *cli.Session, name string) error {
	_, err := contexts.Named(s, name)
	return err
}

func showContext() cli.Command {
	return cli.Get[*cli.Session, oneContext, contexts.Summary]{
		Use: "show [NAME]", Short: "Show the context in use, or the one named",
		Example: "  unictl context show\n  unictl context show prod -o yaml", Inputs: (*oneContext).optional, Columns: contextColumns(),
		Item: func(_ context.Context, s *cli.Session, in *oneContext) (rest.Item[contexts.Summary], error) {
			return contexts.Named(s, in.Name)
		},
	}
}

func useContext() cli.Command {
	return cli.Change[*cli.Session, oneContext]{
		Use: "use NAME", Short: "Use this context for all commands that follow", Effect: cli.Update,
		Example: "  unictl context use prod", Inputs: (*oneContext).known, Target: (*oneContext).target,
		Steps: func(_ context.Context, s *cli.Session, in *oneContext) ([]cli.Step, error) {
			if err := mustExist(s, in.Name); err != nil {
				return nil, err
			}
			return cli.Locals(contexts.Edit(s, "use context "+in.Name, func(f *config.File) error { return f.UseContext(in.Name) }))
		},
	}
}

type createContextIn struct {
	Name string
	Set  []contexts.Assignment
	Use  bool
}

func createContext() cli.Command {
	return cli.Change[*cli.Session, createContextIn]{
		Use: "create NAME", Short: "Make a context", Effect: cli.Create,
		Example: "  unictl context create prod --use --set ixon.application=RPHHg5LaTtQg --set ixon.company=1234-5678-9012-3456-7890\n" +
			"  unictl config set ixon.token --context prod < token.txt",
		Inputs: func(in *createContextIn) cli.Inputs {
			return cli.Inputs{
				cli.Arg("name", &in.Name, parse.Any),
				cli.FlagList("set", &in.Set, contexts.ParseAssignment, cli.SetUsage),
				cli.Switch("use", &in.Use, "use it for all commands that follow"),
			}
		},
		Target: func(in *createContextIn) string { return in.Name },
		Steps: func(_ context.Context, s *cli.Session, in *createContextIn) ([]cli.Step, error) {
			return cli.Locals(contexts.Create(s, in.Name, in.Set, in.Use))
		},
	}
}

func deleteContext() cli.Command {
	return cli.Change[*cli.Session, oneContext]{
		Use: "delete NAME", Short: "Delete a context with its settings and secrets", Effect: cli.Delete,
		Example: "  unictl context delete old --yes", Inputs: (*oneContext).known, Target: (*oneContext).target,
		Steps: func(ctx context.Context, s *cli.Session, in *oneContext) ([]cli.Step, error) {
			if err := mustExist(s, in.Name); err != nil {
				return nil, err
			}
			return cli.Locals(contexts.Delete(s, in.Name))
		},
	}
}

type renameContextIn struct{ From, To string }

func renameContext() cli.Command {
	return cli.Change[*cli.Session, renameContextIn]{
		Use: "rename NAME NEW-NAME", Short: "Rename a context; its secrets follow", Effect: cli.Update,
		Example: "  unictl context rename prod production",
		Inputs: func(in *renameContextIn) cli.Inputs {
			return cli.Inputs{cli.Arg("name", &in.From, parse.Any).Contexts(), cli.Arg("new-name", &in.To, parse.Any)}
		},
		Target: func(in *renameContextIn) string { return in.From + " to " + in.To },
		Steps: func(_ context.Context, s *cli.Session, in *renameContextIn) ([]cli.Step, error) {
			if err := mustExist(s, in.From); err != nil {
				return nil, err
			}
			return cli.Locals(contexts.Rename(s, in.From, in.To))
		},
	}
}
