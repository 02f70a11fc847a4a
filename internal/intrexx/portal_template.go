package intrexx

// PortalTemplate is a commented YAML file to start from for the body of
// CreatePortal: the fields of the vendor's sample (§3.2). The password of the
// database is not in it.
func PortalTemplate() string {
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
