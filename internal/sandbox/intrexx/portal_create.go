package intrexx

import "strings"

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
	ans.after = c.s.building
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
