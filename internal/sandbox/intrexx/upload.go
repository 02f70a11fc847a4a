package intrexx

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// packet is one uploaded zip. It lies in a file beside the state, so that its
// size does not matter.
type packet struct {
	file    string // as the client calls it
	bytes   int64
	sha256  string // hexadecimal
	members []member
	onDisk  string
}

// discard removes the file. One that is left behind harms nobody.
func (z *packet) discard() { _ = os.Remove(z.onDisk) }

// spool reads a multipart body: parts "files" of type application/zip
// (contract §4.13), for templates also a "file", which is not public (§3.5).
func (s *Service) spool(c *call) error {
	if err := c.checkKind("multipart/form-data"); err != nil {
		return err
	}
	parts, err := c.r.MultipartReader()
	if err != nil {
		return refuse(http.StatusUnsupportedMediaType, "multipart/form-data is due")
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return badRequest("the multipart body is broken")
		}
		z, err := s.keep(part, c.op.path == "templates")
		if z != nil {
			c.zips = append(c.zips, z)
		}
		if err != nil {
			return err
		}
	}
	if len(c.zips) == 0 {
		return badRequest("part \"files\" is missing")
	}
	return nil
}

// keep writes one part to disk and looks into it. What it returns is to be
// discarded, also beside an error.
func (s *Service) keep(part *multipart.Part, template bool) (*packet, error) {
	file := path.Base(filepath.ToSlash(part.FileName()))
	switch name := part.FormName(); {
	case name != "files" && !(template && name == "file"):
		return nil, badRequest("unknown part %q: \"files\" is due", name)
	case part.FileName() == "":
		return nil, badRequest("part \"files\" has no filename")
	}
	if kind := part.Header.Get("Content-Type"); !strings.EqualFold(kind, kindZip) {
		return nil, refuse(http.StatusUnsupportedMediaType, "part \"files\" is of type %q: %s is due", kind, kindZip)
	}
	f, err := os.CreateTemp(filepath.Dir(s.DB.Path()), "intrexx-upload-*")
	if err != nil {
		return nil, err
	}
	z := &packet{file: file, onDisk: f.Name()}
	sum := sha256.New()
	if z.bytes, err = io.Copy(io.MultiWriter(f, sum), part); err != nil {
		err = badRequest("the upload of %s was cut short", file)
	} else {
		z.sha256 = hex.EncodeToString(sum.Sum(nil))
		z.members, err = membersOf(f, z.bytes, template)
	}
	return z, errors.Join(err, f.Close())
}

// member is a file in a zip.
type member struct {
	name  string // without folders
	bytes uint64 // unpacked
}

// membersOf reads the directory of a zip. None at all and a zip in a zip of
// applications are refused (contract §4.13); archives of another name are not,
// for packages of applications are some. Of templates no such rule is known.
func membersOf(at io.ReaderAt, size int64, template bool) ([]member, error) {
	r, err := zip.NewReader(at, size)
	if err != nil {
		return nil, badRequest("the file is no zip")
	}
	var all []member
	for _, f := range r.File {
		name := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		switch {
		case f.FileInfo().IsDir():
		case strings.EqualFold(path.Ext(name), ".zip") && !template:
			return nil, badRequest("the zip contains another zip: %s", f.Name)
		default:
			all = append(all, member{name, f.UncompressedSize64})
		}
	}
	if len(all) == 0 {
		return nil, badRequest("the zip is empty")
	}
	return all, nil
}

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
