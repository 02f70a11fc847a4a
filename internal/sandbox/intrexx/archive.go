package intrexx

import (
	"archive/zip"
	"io"
	"path"
	"strings"
)

// member is a file in a zip.
type member struct {
	name  string // without folders
	bytes uint64 // unpacked
}

// membersOf reads the directory of a zip. None at all and a zip in the zip are
// refused (contract §4.13); archives of another name are not, for packages of
// applications are some.
func membersOf(at io.ReaderAt, size int64) ([]member, error) {
	r, err := zip.NewReader(at, size)
	if err != nil {
		return nil, badRequest("the file is no zip")
	}
	var all []member
	for _, f := range r.File {
		name := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		switch {
		case f.FileInfo().IsDir():
		case strings.EqualFold(path.Ext(name), ".zip"):
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
