package intrexx

import (
	"archive/zip"
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"unictl/internal/rest"
)

const (
	applicationPart = "files" // multipart name of a package (§4.13)
	typeZip         = "application/zip"
	hintPackage     = "it is what the portal's export gives: a zip with members such as apps.lax or processes.ixpr"
)

// ImportApplications adds the applications, processes, layouts and files of a
// package: POST /{portal}/applications (§4.13). Sent twice it may make a second
// copy, so that it is never repeated.
func (c *Client) ImportApplications(p *Package) rest.Call[Answer] {
	return c.upload(c.at("ApplicationImport", http.MethodPost, "applications"), p, applicationPart)
}

// OverwriteApplications replaces them: PATCH /{portal}/applications (§4.13).
// The data in fields that the package's applications no longer have is lost for
// good.
func (c *Client) OverwriteApplications(p *Package) rest.Call[Answer] {
	return c.upload(c.at("ApplicationOverwrite", http.MethodPatch, "applications"), p, applicationPart)
}

func (c *Client) upload(r rest.Request, p *Package, part string) rest.Call[Answer] {
	r.Long, r.Content = true, p.content(part)
	return c.write(r, nil)
}

// Package is a zip on this machine that was looked at and found fit to send.
type Package struct {
	Path    string
	Name    string    // file name that the server is told
	Size    int64     // bytes
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
	return p, p.look(file, flat)
}

// look reads the zip's directory, which is at its end: however large the file
// is, its content is not read.
func (p *Package) look(file io.ReaderAt, flat bool) error {
	archive, err := zip.NewReader(file, p.Size)
	if err != nil {
		return unfitFile(p.Path, "is not a zip, or a damaged one: "+err.Error(), hintPackage)
	}
	members := 0
	for _, member := range archive.File {
		if strings.HasSuffix(member.Name, "/") {
			continue
		}
		if flat && strings.HasSuffix(strings.ToLower(member.Name), ".zip") {
			return unfitFile(p.Path, "has a zip in it, "+rest.Line(member.Name), "Intrexx takes no zip in a zip: unpack it and send its content by itself")
		}
		members++
	}
	if members == 0 {
		return unfitFile(p.Path, "is a zip without a file in it", hintPackage)
	}
	return nil
}

// content is the package as multipart/form-data with one part (§4.13). What
// stands around the file is made first, so that the length is known and no
// proxy has to take a chunked body.
func (p *Package) content(part string) *rest.Content {
	boundary := "unictl-" + rand.Text()
	head := "--" + boundary + "\r\n" +
		`Content-Disposition: form-data; name="` + quotable(part) + `"; filename="` + quotable(p.Name) + "\"\r\n" +
		"Content-Type: " + typeZip + "\r\n\r\n"
	tail := "\r\n--" + boundary + "--\r\n"
	return &rest.Content{
		Size:  int64(len(head)) + p.Size + int64(len(tail)),
		Type:  "multipart/form-data; boundary=" + boundary,
		Open:  func() (io.ReadCloser, error) { return p.between(head, tail) },
		Shown: fmt.Sprintf("%s: %s (%s, %d bytes)", rest.Line(part), rest.Line(p.Name), typeZip, p.Size),
	}
}

// between opens the file again, with what stands before and after it. Once it is
// read it is looked at again: a file that was written to meanwhile must not
// arrive whole.
func (p *Package) between(head, tail string) (io.ReadCloser, error) {
	file, err := os.Open(p.Path)
	if err != nil {
		return nil, unreadable(p.Path, err)
	}
	unchanged := func() error {
		info, err := file.Stat()
		switch {
		case err != nil:
			return unreadable(p.Path, err)
		case info.Size() != p.Size || !info.ModTime().Equal(p.changed):
			return unfitFile(p.Path, "was changed after it was checked", "something else writes to it: try again when that is done")
		}
		return nil
	}
	if err := unchanged(); err != nil {
		_ = file.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(strings.NewReader(head), io.LimitReader(file, p.Size), checkpoint(unchanged), strings.NewReader(tail)), file}, nil
}

// checkpoint reads nothing: it asks, when it is its turn, whether to go on.
type checkpoint func() error

func (ask checkpoint) Read([]byte) (int, error) { return 0, cmp.Or(ask(), io.EOF) }

// quotable is text fit to stand between quotes in a part's header, as browsers
// write it.
func quotable(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, "%22", "\r", "%0D", "\n", "%0A").Replace(text)
}

// fileName is a name without what some system does not allow in one; "" when
// nothing is left.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case !unicode.IsPrint(r):
			return -1
		case strings.ContainsRune(`<>:"/\|?*`, r):
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	name = clipName(strings.Trim(strings.TrimLeft(strings.TrimSpace(name), ". "), ". "))
	if name == "" || !filepath.IsLocal(name) { // on Windows NUL and its like
		return ""
	}
	return name
}

// clipName keeps a name below what file systems take, its extension included.
func clipName(name string) string {
	const most = 200 // bytes
	if len(name) <= most {
		return name
	}
	extension := filepath.Ext(name)
	if len(extension) > 10 {
		extension = ""
	}
	return strings.ToValidUTF8(name[:most-len(extension)], "") + extension
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
