package intrexx

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMail(t *testing.T) {
	states(t, func(w *world) {
		var f mailFields
		w.see(func(v *view) { f = v.mailFields() })
		list := w.get("/intranet/mailservices")
		if len(list.rows()) != 2 || len(w.get("/staging/mailservices").rows()) != 1 || strings.Contains(list.Body, "password") {
			w.Fatalf("mail services %s", list.Body)
		}
		body := document{f.name: "Invoices", f.host: "smtp.example.org", f.secret: "canary-of-a-password"}
		r := w.do("POST", "/intranet/mailservices", body).ok(201)
		id := r.id("intranet/mailservices/")
		path := "/intranet/mailservices/" + id
		got := w.get(path).object()
		if got[f.id] != id || got[f.name] != "Invoices" || got[f.secret] != "canary-of-a-password" || encode(got[f.port]) != "25" {
			w.Errorf("%v", got)
		}
		changed := w.do("PATCH", path, document{f.port: 587, f.sender: document{f.from: "a@example.org"}}).done()
		if strings.Contains(r.Body+changed.Body, "canary") {
			w.Error("the answer to a change tells the password")
		}
		got = w.get(path).object()
		if encode(got[f.port]) != "587" || got[f.sender].(document)[f.from] != "a@example.org" {
			w.Errorf("changed: %v", got)
		}
		w.do("PATCH", path, got).done()
		if diff := cmp.Diff(got, w.get(path).object()); diff != "" {
			w.Error(diff)
		}
		w.do("PATCH", path, document{f.host: ""}).refused(400, f.host)
		w.do("PATCH", path, document{f.id: "x"}).refused(400, f.id)
		w.do("POST", "/intranet/mailservices", document{f.name: "x"}).refused(400, f.host)
		w.do("POST", "/intranet/mailservices", document{"host": "x"}).refused(400, f.host)
		for _, call := range []string{"GET ", "PATCH ", "GET /status", "PUT /status"} {
			method, rest, _ := strings.Cut(call, " ")
			w.do(method, "/intranet/mailservices/unknown"+rest, document{}).refused(404, "unknown")
		}
		w.do("DELETE", path, nil).ok(405)
	})
}

func TestMailStatus(t *testing.T) {
	kinds := map[string]bool{}
	states(t, func(w *world) {
		var f mailFields
		w.see(func(v *view) { f = v.mailFields() })
		id := w.do("POST", "/intranet/mailservices", document{f.name: "x", f.host: "y"}).ok(201).id("intranet/mailservices/")
		path, field := "/intranet/mailservices/"+id+"/status", w.word("mail status")
		stopped := w.get(path).object()
		kinds[kindOf(stopped[field])] = true
		running := document{field: true}
		if stopped[field] != false {
			running[field] = w.word("mail status0")
			w.do("PUT", path, document{field: "running"}).refused(400, w.word("mail status0"))
		}
		w.do("PUT", path, running).done()
		if diff := cmp.Diff(running, w.get(path).object()); diff != "" {
			w.Error(diff)
		}
		w.do("PUT", path, stopped).done()
		w.do("PUT", path, document{field: 5}).refused(400, field)
		w.do("PUT", path, document{}).refused(400, field)
		w.do("PUT", path, document{"status": true}).refused(400, field)
	})
	if len(kinds) != 2 {
		t.Errorf("six states know %v", kinds)
	}
}
