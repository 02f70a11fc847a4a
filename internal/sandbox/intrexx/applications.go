package intrexx

import (
	"fmt"
	"net/http"
)

// application is a member of an imported package. There is no endpoint that
// lists them: the diagnosis has them.
type application struct {
	GUID     string `json:"guid"`
	Name     string `json:"name"` // the member's file name
	Bytes    uint64 `json:"bytes"`
	Package  string `json:"package"` // the zip's file name
	SHA256   string `json:"sha256"`  // of the zip
	Imported string `json:"imported"`
	Versions int    `json:"versions"` // 1, and one more for each overwriting
}

func (v *view) applications(p *portal) []*application {
	var all []*application
	for _, a := range each[application](v, p.at("application", "")) {
		all = append(all, a)
	}
	return all
}

func (a *application) take(z *packet, m member, now string) {
	a.Name, a.Bytes, a.Package, a.SHA256, a.Imported = m.name, m.bytes, z.file, z.sha256, now
	a.Versions++
}

func (v *view) instant() string { return v.now.UTC().Format("2006-01-02T15:04:05Z") }

// importApplications is POST /{portal}/applications. What is there already is
// there twice afterwards (contract §4.13).
func (c *call) importApplications() (answer, error) {
	next := len(c.applications(c.portal))
	var rows []document
	for _, z := range c.zips {
		for _, m := range z.members {
			a := &application{GUID: c.guid()}
			a.take(z, m, c.instant())
			c.put(c.at("application", numbered(next)), a)
			next++
			rows = append(rows, c.applicationRow(a))
		}
	}
	return c.done("importing", document{c.word("imported"): rows}), nil
}

// overwriteApplications is PATCH /{portal}/applications: all members of the
// package, or none when one of them is not there.
func (c *call) overwriteApplications() (answer, error) {
	known := c.applications(c.portal)
	var rows []document
	for _, z := range c.zips {
		for _, m := range z.members {
			at := first(known, m.name)
			if at < 0 {
				return answer{}, refuse(http.StatusNotFound, "application %s of %s not found: there is nothing to overwrite", m.name, z.file)
			}
			known[at].take(z, m, c.instant())
			c.put(c.at("application", numbered(at)), known[at])
			rows = append(rows, c.applicationRow(known[at]))
		}
	}
	return c.done("overwriting", document{c.word("imported"): rows}), nil
}

// first finds the oldest of a name; -1 when there is none. The place is also
// the number of the record, for none is ever deleted.
func first(all []*application, name string) int {
	for i, a := range all {
		if a.Name == name {
			return i
		}
	}
	return -1
}

func (v *view) applicationRow(a *application) document {
	return document{v.choice("application id", "id", "guid"): a.GUID, v.word("application file"): a.Name,
		v.word("application version"): fmt.Sprintf("1.%d", a.Versions-1)}
}
