package intrexx

import (
	"archive/zip"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"unictl/internal/rest"
)

const hintPackage = "it is what the portal's export gives: a zip with members such as apps.lax or processes.ixpr"

// Package is a zip on this machine that was looked at and found fit to send.
type Package struct {
	Path    string
	Name    string    // file name that the server is told
	Size    int64     // bytes
	Members int       // files in it
	changed time.Time // of the file, when it was looked at
}

// OpenPackage looks at a file for ImportApplications and OverwriteApplications:
// a zip with at least one member and none that is named .zip, which Intrexx
// does not take; members such as .lax may be archives themselves (§4.13).
// Nothing stays open. Errors are a *rest.Error of kind BadInput that names the
// file and, where it is to blame, the member.
func OpenPackage(path string) (*Package, error) { return open(path, true) }

// OpenTemplate looks at a file for UploadTemplate. It is like OpenPackage but
// lets zips inside pass: the rule is known of imports alone, and a portal's
// files may well have some.
func OpenTemplate(path string) (*Package, error) { return open(path, false) }

func open(path string, flat bool) (*Package, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, unfitFile(path, "is not a regular file", "")
	}
	var file *os.File
	if err == nil {
		file, err = os.Open(path)
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer file.Close()
	if info, err = file.Stat(); err != nil {
		return nil, unreadable(path, err)
	}
	p := &Package{Path: path, Name: cmp.Or(fileName(filepath.Base(path)), "package.zip"), Size: info.Size(), changed: info.ModTime()}
	if p.Size == 0 {
		return nil, unfitFile(path, "is empty", hintPackage)
	}
	if p.Members, err = look(file, p, flat); err != nil {
		return nil, err
	}
	return p, nil
}

// look reads the zip's directory, which is at its end: however large the file
// is, its content is not read.
func look(file io.ReaderAt, p *Package, flat bool) (members int, err error) {
	archive, err := zip.NewReader(file, p.Size)
	if err != nil {
		return 0, unfitFile(p.Path, "is not a zip, or a damaged one: "+err.Error(), hintPackage)
	}
	for _, member := range archive.File {
		if strings.HasSuffix(member.Name, "/") {
			continue
		}
		if flat && strings.HasSuffix(strings.ToLower(member.Name), ".zip") {
			return 0, unfitFile(p.Path, "has a zip in it, "+rest.Line(member.Name), "Intrexx takes no zip in a zip: unpack it and send its content by itself")
		}
		members++
	}
	if members == 0 {
		return 0, unfitFile(p.Path, "is a zip without a file in it", hintPackage)
	}
	return members, nil
}

// SHA256 is the checksum of the file in hex, for records of what was sent where.
// The file is read once; errors are those of OpenPackage.
func (p *Package) SHA256() (string, error) {
	file, err := p.reopen()
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", unreadable(p.Path, err)
	}
	return hex.EncodeToString(sum.Sum(nil)), p.check(file)
}

// reopen opens the file again; one that is not what was looked at is refused.
func (p *Package) reopen() (*os.File, error) {
	file, err := os.Open(p.Path)
	if err != nil {
		return nil, unreadable(p.Path, err)
	}
	if err := p.check(file); err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

func (p *Package) check(file *os.File) error {
	info, err := file.Stat()
	switch {
	case err != nil:
		return unreadable(p.Path, err)
	case info.Size() != p.Size || !info.ModTime().Equal(p.changed):
		return unfitFile(p.Path, "was changed after it was checked", "something else writes to it: try again when that is done")
	}
	return nil
}

func unfitFile(path, what, hint string) *rest.Error {
	return badInput(rest.Line(path)+" "+what, hint)
}

// unreadable puts an error of the file system into words; its own repeat the
// path.
func unreadable(path string, err error) *rest.Error {
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		err = inner.Err
	}
	e := unfitFile(path, "cannot be read: "+err.Error(), "")
	e.Err = err
	return e
}
