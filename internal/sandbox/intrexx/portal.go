package intrexx

import (
	"cmp"
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
