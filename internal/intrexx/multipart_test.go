package intrexx

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"os"
	"strings"
	"testing"
	"time"

	"unictl/internal/rest"
)

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
	if _, err := p.SHA256(); !rest.Is(err, rest.BadInput) {
		t.Errorf("got %v", err)
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
	for given, want := range map[string]string{"": `name="files"`, "file": `name="file"`} {
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
	server, client := serveWith(t, conn, Settings{Portal: testPortal}, reply{status: 401}, moved, ok(`{"imported":1}`))
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
