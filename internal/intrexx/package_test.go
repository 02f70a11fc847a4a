package intrexx

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

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
	if p.Path != path || p.Name != "my app.zip" || p.Size != int64(len(content)) || p.Members != 3 {
		t.Errorf("%+v", p)
	}
	want := sha256.Sum256(content)
	if sum, err := p.SHA256(); err != nil || sum != hex.EncodeToString(want[:]) {
		t.Errorf("%s %v", sum, err)
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
	if p, err := OpenPackage(fileOf(t, "a.zip", buffer.Bytes())); err != nil || p.Members != 1 {
		t.Error(p, err)
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
	if err != nil || p.Members != 1 || p.Size <= size {
		t.Fatal(p, err)
	}
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
