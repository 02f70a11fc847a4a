package intrexx

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// Portals lists the portals: GET /portals (§3.1). Docker deployments do not
// have it.
func (c *Client) Portals(ctx context.Context) iter.Seq2[rest.Item[Object], error] {
	return c.list(ctx, rest.Get("PortalList", "portals"))
}

// PortalCreate is a new portal, with all fields of the vendor's sample (§3.2).
// Which of them the server requires, and which more it takes, is not public:
// what is zero here is left out.
type PortalCreate struct {
	TemplatePath string         `json:"template_path,omitempty"` // directory on the server
	PortalPath   string         `json:"portal_path,omitempty"`   // directory on the server; its last part names the portal
	Portal       PortalDetails  `json:"portal,omitzero"`
	Database     PortalDatabase `json:"database,omitzero"`
}

// PortalDetails is the portal itself.
type PortalDetails struct {
	DisplayName         string       `json:"display_name,omitempty"`
	DefaultLanguage     string       `json:"default_language,omitempty"` // "en"
	WebServerHostName   string       `json:"web_server_host_name,omitempty"`
	WebDefaultBaseURL   string       `json:"web_default_base_url,omitempty"`
	WebConnectorHost    string       `json:"web_connector_host,omitempty"`
	WebConnectorPort    int          `json:"web_connector_port,omitempty"`  // usually 1337
	RESTConnectorPort   int          `json:"rest_connector_port,omitempty"` // usually 8101
	SearchConfiguration PortalSearch `json:"search_configuration,omitzero"`
}

// PortalSearch is where the portal's search lies.
type PortalSearch struct {
	ServerConfiguration SearchServer `json:"server_configuration,omitzero"`
}

// SearchServer is a Solr server.
type SearchServer struct {
	URL           string `json:"url,omitempty"`
	BaseDirectory string `json:"base_directory,omitempty"` // directory on the server
}

// PortalDatabase is the portal's database and the account that it is reached
// with.
type PortalDatabase struct {
	Type         string `json:"type,omitempty"` // "postgresql" in the sample; others are not public
	Host         string `json:"host,omitempty"`
	Port         int    `json:"port,omitempty"`
	User         string `json:"user,omitempty"`
	Password     string `json:"password,omitempty"`
	DatabaseName string `json:"database_name,omitempty"`
	Create       *bool  `json:"create,omitempty"` // true = a new database; nil = not sent
}

// Body is p as JSON.
func (p PortalCreate) Body() json.RawMessage { return encode(p) }

// CreatePortal makes a portal: POST /portals (§3.2); PortalCreate.Body gives
// the body that the vendor's sample sends. It takes minutes, and Docker
// deployments do not have it.
func (c *Client) CreatePortal(body json.RawMessage) rest.Call[Answer] {
	r := call("PortalCreate", http.MethodPost, "portals")
	r.Long = true
	return c.write(r, body)
}

// DeletePortal is DELETE /portals/{id} for good, where id is the portal's GUID
// and not its name (§3.3). The empty object in the body is the sample's. It
// takes minutes and is never repeated (§2.8); Docker deployments do not have it.
func (c *Client) DeletePortal(id string) rest.Call[Answer] {
	r := call("PortalDelete", http.MethodDelete, "portals", id)
	r.Long = true
	return c.write(r, json.RawMessage("{}"))
}
