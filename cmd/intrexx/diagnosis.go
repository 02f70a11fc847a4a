package intrexx

import (
	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

type diagnosisIn struct{ File string }

func diagnosisGroup() cli.Group {
	return cli.Group{Use: "diagnosis", Short: "The server's diagnosis file", Children: func() []cli.Command {
		return []cli.Command{downloadDiagnosis()}
	}}
}

func downloadDiagnosis() cli.Command {
	return cli.Download[*intrexx.Client, diagnosisIn]{
		Use: "download FILE", Short: "Download the diagnosis zip of the portal's server", Noun: "diagnosis zip",
		Long: "Download the diagnosis zip of the portal's server. It holds logs and configuration, so the file is for\n" +
			"your eyes only (0600). It takes its name when it is whole and a zip. - writes it to standard output.",
		Example: "  unictl intrexx diagnosis download diagnosis.zip --portal intranet --context sandbox\n" +
			"  unictl intrexx diagnosis download - --portal intranet | bsdtar -tf -",
		Inputs: func(in *diagnosisIn) cli.Inputs {
			return cli.Inputs{cli.Arg("file", &in.File, parse.Text(4096)).Path()}
		},
		To: func(in *diagnosisIn) string { return in.File }, Genuine: intrexx.ZipMagic,
		Call: func(c *intrexx.Client, _ *diagnosisIn, receive rest.Receive) rest.Prepared {
			return c.Diagnosis(receive)
		},
	}
}
