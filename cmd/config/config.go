// Package config is the commands for the tool's own settings: `unictl config`
// and `unictl context`.
package config

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/cli/contexts"
	"unictl/internal/cli/login"
	"unictl/internal/parse"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// Group is `unictl config`.
func Group() cli.Group {
	return cli.Group{
		Use: "config", Short: "Settings: where they come from and what they are",
		Long: "Settings come from flags, then the environment, then the context in use, then defaults.\n" +
			"`config explain` shows every value with its origin. Secrets are kept apart, readable by you alone.",
		Section: cli.SectionSettings,
		Children: func() []cli.Command {
			return []cli.Command{getSetting(), setSetting(), unsetSetting(), listSettings(), explainSettings(), showPath()}
		},
	}
}

type oneKey struct{ Key string }

func (in *oneKey) inputs() cli.Inputs {
	return cli.Inputs{cli.Arg("key", &in.Key, parse.Any).Keys()}
}

func settingColumns() []cli.Column[contexts.Setting] {
	return []cli.Column[contexts.Setting]{
		{Name: "key", ID: true, Cell: func(v contexts.Setting) any { return v.Key }},
		{Name: "value", Cell: func(v contexts.Setting) any { return v.Value }},
		{Name: "origin", Cell: func(v contexts.Setting) any { return v.Origin }},
	}
}

func getSetting() cli.Command {
	return cli.Get[*cli.Session, oneKey, contexts.Setting]{
		Use: "get KEY", Short: "Show one setting's effective value and its origin",
		Example: "  unictl config get ixon.company\n  unictl config get ixon.url --jq .value",
		Inputs:  (*oneKey).inputs, Columns: settingColumns(),
		Item: func(ctx context.Context, s *cli.Session, in *oneKey) (rest.Item[contexts.Setting], error) {
			return contexts.Explained(ctx, s, in.Key)
		},
	}
}

func explainSettings() cli.Command {
	return cli.List[*cli.Session, struct{}, contexts.Setting]{
		Use: "explain", Short: "Show every setting's effective value and where it comes from",
		Long:    "Show every setting's effective value and where it comes from. A secret's value is never shown.",
		Example: "  unictl config explain\n  unictl config explain --context prod -o json", Columns: settingColumns(),
		Items: func(ctx context.Context, s *cli.Session, _ *struct{}) iter.Seq2[rest.Item[contexts.Setting], error] {
			return cli.Items(contexts.Explain(ctx, s))
		},
	}
}

func listSettings() cli.Command {
	return cli.List[*cli.Session, struct{}, contexts.Setting]{
		Use: "list", Short: "List what is set in the context's file",
		Example: "  unictl config list --context prod", Columns: settingColumns(),
		Nothing: "nothing is set in this context",
		Items: func(_ context.Context, s *cli.Session, _ *struct{}) iter.Seq2[rest.Item[contexts.Setting], error] {
			return cli.Items(contexts.Stored(s))
		},
	}
}

type setIn struct {
	Key, Value string
	Store      secret.Store
}

func setSetting() cli.Command {
	return cli.Change[*cli.Session, setIn]{
		Use: "set KEY [VALUE]", Short: "Set a value in the context, or keep a secret", Effect: cli.Update,
		Long: "Set a value in the context in use, or the one named by --context. A secret takes no VALUE:\n" +
			"it is read from standard input, or asked for without echo, and kept in the system's keyring, or with\n" +
			"--store file in a file readable by you alone.",
		Example: "  unictl config set ixon.company 1234-5678-9012-3456-7890\n" +
			"  unictl config set ixon.token < token.txt",
		Inputs: func(in *setIn) cli.Inputs {
			return cli.Inputs{
				cli.Arg("key", &in.Key, parse.Any).Keys(),
				cli.Arg("value", &in.Value, parse.Any).Optional(),
				login.StoreFlag(&in.Store),
			}
		},
		Target: func(in *setIn) string { return in.Key },
		Steps: func(ctx context.Context, s *cli.Session, in *setIn) ([]cli.Step, error) {
			return cli.Locals(contexts.Set(ctx, s, in.Key, in.Value, in.Store))
		},
	}
}

func unsetSetting() cli.Command {
	return cli.Change[*cli.Session, oneKey]{
		Use: "unset KEY", Short: "Remove a value or a secret from the context", Effect: cli.Update,
		Example: "  unictl config unset ixon.branding", Inputs: (*oneKey).inputs,
		Target: func(in *oneKey) string { return in.Key },
		Steps: func(ctx context.Context, s *cli.Session, in *oneKey) ([]cli.Step, error) {
			return cli.Locals(contexts.Unset(ctx, s, in.Key))
		},
	}
}

func showPath() cli.Command {
	return cli.List[*cli.Session, struct{}, contexts.Place]{
		Use: "path", Short: "Show the files and folders in use", Example: "  unictl config path",
		Columns: []cli.Column[contexts.Place]{
			{Name: "what", ID: true, Cell: func(p contexts.Place) any { return p.What }},
			{Name: "path", Cell: func(p contexts.Place) any { return p.Path }},
			{Name: "exists", Cell: func(p contexts.Place) any { return p.Exists }},
		},
		Items: func(_ context.Context, s *cli.Session, _ *struct{}) iter.Seq2[rest.Item[contexts.Place], error] {
			return cli.Items(contexts.Places(s), nil)
		},
	}
}
