package intrexx

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// portal is one that exists on the server. Clients address it by name, and
// delete it by GUID (contract §2.2).
type portal struct {
	GUID         string `json:"-"` // its key
	Name         string `json:"name"`
	Display      string `json:"display"`
	BaseURL      string `json:"baseUrl"`
	Database     string `json:"database,omitempty"`
	Unconfigured bool   `json:"unconfigured,omitempty"` // it is not in admin-api.yaml
	Next         int    `json:"next"`                   // id of the next user or group
	Trial        bool   `json:"trial,omitempty"`        // it has had its trial licence
}

// at is the key of something that belongs to the portal.
func (p *portal) at(parts ...string) string {
	return prefixIn + p.GUID + "/" + strings.Join(parts, "/")
}

// id takes the next id of the portal's users and groups.
func (p *portal) id() int {
	p.Next++
	return p.Next - 1
}

func (v *view) putPortal(p *portal) { v.put(prefixPortal+p.GUID, p) }

func (v *view) portals() []*portal {
	var all []*portal
	for guid, p := range each[portal](v, prefixPortal) {
		p.GUID = guid
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b *portal) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// portalByName is nil when there is none.
func (v *view) portalByName(name string) *portal {
	for _, p := range v.portals() {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// listPortals is GET /portals. Either name stands in an entry, or both.
func (c *call) listPortals() (answer, error) {
	var rows []document
	for _, p := range c.portals() {
		rows = append(rows, c.portalRow(p))
	}
	return c.list("portals", rows), nil
}

func (v *view) portalRow(p *portal) document {
	row := document{v.choice("portal id", "id", "guid"): p.GUID, v.word("portal address"): p.BaseURL}
	switch v.pick("portal names", 3) {
	case 0:
		row["name"], row[v.word("portal display")] = p.Name, p.Display
	case 1:
		row["display_name"], row[v.word("portal folder")] = p.Display, p.Name
	default:
		row["name"], row["display_name"] = p.Name, p.Display
	}
	return row
}

// deletePortal is DELETE /portals/{id}, by GUID alone. What belongs to the
// portal goes with it.
func (c *call) deletePortal() (answer, error) {
	guid := c.param("id")
	if len(guid) != 40 {
		return answer{}, refuse(http.StatusNotFound, "portal %s not found: its GUID of 40 hexadecimal digits is due", guid)
	}
	if get[portal](c.view, prefixPortal+guid) == nil {
		return answer{}, notFound("portal", guid)
	}
	c.drop(prefixPortal + guid)
	c.dropAll(prefixIn + guid + "/")
	return c.done("deleting a portal", nil), nil
}

// requiredOfPortals is what POST /portals does not go without. Which fields the
// real one requires is not public (contract §3.2).
func requiredOfPortals() []string {
	return []string{"template_path", "portal_path", "portal.display_name", "database.type", "database.host",
		"database.port", "database.user", "database.password", "database.database_name"}
}

// portalBody has every field that POST /portals knows, by its kind.
func portalBody() document {
	return document{
		"template_path": "", "portal_path": "",
		"portal": document{
			"display_name": "", "default_language": "", "web_server_host_name": "", "web_default_base_url": "",
			"web_connector_host": "", "web_connector_port": 0, "rest_connector_port": 0,
			"search_configuration": document{"server_configuration": document{"url": "", "base_directory": ""}},
		},
		"database": document{"type": "", "host": "", "port": 0, "user": "", "password": "", "database_name": "", "create": false},
	}
}

// createPortal is POST /portals: done at once, and answered only after the time
// that building takes. Of the database only the name is kept.
func (c *call) createPortal() (answer, error) {
	body, err := c.object()
	if err == nil {
		err = merge(portalBody(), body)
	}
	if err == nil {
		err = need(body, requiredOfPortals()...)
	}
	if err != nil {
		return answer{}, err
	}
	name, err := c.nameOfPortal(text(body, "portal_path"))
	if err != nil {
		return answer{}, err
	}
	if path := text(body, "template_path"); !c.hasTemplate(path) {
		return answer{}, badRequest("field \"template_path\": there is no template at %s", path)
	}
	switch kind := text(body, "database.type"); kind {
	case "postgresql", "mssql":
	default:
		return answer{}, badRequest("field \"database.type\" is %q: known are postgresql, mssql", kind)
	}
	p := &portal{Name: name, Display: text(body, "portal.display_name"),
		BaseURL: text(body, "portal.web_default_base_url"), Database: text(body, "database.database_name")}
	c.newPortal(p)
	location := ""
	if c.pick("location of portals", 2) == 0 {
		location = "portals/" + p.GUID
	}
	ans := c.created("creating a portal", location, c.portalRow(p))
	ans.After = c.s.building
	return ans, nil
}

// nameOfPortal is the last segment of its path on the server (contract §3.2).
func (v *view) nameOfPortal(path string) (string, error) {
	if !isServerPath(path) {
		return "", badRequest("field \"portal_path\" is %q: an absolute path on the server is due", path)
	}
	trimmed := strings.TrimRight(path, `/\`)
	name := trimmed[strings.LastIndexAny(trimmed, `/\`)+1:]
	switch {
	case !isPortalName(name):
		return "", badRequest("field \"portal_path\": %q is no name for a portal: letters, digits, - and _ are due", name)
	case name == "auth" || name == "portals" || name == "templates" || name == "admin-api":
		return "", badRequest("field \"portal_path\": a portal cannot be named %s like an endpoint", name)
	case v.portalByName(name) != nil:
		return "", conflict("portal %s exists already", name)
	}
	return name, nil
}

// isServerPath knows absolute paths of Linux and Windows, wherever this runs.
func isServerPath(path string) bool {
	return strings.HasPrefix(path, "/") || len(path) > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/')
}

func isPortalName(name string) bool {
	other := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}
	return name != "" && !strings.ContainsFunc(name, other)
}

// template is what portals are made from. Path is on the server.
type template struct {
	Name string `json:"name"`
	Path string `json:"path"`
}

func templateKey(n int) string { return fmt.Sprintf("%s%04d", prefixTemplate, n) }

// hasTemplate compares paths without regard to a slash at their end.
func (v *view) hasTemplate(path string) bool {
	for _, t := range each[template](v, prefixTemplate) {
		if strings.TrimRight(t.Path, "/") == strings.TrimRight(path, "/") {
			return true
		}
	}
	return false
}

// listTemplates is GET /templates.
func (c *call) listTemplates() (answer, error) {
	var rows []document
	for _, t := range each[template](c.view, prefixTemplate) {
		rows = append(rows, c.templateRow(t))
	}
	return c.list("templates", rows), nil
}

func (v *view) templateRow(t *template) document {
	return document{
		v.choice("template path", "path", "template_path"): t.Path,
		v.choice("template name", "name", "display_name"):  t.Name,
		v.word("template supplied"):                        strings.HasPrefix(t.Path, "/opt/intrexx/orgtempl/"),
	}
}

// uploadTemplate is POST /templates: one zip becomes a template of its file's
// name (contract §3.5).
func (c *call) uploadTemplate() (answer, error) {
	if len(c.zips) != 1 {
		return answer{}, badRequest("one template at a time: %d files were sent", len(c.zips))
	}
	z := c.zips[0]
	t := &template{Name: strings.TrimSuffix(z.file, ".zip")}
	t.Path = "/opt/intrexx/templates/" + t.Name + "/"
	if c.hasTemplate(t.Path) {
		return answer{}, conflict("template %s exists already", t.Name)
	}
	next := 0
	for range each[template](c.view, prefixTemplate) {
		next++
	}
	c.put(templateKey(next), t)
	return c.created("uploading a template", "", c.templateRow(t)), nil
}
