package intrexx

import (
	"strings"
	"testing"
	"time"
)

// fresh is the body of contract §3.2.
func fresh() document {
	body := portalBody()
	if err := merge(body, document{
		"template_path": "/opt/intrexx/orgtempl/blank", "portal_path": "/opt/intrexx/org/extranet/",
		"portal": document{"display_name": "Extranet", "web_default_base_url": "https://extranet.example.org", "web_connector_port": 1337},
		"database": document{"type": "postgresql", "host": "localhost", "port": 5432, "user": "postgres",
			"password": "canary-of-a-database", "database_name": "ixextranet", "create": true},
	}); err != nil {
		panic(err)
	}
	return body
}

// guid finds a portal's in the list, by the state's own name for it.
func (w *world) guid(portal string) string {
	w.Helper()
	for _, row := range w.get("/portals").rows() {
		if row["name"] == portal || row[w.word("portal folder")] == portal {
			for _, key := range []string{"id", "guid"} {
				if id, ok := row[key].(string); ok {
					return id
				}
			}
		}
	}
	w.Fatalf("no portal %s", portal)
	return ""
}

func TestPortals(t *testing.T) {
	states(t, func(w *world) {
		if rows := w.get("/portals").rows(); len(rows) != 3 {
			w.Fatalf("portals %v", rows)
		}
		r := w.do("POST", "/portals", fresh()).ok(201)
		if strings.Contains(r.Body, "canary") {
			w.Error("the database's password comes back")
		}
		guid := w.guid("extranet")
		if len(guid) != 40 || guid != strings.ToUpper(guid) {
			w.Errorf("GUID %s", guid)
		}
		if at := r.Header.Get("Location"); at != "" && at != "portals/"+guid {
			w.Errorf("Location %q", at)
		}
		w.do("POST", "/portals", fresh()).refused(409, "extranet exists already")
		if got := w.get("/extranet/webserver").object()["base_url"]; got != "https://extranet.example.org" {
			w.Errorf("base URL %v", got)
		}
		w.get("/extranet/groups/3")
		w.get("/extranet/users/5")
		w.do("DELETE", "/portals/extranet", nil).refused(404, "GUID")
		w.do("DELETE", "/portals/"+strings.Repeat("A", 40), nil).refused(404, "not found")
		w.do("DELETE", "/portals/"+guid, "{}").done()
		w.do("DELETE", "/portals/"+guid, nil).refused(404, guid)
		w.do("GET", "/extranet/settings", nil).refused(404, "extranet not found")
		w.see(func(v *view) {
			for key := range each[any](v, prefixIn+guid) {
				w.Errorf("left behind: %s", key)
			}
		})
		w.do("POST", "/portals", fresh()).ok(201)
	})
}

func TestPortalsThatAreRefused(t *testing.T) {
	w := newWorld(t, 1)
	for field, value := range map[string]any{
		"template_path": "/opt/intrexx/orgtempl/nowhere", "portal_path": "relative/path", "portal.display_name": "",
		"database.type": "oracle", "database.port": "5432", "database.create": "yes", "database.user": "", "portal.web_connector_port": nil,
		"portal.search_configuration": "http://localhost:8983", "colour": "blue", "portal.colour": "blue",
	} {
		body := fresh()
		inner, name := body, field
		if section, rest, deep := strings.Cut(field, "."); deep {
			inner, name = body[section].(document), rest
		}
		inner[name] = value
		w.do("POST", "/portals", body).refused(400, field)
	}
	for path, text := range map[string]string{"/opt/portals": "named portals", "/opt/admin-api/": "named admin-api", "/": "no name", `C:\intrexx\org\über`: "no name"} {
		body := fresh()
		body["portal_path"] = path
		w.do("POST", "/portals", body).refused(400, text)
	}
	body := fresh()
	body["portal_path"] = `C:\intrexx\org\intranet`
	w.do("POST", "/portals", body).refused(409, "intranet")
	delete(body, "template_path")
	w.do("POST", "/portals", body).refused(400, `"template_path" is missing`)
	if n := len(w.get("/portals").rows()); n != 3 {
		t.Errorf("%d portals", n)
	}
}

// Building takes a while, and is done even for a client that has gone.
func TestBuildingIsSlow(t *testing.T) {
	w := newWorld(t, 1, func(cfg *Config) { cfg.Building = 300 * time.Millisecond })
	begun := time.Now()
	w.do("POST", "/portals", fresh()).ok(201)
	if took := time.Since(begun); took < 300*time.Millisecond {
		t.Errorf("answered after %s", took)
	}
	if s := New(Config{}); s.building != 1500*time.Millisecond {
		t.Errorf("usually %s", s.building)
	}
}

func TestTemplates(t *testing.T) {
	states(t, func(w *world) {
		paths := func() (all string) {
			for _, row := range w.get("/templates").rows() {
				for _, key := range []string{"path", "template_path"} {
					if path, ok := row[key].(string); ok {
						all += path + " "
					}
				}
			}
			return all
		}
		if got := paths(); got != "/opt/intrexx/orgtempl/blank/ /opt/intrexx/orgtempl/intranet/ /opt/intrexx/orgtempl/customer/ " {
			w.Errorf("templates %s", got)
		}
		pack := piece{file: "plant.zip", data: zipOf(t, "portal.xml")}
		w.upload("POST", "/templates", pack).ok(201)
		w.upload("POST", "/templates", pack).refused(409, "plant")
		w.upload("POST", "/templates", piece{name: "file", file: "shop.zip", data: pack.data}).ok(201)
		w.upload("POST", "/templates", pack, pack).refused(400, "2 files")
		w.upload("POST", "/templates", piece{name: "other", data: pack.data}).refused(400, "other")
		w.upload("POST", "/templates", piece{file: "x.zip", data: "text"}).refused(400, "no zip")
		w.upload("POST", "/templates", piece{file: "nested.zip", data: zipOf(w.T, "template.xml", "inner.zip")}).ok(201)
		if got := paths(); !strings.HasSuffix(got, "/opt/intrexx/templates/plant/ /opt/intrexx/templates/shop/ /opt/intrexx/templates/nested/ ") {
			w.Errorf("templates %s", got)
		}
		body := fresh()
		body["template_path"] = "/opt/intrexx/templates/plant/"
		w.do("POST", "/portals", body).ok(201)
	})
}
