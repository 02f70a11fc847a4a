package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
)

func applicationsGroup() cli.Group {
	return cli.Group{
		Use: "applications", Short: "Bring applications, processes, layouts and files into the portal",
		Children: func() []cli.Command { return []cli.Command{importApplications(), overwriteApplications()} },
	}
}

// packageIn is a zip on its way to the server.
type packageIn struct {
	File string
	zip  *intrexx.Package
}

func (in *packageIn) inputs() cli.Inputs {
	return cli.Inputs{cli.Arg("file", &in.File, parse.Text(4096)).Path()}
}

// open looks into the zip before anything is sent.
func (in *packageIn) open() (err error) {
	in.zip, err = intrexx.OpenPackage(in.File)
	return err
}

func (in *packageIn) target() string { return in.zip.Name + " (" + cli.Size(in.zip.Size) + ")" }

func importApplications() cli.Command {
	return cli.Change[*intrexx.Client, packageIn]{
		Use: "import FILE", Short: "Import an export zip as new applications", Effect: cli.Create,
		Long: "Import an export zip with applications, processes, layouts or files. What is in the portal already is\n" +
			"not replaced: importing the same zip twice may leave two copies, so this is never repeated by itself.\n" +
			"The zip is checked first; it must not hold another zip. Up to Intrexx 10.11 it must come from the same\n" +
			"patch level. There is no time limit unless --timeout sets one.",
		Example: "  unictl intrexx applications import app.zip --portal staging",
		Inputs:  (*packageIn).inputs, Check: (*packageIn).open, Target: (*packageIn).target,
		Steps: func(_ context.Context, c *intrexx.Client, in *packageIn) ([]cli.Step, error) {
			return []cli.Step{{
				Name: "import " + in.target(), Call: c.ImportApplications(in.zip),
				Look: "unictl intrexx diagnosis download FILE",
			}}, nil
		},
	}
}

func overwriteApplications() cli.Command {
	return cli.Change[*intrexx.Client, packageIn]{
		Use: "overwrite FILE", Short: "Replace applications by those of an export zip", Effect: cli.Update, Asks: true,
		Long: "Replace applications, processes, layouts and files by those of an export zip. Data of fields that the\n" +
			"new version no longer has is lost for good; other data stays. The zip is checked first, as for import.",
		Example: "  unictl intrexx applications overwrite app.zip --portal staging --yes",
		Inputs:  (*packageIn).inputs, Check: (*packageIn).open, Target: (*packageIn).target,
		Review: func(context.Context, *intrexx.Client, *packageIn) (string, error) {
			return "data in fields that the new version no longer has will be lost for good", nil
		},
		Steps: func(_ context.Context, c *intrexx.Client, in *packageIn) ([]cli.Step, error) {
			return []cli.Step{{
				Name: "overwrite with " + in.target(), Call: c.OverwriteApplications(in.zip),
				Look: "unictl intrexx diagnosis download FILE",
			}}, nil
		},
	}
}
