package devo

import (
	"strings"
	"testing"
)

const newToken = `{"name":"new","user":"svc-ci@example.com","audience":"http","scopes":"table://my.app.web"}`

// Whatever form the answer has, the new token is found by reading, and works.
func TestCreateInEveryForm(t *testing.T) {
	seen := map[form]bool{}
	statuses := map[int]bool{}
	for seed := range byte(24) {
		w := newWorld(t, seed)
		made := w.svc.inventions()
		seen[made.Create], statuses[made.CreateStatus] = true, true
		before := len(w.list())
		r := w.do("POST", "", newToken).ok(made.CreateStatus)
		w.checkForm(r, made.Create)
		rows := w.list()
		if len(rows) != before+1 || rows[before]["name"] != "new" {
			t.Fatalf("after it: %v", rows)
		}
		value := w.valueIn(w.do("GET", w.suffix("new"), "").object())
		w.do("GET", "", "", bearer(value)).refused(403, msgType)
	}
	if len(seen) != int(formCount) || len(statuses) != 2 {
		t.Errorf("of the forms only %v came up, of the statuses %v", seen, statuses)
	}
}

// checkForm wants an answer of one of the forms, and never a value in it.
func (w *world) checkForm(r reply, want form) {
	w.Helper()
	var media, body string
	switch want {
	case formToken:
		if row := r.object(); row["id"] == nil || w.valueIn(row) != "" {
			w.Errorf("the token as an answer: %s", r.Body)
		}
		media, body = mediaJSON, r.Body
	case formText:
		media, body = mediaText, "OK"
	case formBlank:
		media, body = mediaJSON, "{}"
	}
	if r.Body != body || r.Header.Get("Content-Type") != media {
		w.Errorf("form %d: %v %q", want, r.Header, r.Body)
	}
}

func TestCredentialsTokensCanBeMade(t *testing.T) {
	w := newWorld(t, 5)
	audience := w.do("GET", w.suffix("unictl"), "").object()["audience"].(string)
	w.do("POST", "", strings.NewReplacer("http", audience, "svc-ci@example.com", adminEmail).Replace(newToken)).ok(w.status())
	value := w.valueIn(w.do("GET", w.suffix("new"), "").object())
	w.do("GET", "", "", bearer(value)).ok(200)
}

func TestCreateIsRefused(t *testing.T) {
	w := newWorld(t, 5)
	before := w.do("GET", "", "").Body
	for _, c := range []struct {
		name, old, new string
		status         int
		message        string
	}{
		{"no name", `"name":"new",`, ``, 400, "Property name is required"},
		{"null name", `"new"`, `null`, 400, "Property name is required"},
		{"blank name", `"new"`, `"  "`, 400, "Property name is required"},
		{"name of a number", `"new"`, `7`, 400, "The body is not the JSON object that was due"},
		{"no user", `"svc-ci@example.com"`, `""`, 400, "Property user is required"},
		{"user without @", `svc-ci@example.com`, `svc-ci`, 400, "Property user is not an e-mail address"},
		{"user with blanks", `svc-ci@`, `svc ci@`, 400, "Property user is not an e-mail address"},
		{"no audience", `"http"`, `null`, 400, "Property audience is required"},
		{"unknown audience", `"http"`, `"http lookups"`, 400, "Unknown audience lookups"},
		{"audience as a list", `"http"`, `["http"]`, 400, "The body is not the JSON object that was due"},
		{"no scopes", `"scopes"`, `"scope"`, 400, "Unrecognized property scope"},
		{"scope without ://", `table://my`, `my`, 400, "Scope my.app.web is malformed"},
		{"scope of nothing", `table://my.app.web`, `table://`, 400, "Scope table:// is malformed"},
		{"another field", `{`, `{"expiration":"2030-01-01T00:00:00.000+0000",`, 400, "Unrecognized property expiration"},
		{"name in another case", `"name"`, `"Name"`, 400, "Unrecognized property Name"},
		{"no object", newToken, `[]`, 400, "The body is not the JSON object that was due"},
		{"null", newToken, `null`, 400, "The body is not the JSON object that was due"},
		{"cut short", `}`, ``, 400, "The body is not the JSON object that was due"},
		{"two bodies", `}`, `}{}`, 400, "The body is not the JSON object that was due"},
		{"no body", newToken, ``, 400, "The body is not the JSON object that was due"},
		{"too long", `"new"`, `"` + strings.Repeat("x", maxBody) + `"`, 413, "Request body unreadable or too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := *w
			w.T = t
			w.do("POST", "", strings.Replace(newToken, c.old, c.new, 1)).refused(c.status, c.message)
		})
	}
	if after := w.do("GET", "", "").Body; after != before {
		t.Error("a refused create made something")
	}
}

func TestBodiesAreDeclared(t *testing.T) {
	w := newWorld(t, 5)
	const message = "Content-Type application/json is required"
	for _, media := range []string{"", "text/plain", "application/x-www-form-urlencoded", "application/json; charset"} {
		w.do("POST", "", newToken, edit{"Content-Type": media}).refused(415, message)
		w.do("PUT", w.suffix("dashboards")+"/rename", `{"name":"n"}`, edit{"Content-Type": media}).refused(415, message)
		w.do("PUT", w.suffix("dashboards")+"/enable", `{}`, edit{"Content-Type": media}).refused(415, message)
	}
	w.do("POST", "", newToken, edit{"Content-Type": "application/json; charset=utf-8"}).ok(w.status())
}

func TestAudiencesOfLimitedPolicies(t *testing.T) {
	w := newWorld(t, 5)
	limited := bearer(w.set["limited_token"])
	w.do("POST", "", newToken, limited).ok(w.status())
	for _, audience := range []string{"apiv2", "http alerts", w.svc.inventions().Audience} {
		last := strings.Fields(audience)[len(strings.Fields(audience))-1]
		w.do("POST", "", strings.Replace(newToken, `"http"`, `"`+audience+`"`, 1), limited).
			refused(403, "The policies of the user do not allow audience "+last)
	}
	w.do("POST", "", strings.Replace(newToken, `"http"`, `"shoes"`, 1), limited).refused(400, "Unknown audience shoes")
}
