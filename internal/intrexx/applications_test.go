package intrexx

import (
	"archive/zip"
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"unictl/internal/rest"
)

// zipOf is a zip with these members.
func zipOf(t testing.TB, members ...string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	for _, name := range members {
		m, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "/") {
			if _, err := m.Write([]byte("content of " + name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func fileOf(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func packageOf(t testing.TB, members ...string) *Package {
	t.Helper()
	p, err := OpenPackage(fileOf(t, "my app.zip", zipOf(t, members...)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPackage(t *testing.T) {
	content := zipOf(t, "apps.lax", "folder/", "folder/processes.ixpr", "folder.zip/", "not.zip.txt")
	path := fileOf(t, "my app.zip", content)
	p, err := OpenPackage(path)
	if err != nil {
		t.Fatal(err)
	}
	if p.Path != path || p.Name != "my app.zip" || p.Size != int64(len(content)) {
		t.Errorf("%+v", p)
	}
}

// TestArchiveInside: a member may be an archive as long as it is not named so.
func TestArchiveInside(t *testing.T) {
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	m, _ := w.CreateHeader(&zip.FileHeader{Name: "apps.lax", Method: zip.Store})
	_, _ = m.Write(zipOf(t, "inner.xml"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenPackage(fileOf(t, "a.zip", buffer.Bytes())); err != nil {
		t.Error(err)
	}
}

func TestUnfitFiles(t *testing.T) {
	good := zipOf(t, "apps.lax")
	tests := []struct {
		name, path, message string
	}{
		{"missing", filepath.Join(t.TempDir(), "none.zip"), "none.zip cannot be read: "},
		{"directory", t.TempDir(), "is not a regular file"},
		{"empty", fileOf(t, "e.zip", nil), "e.zip is empty"},
		{"text", fileOf(t, "t.zip", []byte("hello")), "t.zip is not a zip"},
		{"cut short", fileOf(t, "c.zip", good[:len(good)-10]), "is not a zip"},
		{"no members", fileOf(t, "n.zip", zipOf(t)), "without a file in it"},
		{"folders alone", fileOf(t, "f.zip", zipOf(t, "a/", "b/")), "without a file in it"},
		{"zip inside", fileOf(t, "z.zip", zipOf(t, "a.lax", "deep/Inner.ZIP")), "z.zip has a zip in it, deep/Inner.ZIP"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := OpenPackage(test.path)
			if e := asError(t, err, rest.BadInput); !strings.Contains(e.Message, test.message) || strings.Count(e.Message, test.path) > 1 {
				t.Errorf("%q, want %q in it", e.Message, test.message)
			}
		})
	}
	if _, err := OpenTemplate(tests[len(tests)-1].path); err != nil {
		t.Errorf("a template may hold a zip: %v", err)
	}
	_, err := OpenTemplate(tests[3].path)
	asError(t, err, rest.BadInput)
}

func TestUnreadableFile(t *testing.T) {
	path := fileOf(t, "locked.zip", zipOf(t, "a.lax"))
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err == nil { // root, and Windows, read it all the same
		_ = file.Close()
		return
	}
	_, err = OpenPackage(path)
	if e := asError(t, err, rest.BadInput); !strings.Contains(e.Message, "permission") {
		t.Error(e)
	}
}

// TestLargePackage looks at a zip64 of more than 4 GiB, without reading it: the
// member is a hole in the file.
func TestLargePackage(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // no holes unless asked for
	}
	path := filepath.Join(t.TempDir(), "large.zip")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	const size = 5 << 30
	w := zip.NewWriter(&holed{file: file})
	m, err := w.CreateRaw(&zip.FileHeader{Name: "apps.lax", Method: zip.Store, CompressedSize64: size, UncompressedSize64: size})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(m, io.LimitReader(zeros{}, size)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := OpenPackage(path)
	if err != nil || p.Size <= size {
		t.Fatal(p, err)
	}
	read := &counted{ReaderAt: file}
	if err := p.look(read, true); err != nil || read.bytes == 0 || read.bytes > 1<<20 {
		t.Errorf("%d bytes were read: %v", read.bytes, err)
	}
}

// counted counts what is read.
type counted struct {
	io.ReaderAt
	bytes int
}

func (c *counted) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, at)
	c.bytes += n
	return n, err
}

// holed skips what is zero instead of writing it.
type holed struct{ file *os.File }

func (h *holed) Write(p []byte) (int, error) {
	if len(p) > 1<<10 {
		_, err := h.file.Seek(int64(len(p)), io.SeekCurrent)
		return len(p), err
	}
	return h.file.Write(p)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestMultipart(t *testing.T) {
	content := zipOf(t, "apps.lax", "processes.ixpr")
	for part, want := range map[string]string{"files": "files", `a"b` + "\r\nX: y": "a%22b%0D%0AX: y"} {
		p, err := OpenPackage(fileOf(t, "Übung 1.zip", content))
		if err != nil {
			t.Fatal(err)
		}
		c := p.content(part)
		for range 2 { // as often as it is sent
			body, err := c.Open()
			if err != nil {
				t.Fatal(err)
			}
			sent, err := io.ReadAll(body)
			if err != nil || int64(len(sent)) != c.Size || body.Close() != nil {
				t.Fatalf("%d bytes of %d: %v", len(sent), c.Size, err)
			}
			_, params, err := mime.ParseMediaType(c.Type)
			if err != nil {
				t.Fatal(err)
			}
			form := multipart.NewReader(bytes.NewReader(sent), params["boundary"])
			got, err := form.NextPart()
			if err != nil {
				t.Fatal(err)
			}
			file, err := io.ReadAll(got)
			if err != nil || !bytes.Equal(file, content) {
				t.Errorf("%d bytes of %d arrived: %v", len(file), len(content), err)
			}
			if got.FormName() != want || got.FileName() != "Übung 1.zip" || got.Header.Get("Content-Type") != "application/zip" || len(got.Header) != 2 {
				t.Errorf("headers %v", got.Header)
			}
			if _, err := form.NextPart(); err != io.EOF {
				t.Errorf("a second part, or %v", err)
			}
		}
		if !strings.Contains(c.Shown, "Übung 1.zip") || strings.ContainsAny(c.Shown, "\r\n") {
			t.Errorf("shown as %q", c.Shown)
		}
	}
}

func TestChangedFile(t *testing.T) {
	p := packageOf(t, "apps.lax")
	server, client := serve(t, ok(""))
	grown := append(zipOf(t, "apps.lax"), "more"...)
	if err := os.WriteFile(p.Path, grown, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(p.Path, time.Time{}, p.changed); err != nil {
		t.Fatal(err)
	}
	e := asError(t, do(client.ImportApplications(p)), rest.BadInput)
	if !strings.Contains(e.Message, "was changed after it was checked") || len(server.calls) != 0 {
		t.Errorf("%v after %d calls", e, len(server.calls))
	}
	if err := os.Remove(p.Path); err != nil {
		t.Fatal(err)
	}
	asError(t, do(client.ImportApplications(p)), rest.BadInput)
}

// TestFileChangedMeanwhile: what arrives must not look whole.
func TestFileChangedMeanwhile(t *testing.T) {
	p := packageOf(t, "apps.lax")
	c := p.content("files")
	body, err := c.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	if _, err := io.CopyN(io.Discard, body, c.Size-p.Size/2); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(p.Path, time.Time{}, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, body); !rest.Is(err, rest.BadInput) {
		t.Errorf("got %v", err)
	}
}

func TestTemplatePart(t *testing.T) {
	p := packageOf(t, "a.txt")
	server, client := serve(t, reply{status: 201, header: map[string][]string{"Location": {"templates/t1"}}})
	for given, want := range map[string]string{TemplatePart: `name="files"`, "file": `name="file"`} {
		got, err := client.UploadTemplate(p, given).Do(t.Context())
		if err != nil || got.ID != "t1" {
			t.Fatal(got, err)
		}
		if body := server.last(t).body; !strings.Contains(body, want) {
			t.Errorf("%s is not in %q", want, body)
		}
	}
}

// TestUploadIsRepeated follows a 301 and a renewed credential with the whole
// package each time, and shows its size in a dry run.
func TestUploadIsRepeated(t *testing.T) {
	p := packageOf(t, "apps.lax")
	conn := rest.Conn{Auth: &renewing{[]string{"old", "new"}}}
	moved := reply{status: 301, header: map[string][]string{"Location": {"/elsewhere/applications/"}}}
	server, client := serveWith(t, conn, testPortal, reply{status: 401}, moved, ok(`{"imported":1}`))
	call := client.OverwriteApplications(p)
	if err := do(call); err != nil {
		t.Fatal(err)
	}
	if len(server.calls) != 3 {
		t.Fatalf("%d calls", len(server.calls))
	}
	got := server.last(t)
	if got.method != "PATCH" || got.uri != "/elsewhere/applications/" || got.body != server.calls[0].body || !strings.Contains(got.body, "PK\x03\x04") {
		t.Errorf("%s %s with %d bytes", got.method, got.uri, len(got.body))
	}
	if shown := string(call.Preview().Body); !strings.Contains(shown, "my app.zip") || strings.Contains(shown, "PK") {
		t.Errorf("a dry run shows %s", shown)
	}
}

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"diagnosis.zip": "diagnosis.zip", "übung .zip": "übung .zip", ".bashrc": "bashrc", "...": "", "..": "", "": "",
		"a\nb\x1b\u202ec": "abc", "a:b|c?.zip": "a_b_c_.zip", " d.zip . ": "d.zip", "a/b\\c.zip": "a_b_c.zip", "a\xff.zip": "a_.zip",
	} {
		if got := fileName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if long := fileName(strings.Repeat("ü", 300) + ".zip"); len(long) > 200 || !strings.HasSuffix(long, "ü.zip") {
		t.Errorf("%d bytes: %q", len(long), long)
	}
}
