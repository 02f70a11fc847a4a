package intrexx

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
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
func (s *Service) keep(part *multipart.Part, anyName bool) (*packet, error) {
	file := path.Base(filepath.ToSlash(part.FileName()))
	switch name := part.FormName(); {
	case name != "files" && !(anyName && name == "file"):
		return nil, badRequest("unknown part %q: \"files\" is due", name)
	case part.FileName() == "":
		return nil, badRequest("part \"files\" has no filename")
	}
	if kind := part.Header.Get("Content-Type"); !strings.EqualFold(kind, kindZip) {
		return nil, refuse(http.StatusUnsupportedMediaType, "part \"files\" is of type %q: %s is due", kind, kindZip)
	}
	f, err := os.CreateTemp(filepath.Dir(s.db.Path()), "intrexx-upload-*")
	if err != nil {
		return nil, err
	}
	z := &packet{file: file, onDisk: f.Name()}
	sum := sha256.New()
	if z.bytes, err = io.Copy(io.MultiWriter(f, sum), part); err != nil {
		err = badRequest("the upload of %s was cut short", file)
	} else {
		z.sha256 = hex.EncodeToString(sum.Sum(nil))
		z.members, err = membersOf(f, z.bytes)
	}
	return z, errors.Join(err, f.Close())
}
