package intrexx

import (
	"cmp"
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
)

func templatesGroup() cli.Group {
	return cli.Group{Use: "templates", Short: "Templates that portals are made from (not in Docker deployments)", Children: func() []cli.Command {
		return []cli.Command{listTemplates(), uploadTemplate()}
	}}
}

func listTemplates() cli.Command {
	return cli.List[*intrexx.Client, struct{}, intrexx.Object]{
		Use: "list", Short: "List the portal templates of the server", Long: "List the portal templates of the server." + notPublic,
		Example: "  unictl intrexx templates list --context sandbox", Without: unbound(),
		Items: func(ctx context.Context, c *intrexx.Client, _ *struct{}) items { return c.Templates(ctx) },
	}
}

type templateIn struct {
	packageIn
	Part string
}

func (in *templateIn) openTemplate() (err error) {
	in.zip, err = intrexx.OpenTemplate(in.File)
	return err
}

func uploadTemplate() cli.Command {
	return cli.Change[*intrexx.Client, templateIn]{
		Use: "upload FILE", Short: "Upload a portal template", Effect: cli.Create, Without: unbound(),
		Long: "Upload a zip as a portal template; portals can be created from it afterwards. How the upload names its\n" +
			"part is not publicly documented: it is called files, as for applications, unless --part says otherwise.",
		Example: "  unictl intrexx templates upload template.zip --context sandbox --dry-run",
		Inputs: func(in *templateIn) cli.Inputs {
			return append(in.inputs(), cli.Flag("part", &in.Part, parse.Text(100), "`NAME` of the form's part (default files; unconfirmed)"))
		},
		Check: (*templateIn).openTemplate, Target: (*templateIn).target,
		Steps: func(_ context.Context, c *intrexx.Client, in *templateIn) ([]cli.Step, error) {
			return []cli.Step{{Name: "upload " + in.target(), Call: c.UploadTemplate(in.zip, cmp.Or(in.Part, intrexx.TemplatePart)), Look: "unictl intrexx templates list"}}, nil
		},
	}
}
