package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
)

// databasePassword is the variable of the new portal's database.
const databasePassword = "UNICTL_INTREXX_DATABASE_PASSWORD"

type createPortalIn struct {
	cli.Edit
	Portal   intrexx.PortalCreate
	Password string
	NoCreate bool
	made     intrexx.Answer
}

func createPortal() cli.Command {
	return cli.Change[*intrexx.Client, createPortalIn]{
		Use: "create", Short: "Create a portal", Effect: cli.Create, Without: unbound(), Template: intrexx.PortalTemplate,
		Long: "Create a portal, from flags or from a file that --print-template starts. Paths are the server's. The\n" +
			"password of the database comes from " + databasePassword + ", a file, or is typed.\n" +
			"This takes minutes; there is no time limit unless --timeout sets one. Commands on the new portal work\n" +
			"once it stands in the server's admin-api.yaml.",
		Example: "  unictl intrexx portals create --print-template > portal.yaml\n" +
			"  unictl intrexx portals create --body portal.yaml --dry-run\n" +
			"  unictl intrexx portals create --body portal.yaml --database-password-file db.txt",
		Inputs: (*createPortalIn).inputs, Check: (*createPortalIn).check,
		Target: func(in *createPortalIn) string { return intrexx.PortalName(in.Portal, in.Body()) },
		ID:     func(in *createPortalIn) string { return in.made.ID },
		Steps: func(ctx context.Context, c *intrexx.Client, in *createPortalIn) ([]cli.Step, error) {
			if err := in.complete(ctx); err != nil {
				return nil, err
			}
			body, err := in.New()
			call := c.CreatePortal(body).Then(func(a intrexx.Answer) { in.made = a })
			return []cli.Step{{Name: "create portal " + intrexx.PortalName(in.Portal, body), Call: call, Look: "unictl intrexx portals list"}}, err
		},
	}
}

func (in *createPortalIn) inputs() cli.Inputs {
	p, text := &in.Portal, parse.Text(1024)
	password := cli.SecretInput{
		Noun: "database password", Target: &in.Password, Env: databasePassword,
		Unless: func() bool { return in.HasText("database", "password") },
	}
	return cli.Inputs{
		cli.Flag("template-path", &p.TemplatePath, text, "`FOLDER` of the template on the server, as `templates list` may show it"),
		cli.Flag("portal-path", &p.PortalPath, text, "`FOLDER` of the new portal on the server; its last part names the portal"),
		cli.Flag("display-name", &p.Portal.DisplayName, text, "display `NAME`"),
		cli.Flag("default-language", &p.Portal.DefaultLanguage, parse.Language, "`LANGUAGE` like en or de"),
		cli.Flag("web-server-host-name", &p.Portal.WebServerHostName, text, "`HOST` of the web server"),
		cli.Flag("web-default-base-url", &p.Portal.WebDefaultBaseURL, parse.WebAddress, "`URL` under which people reach the portal"),
		cli.Flag("web-connector-host", &p.Portal.WebConnectorHost, text, "`HOST` of the portal's own connector"),
		cli.Flag("web-connector-port", &p.Portal.WebConnectorPort, parse.Port, "`PORT` of the portal's own connector, usually 1337"),
		cli.Flag("rest-connector-port", &p.Portal.RESTConnectorPort, parse.Port, "`PORT` of the portal's REST connector, usually 8101"),
		cli.Flag("search-url", &p.Portal.SearchConfiguration.ServerConfiguration.URL, parse.WebAddress, "`URL` of the Solr server"),
		cli.Flag("search-base-directory", &p.Portal.SearchConfiguration.ServerConfiguration.BaseDirectory, text, "`FOLDER` of the Solr server on the server"),
		cli.Flag("database-type", &p.Database.Type, text, "`TYPE` of the database (postgresql in the vendor's sample)"),
		cli.Flag("database-host", &p.Database.Host, text, "`HOST` of the database"),
		cli.Flag("database-port", &p.Database.Port, parse.Port, "`PORT` of the database"),
		cli.Flag("database-user", &p.Database.User, text, "`USER` of the database"),
		cli.Flag("database-name", &p.Database.DatabaseName, text, "`NAME` of the database"),
		cli.Switch("database-exists", &in.NoCreate, "use a database that is there, instead of creating it"),
		in.BodyInput(),
		password.Input(),
	}
}

func (in *createPortalIn) check() error {
	p := in.Portal
	flags := p != intrexx.PortalCreate{} || in.NoCreate
	switch {
	case in.Body() != nil && flags:
		return &cli.UsageError{Message: "--body and the flags for single values exclude each other"}
	case in.Body() == nil && (p.TemplatePath == "" || p.PortalPath == "" || p.Portal.DisplayName == "" || p.Database.DatabaseName == ""):
		return &cli.UsageError{
			Message: "a portal needs at least --template-path, --portal-path, --display-name and --database-name",
			Hint:    "--print-template writes a file to start from, for --body",
		}
	}
	return nil
}

// complete makes the document of the flags, and puts the password into it.
func (in *createPortalIn) complete(ctx context.Context) error {
	if in.Body() == nil {
		create := !in.NoCreate
		in.Portal.Database.Create = &create
		in.SetBody(in.Portal.Body())
	}
	if in.Password == "" {
		return nil
	}
	return in.Add(in.Password, "database", "password")
}
