package intrexx

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/textproto"
	"strings"
	"testing"
	"unictl/internal/sandbox/service"
)

// piece is one part of an upload; empty fields stand for what is due.
type piece struct{ name, file, kind, data string }

func zipOf(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		to, err := z.Create(name)
		if err == nil && !strings.HasSuffix(name, "/") {
			_, err = io.WriteString(to, "content of "+name)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func (w *world) upload(method, path string, pieces ...piece) reply {
	w.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for _, p := range pieces {
		orElse := func(s, other string) string {
			if s == "" {
				return other
			}
			return s
		}
		to, err := m.CreatePart(textproto.MIMEHeader{
			"Content-Disposition": {fmt.Sprintf(`form-data; name=%q; filename=%q`, orElse(p.name, "files"), orElse(p.file, "app.zip"))},
			"Content-Type":        {orElse(p.kind, "application/zip")},
		})
		w.must(err)
		_, err = io.WriteString(to, p.data)
		w.must(err)
	}
	w.must(m.Close())
	return w.post(method, path, m.FormDataContentType(), &b)
}

func (w *world) post(method, path, kind string, body io.Reader) reply {
	w.Helper()
	req, err := http.NewRequest(method, w.set["url"]+path, body)
	w.must(err)
	req.Header.Set("Authorization", "Bearer "+w.token)
	req.Header.Set("Content-Type", kind)
	return w.send(req)
}

// diagnosed reads a file of the diagnosis.
func (w *world) diagnosed(portal, file string) string {
	w.Helper()
	r := w.get("/" + portal + "/diagnosis")
	if r.Header.Get("Content-Type") != kindZip || r.Header.Get("Content-Disposition") != `attachment; filename="diagnosis-`+portal+`.zip"` {
		w.Errorf("headers %v", r.Header)
	}
	z, err := zip.NewReader(strings.NewReader(r.Body), int64(len(r.Body)))
	w.must(err)
	f, err := z.Open(file)
	w.must(err)
	data, err := io.ReadAll(f)
	w.must(err)
	return string(data)
}

func (w *world) imported(portal string) (apps []application) {
	w.Helper()
	w.must(service.Parse([]byte(w.diagnosed(portal, "applications.json")), &apps))
	return apps
}

func TestApplications(t *testing.T) {
	states(t, func(w *world) {
		if apps := w.imported("intranet"); len(apps) != 0 {
			w.Fatalf("at first: %v", apps)
		}
		pack := piece{file: `C:\exports\orders.zip`, data: zipOf(t, "orders/", "orders/apps.lax", "processes.ixpr")}
		w.upload("PATCH", "/intranet/applications", pack).refused(404, "nothing to overwrite")
		w.upload("POST", "/intranet/applications", pack).done()
		w.upload("POST", "/intranet/applications", pack, piece{file: "b.zip", data: zipOf(t, "layout.lax")}).done()
		apps := w.imported("intranet")
		names := ""
		for _, a := range apps {
			names += a.Name + " "
		}
		if names != "apps.lax processes.ixpr apps.lax processes.ixpr layout.lax " || apps[0].GUID == apps[2].GUID ||
			len(apps[0].GUID) != 40 || len(apps[0].SHA256) != 64 || apps[0].Bytes != 26 {
			w.Errorf("imported %+v", apps)
		}
		w.upload("PATCH", "/intranet/applications", piece{file: "new.zip", data: zipOf(t, "apps.lax", "unknown.lax")}).refused(404, "unknown.lax")
		w.upload("PATCH", "/intranet/applications", piece{file: "new.zip", data: zipOf(t, "apps.lax")}).done()
		after := w.imported("intranet")
		if len(after) != 5 || after[0].Versions != 2 || after[0].Package != "new.zip" || after[0].GUID != apps[0].GUID || after[2] != apps[2] {
			w.Errorf("overwritten %+v", after)
		}
		if len(w.imported("staging")) != 0 {
			w.Error("another portal has them too")
		}
	})
}

func TestUploadsThatAreRefused(t *testing.T) {
	w := newWorld(t, 1)
	good := zipOf(t, "apps.lax")
	for name, c := range map[string]struct {
		part   piece
		status int
		text   string
	}{
		"octet-stream": {piece{kind: "application/octet-stream", data: good}, 415, "application/zip is due"},
		"other part":   {piece{name: "file", data: good}, 400, `unknown part "file"`},
		"no zip":       {piece{data: "plain text"}, 400, "no zip"},
		"cut zip":      {piece{data: good[:len(good)/2]}, 400, "no zip"},
		"no data":      {piece{}, 400, "no zip"},
		"empty zip":    {piece{data: zipOf(t)}, 400, "zip is empty"},
		"folders only": {piece{data: zipOf(t, "a/")}, 400, "zip is empty"},
		"zip in zip":   {piece{data: zipOf(t, "apps.lax", "deep/inner.ZIP")}, 400, "another zip: deep/inner.ZIP"},
	} {
		if w.upload("POST", "/intranet/applications", c.part).refused(c.status, c.text); t.Failed() {
			t.Fatal(name)
		}
	}
	w.upload("POST", "/intranet/applications").refused(400, `"files" is missing`)
	w.upload("POST", "/nobody/applications", piece{data: good}).refused(404, "nobody")
	w.do("POST", "/intranet/applications", document{}).ok(415)
	w.post("POST", "/intranet/applications", "multipart/form-data", strings.NewReader(good)).ok(415)
	w.post("POST", "/intranet/applications", "multipart/form-data; boundary=x", strings.NewReader("no boundary")).ok(400)
	half := "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.zip\"\r\nContent-Type: application/zip\r\n\r\nPK"
	w.post("POST", "/intranet/applications", "multipart/form-data; boundary=x", strings.NewReader(half)).refused(400, "cut short")
	w.token = "x"
	w.upload("POST", "/intranet/applications", piece{data: good}).refused(401, "token")
	w.upload("POST", "/intranet/applications", piece{data: strings.Repeat("x", 8<<20)}).refused(401, "token")
}

// A refusal reaches also a client that sends everything before it listens.
func TestRefusalOfALargeUpload(t *testing.T) {
	w := newWorld(t, 1)
	conn, err := net.Dial("tcp", w.srv.Listener.Addr().String())
	w.must(err)
	defer conn.Close()
	const size = 64 << 20
	_, err = fmt.Fprintf(conn, "POST /intrexx/intranet/applications HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", size)
	w.must(err)
	chunk := make([]byte, 1<<20)
	for range size / len(chunk) {
		_, err = conn.Write(chunk)
		w.must(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	w.must(err)
	defer resp.Body.Close()
	if resp.StatusCode != 401 {
		t.Errorf("status %d", resp.StatusCode)
	}
}

// An archive of another name is no zip to anybody.
func TestPackagesAreArchives(t *testing.T) {
	w := newWorld(t, 1)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	to, err := z.Create("apps.lax")
	w.must(err)
	_, err = io.WriteString(to, zipOf(t, "inner.xml"))
	w.must(err)
	w.must(z.Close())
	w.upload("POST", "/intranet/applications", piece{data: b.String()}).done()
}

func TestDiagnosis(t *testing.T) {
	w := newWorld(t, 1)
	if log := w.diagnosed("staging", "log/portal.log"); !strings.Contains(log, "portal staging started") {
		t.Errorf("log: %s", log)
	}
	var settings document
	w.must(service.Parse([]byte(w.diagnosed("staging", "settings.json")), &settings))
	if settings["session_timeout_sek"] == nil {
		t.Errorf("settings: %v", settings)
	}
}
