package intrexx

import (
	"context"
	"encoding/json"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
)

func groupsGroup() cli.Group {
	return cli.Group{Use: "groups", Short: "Groups of the portal, by their id: the API lists none", Children: func() []cli.Command {
		return []cli.Command{createGroup(), getGroup(), deleteGroup()}
	}}
}

type oneGroup struct{ Group string }

func (in *oneGroup) arg() *cli.Input {
	return cli.Arg("group", &in.Group, parse.Checked(intrexx.CheckID))
}
func (in *oneGroup) inputs() cli.Inputs { return cli.Inputs{in.arg()} }
func (in *oneGroup) many() cli.Inputs   { return cli.Inputs{in.arg().Many()} }
func (in *oneGroup) id() string         { return in.Group }
func (in *oneGroup) target() string     { return "group " + in.Group }

func getGroup() cli.Command {
	return cli.Get[*intrexx.Client, oneGroup, intrexx.Object]{
		Use: "get GROUP", Short: "Show a group", Long: "Show a group." + notPublic,
		Example: "  unictl intrexx groups get 4 --portal intranet --context sandbox",
		Inputs:  (*oneGroup).inputs,
		Item: func(ctx context.Context, c *intrexx.Client, in *oneGroup) (item, error) {
			return c.Group(in.Group).Do(ctx)
		},
	}
}

// newIn is something whose document is not public, on its way to be created.
type newIn struct {
	cli.Edit
	made intrexx.Answer
}

func (in *newIn) id() string { return in.made.ID }

func (in *newIn) create(ctx context.Context, name, look string, call func(json.RawMessage) writes) ([]cli.Step, error) {
	body, err := in.New()
	if err != nil {
		return nil, err
	}
	return []cli.Step{{Name: name, Call: call(body).Then(func(a intrexx.Answer) { in.made = a }), Look: look}}, nil
}

func createGroup() cli.Command {
	return cli.Change[*intrexx.Client, newIn]{
		Use: "create", Short: "Create a group", Effect: cli.Create,
		Long: "Create a group. The id that the server gives is printed: keep it, since the API lists no groups. What the\n" +
			"document looks like is not publicly documented: your server's own Swagger page has it.",
		Example: "  unictl intrexx groups create --portal intranet --body group.json",
		Inputs:  func(in *newIn) cli.Inputs { return in.Inputs() },
		Check:   func(in *newIn) error { return in.Edit.Check() },
		Target:  func(*newIn) string { return "a group" }, ID: (*newIn).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *newIn) ([]cli.Step, error) {
			return in.create(ctx, "create a group", "", c.CreateGroup)
		},
	}
}

func deleteGroup() cli.Command {
	return cli.Change[*intrexx.Client, oneGroup]{
		Use: "delete GROUP…", Short: "Delete groups", Effect: cli.Delete,
		Long:    "Delete groups. Their members lose every right that they had through them.",
		Example: "  unictl intrexx groups delete 12 --portal intranet --yes",
		Inputs:  (*oneGroup).many, Target: (*oneGroup).target, ID: (*oneGroup).id,
		Steps: func(_ context.Context, c *intrexx.Client, in *oneGroup) ([]cli.Step, error) {
			return []cli.Step{{Name: "delete " + in.target(), Call: c.DeleteGroup(in.Group), Look: "unictl intrexx groups get " + in.Group}}, nil
		},
	}
}
