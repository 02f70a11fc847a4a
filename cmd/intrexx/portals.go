package intrexx

import (
	"cmp"
	"context"
	"encoding/json"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func portalsGroup() cli.Group {
	return cli.Group{Use: "portals", Short: "Portals of the server (not in Docker deployments)", Children: func() []cli.Command {
		return []cli.Command{listPortals(), createPortal(), deletePortal()}
	}}
}

func listPortals() cli.Command {
	return cli.List[*intrexx.Client, struct{}, intrexx.Object]{
		Use: "list", Short: "List the portals of the server", Without: unbound(),
		Long:    "List the portals of the server. Docker deployments do not offer this." + notPublic,
		Example: "  unictl intrexx portals list --context sandbox\n  unictl intrexx portals list --context sandbox -o json",
		Items:   func(ctx context.Context, c *intrexx.Client, _ *struct{}) items { return c.Portals(ctx) },
	}
}

type onePortal struct{ Portal cli.Ref }

func deletePortal() cli.Command {
	return cli.Change[*intrexx.Client, onePortal]{
		Use: "delete PORTAL", Short: "Delete a portal for good", Effect: cli.Delete, TypeName: true, Without: unbound(),
		Long: "Delete a portal, by its GUID or its display name, as `portals list` shows them. At a terminal its\n" +
			"display name has to be typed. Users, applications and data of the portal are gone; whether the database\n" +
			"and the folder on the server go too is not publicly documented. There is no time limit unless --timeout\n" +
			"sets one.",
		Example: "  unictl intrexx portals delete 25CCDF3190526140F31369730297142B8BA06531 --yes",
		Inputs: func(in *onePortal) cli.Inputs {
			return cli.Inputs{cli.Arg("portal", &in.Portal, cli.ParseRef).Find(portals())}
		},
		Target: func(in *onePortal) string { return in.Portal.String() },
		ID:     func(in *onePortal) string { return in.Portal.ID },
		Review: func(context.Context, *intrexx.Client, *onePortal) (string, error) {
			return "everything in the portal will be lost for good", nil
		},
		Steps: func(_ context.Context, c *intrexx.Client, in *onePortal) ([]cli.Step, error) {
			return []cli.Step{{Name: "delete portal " + in.Portal.String(), Call: c.DeletePortal(in.Portal.ID), Look: "unictl intrexx portals list"}}, nil
		},
	}
}

// databasePassword is the variable of the new portal's database.
const databasePassword = "UNICTL_INTREXX_DATABASE_PASSWORD"

type createPortalIn struct {
	editIn
	Portal   intrexx.PortalCreate
	Password string
	NoCreate bool
}

func createPortal() cli.Command {
	return cli.Change[*intrexx.Client, createPortalIn]{
		Use: "create", Short: "Create a portal", Effect: cli.Create, Without: unbound(), Template: portalTemplate,
		Long: "Create a portal, from flags or from a file that --print-template starts. Paths are the server's. The\n" +
			"password of the database comes from " + databasePassword + ", a file, or is typed.\n" +
			"This takes minutes; there is no time limit unless --timeout sets one. Commands on the new portal work\n" +
			"once it is in the server's admin-api.yaml.",
		Example: "  unictl intrexx portals create --print-template > portal.yaml\n" +
			"  unictl intrexx portals create --body portal.yaml --dry-run\n" +
			"  unictl intrexx portals create --body portal.yaml --database-password-file db.txt",
		Inputs: (*createPortalIn).inputs, Check: (*createPortalIn).check,
		Target: (*createPortalIn).name,
		ID:     (*createPortalIn).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *createPortalIn) ([]cli.Step, error) {
			if err := in.complete(ctx); err != nil {
				return nil, err
			}
			return in.send(ctx, "create portal "+in.name(), "unictl intrexx portals list", c.CreatePortal)
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

// name is the display name, "a portal" when nobody says one.
func (in *createPortalIn) name() string {
	p := in.Portal
	if in.Body() != nil {
		_ = json.Unmarshal(in.Body(), &p) // a body of one's own may be anything
	}
	return cmp.Or(rest.Line(p.Portal.DisplayName), "a portal")
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

// portalTemplate is a commented YAML file to start from: the fields of the
// vendor's sample (§3.2). The password of the database is not in it.
func portalTemplate() string {
	return `# A new Intrexx portal. Paths are those of the server, not of this machine.
# Which fields the server requires, and which more it takes, is not publicly
# documented: its own Swagger page has it. Remove what you do not need.

template_path: /opt/intrexx/orgtempl/blank/   # folder of a template, ending with /
portal_path: /opt/intrexx/org/intranet        # folder of the portal; its last part is the portal's name

portal:
  display_name: intranet
  default_language: en
  web_server_host_name: portal.example.org
  web_default_base_url: https://portal.example.org
  web_connector_host: localhost               # the portal's own Tomcat
  web_connector_port: 1337
  rest_connector_port: 8101                   # must be free on the server
  search_configuration:
    server_configuration:
      url: http://localhost:8983              # Solr
      base_directory: /opt/intrexx/solr/server/solr

database:
  type: postgresql
  host: localhost
  port: 5432
  user: postgres
  # password: comes from UNICTL_INTREXX_DATABASE_PASSWORD, from a file with
  #           --database-password-file, or is asked for
  database_name: ixintranet
  create: true                                # false: use a database that is there
`
}
