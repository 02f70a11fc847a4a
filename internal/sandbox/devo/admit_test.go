package devo

import (
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

const (
	msgBadToken = "Invalid or missing credentials"
	msgView     = "The role of the user lacks the permission API Credentials at level View"
	msgManage   = "The role of the user lacks the permission API Credentials at level Manage"
	msgType     = "The token is not of type Credentials API"
)

func TestAuthorizationHeaders(t *testing.T) {
	w := newWorld(t, 2)
	token := w.set["token"]
	for name, e := range map[string]edit{
		"bearer":       bearer(token),
		"stand alone":  {"Authorization": "", "standAloneToken": token},
		"bearer first": {"Authorization": "Bearer " + token, "standAloneToken": "nonsense"},
	} {
		t.Run(name, func(t *testing.T) { w.do("GET", "", "", e).ok(200) })
	}
	for name, e := range map[string]edit{
		"none":               {"Authorization": ""},
		"no scheme":          {"Authorization": token},
		"basic":              {"Authorization": "Basic " + token},
		"nothing after it":   {"Authorization": "Bearer"},
		"unknown":            bearer(strings.Repeat("a", 32)),
		"cut short":          bearer(token[:31]),
		"upper case":         bearer(strings.ToUpper(token)),
		"an id":              bearer(w.suffix("unictl")[1:]),
		"stand alone, bad":   {"Authorization": "", "standAloneToken": "nonsense"},
		"bad before a good":  {"Authorization": "Bearer nonsense", "standAloneToken": token},
		"a key and no more":  {"Authorization": "", "x-logtrust-apikey": w.set["api_key"]},
		"user not in domain": bearer(w.stored("old collector").Value),
	} {
		t.Run(name, func(t *testing.T) { w.do("GET", "", "", e).refused(401, msgBadToken) })
	}
}

// stored reads a token as the state has it, and enables it.
func (w *world) stored(name string) *token {
	w.Helper()
	var found *token
	w.must(w.svc.DB.Update(func(tx *bolt.Tx) error {
		v, err := w.svc.view(tx)
		w.must(err)
		for _, t := range v.tokensOf(homeAccount) {
			if t.Name == name {
				t.Active, t.Expires = true, 0
				v.put(t)
				found = t
			}
		}
		return v.Err()
	}))
	return found
}

func TestTokensOfOtherTypes(t *testing.T) {
	w := newWorld(t, 2)
	for _, name := range []string{"dashboards", "query everything", "alert routing"} {
		w.do("GET", "", "", bearer(w.stored(name).Value)).refused(403, msgType)
	}
	w.do("GET", "", "", bearer(w.stored("retired automation").Value)).ok(200)
}

func TestAccounts(t *testing.T) {
	w := newWorld(t, 2)
	for _, account := range []string{"northwind", "Northwind@machines", "northwind@", "nowhere@machines", w.set["other_account"]} {
		w.at("GET", "/ws/accounts/"+account+"/credentials/tokens", "").refused(404, "Account "+account+" not found")
	}
	w.do("GET", "", "", bearer(w.set["other_token"])).refused(404, "Account northwind@machines not found")
	w.at("GET", "/ws/accounts/northwind/credentials/tokens", "", edit{"Authorization": ""}).refused(401, msgBadToken)
	other := w.at("GET", "/ws/accounts/"+w.set["other_account"]+"/credentials/tokens", "", bearer(w.set["other_token"])).ok(200)
	if !strings.Contains(other.Body, "robot ingest") || strings.Contains(other.Body, "dashboards") {
		t.Errorf("the other account: %s", other.Body)
	}
}

func TestRights(t *testing.T) {
	w := newWorld(t, 2)
	id := w.suffix("dashboards")
	viewer, none := bearer(w.set["viewer_token"]), bearer(w.holderOf(ingestEmail))
	for _, c := range []struct{ method, suffix, body string }{
		{"POST", "", `{"name":"n","user":"u@example.com","audience":"http","scopes":"level://admin"}`},
		{"PUT", id + "/enable", ""}, {"PUT", id + "/disable", ""}, {"PUT", id + "/rename", `{"name":"n"}`}, {"DELETE", id, ""},
		{"DELETE", "/1", ""},
	} {
		w.do(c.method, c.suffix, c.body, viewer).refused(403, msgManage)
		w.do(c.method, c.suffix, c.body, none).refused(403, msgManage)
	}
	for _, suffix := range []string{"", id} {
		w.do("GET", suffix, "", viewer).ok(200)
		w.do("GET", suffix, "", none).refused(403, msgView)
	}
	if row := w.do("GET", id, "").ok(200).object(); row["name"] != "dashboards" || row["active"] != true {
		t.Errorf("after refused changes: %v", row)
	}
}

// holderOf makes someone a token of type Credentials API.
func (w *world) holderOf(email string) string {
	w.Helper()
	k := keyholder{setting: "test", name: "made for a test", account: homeAccount, owner: adminEmail, user: email}
	var value string
	w.must(w.svc.DB.Update(func(tx *bolt.Tx) error {
		v, err := w.svc.view(tx)
		w.must(err)
		v.issue(k, false)
		value = v.known.Tokens["test"]
		return v.Err()
	}))
	return value
}

func TestOwnTokenThatNoLongerWorks(t *testing.T) {
	for name, end := range map[string]func(*world){
		"disabled": func(w *world) { w.do("PUT", w.suffix("unictl")+"/disable", "").ok(200) },
		"deleted":  func(w *world) { w.do("DELETE", w.suffix("unictl"), "").ok(200) },
		"expired":  func(w *world) { w.now = w.now.Add(tokenLife) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 2)
			end(w)
			w.do("GET", "", "").refused(401, msgBadToken)
			w.do("PUT", "/1/enable", "").refused(401, msgBadToken)
			old := w.set["token"]
			var err error
			w.set, err = w.svc.Settings(w.set["url"])
			w.must(err)
			if w.set["token"] == old {
				t.Fatal("the settings kept it")
			}
			want := map[string]int{"disabled": 1, "expired": 1}[name] // what was deleted does not come back
			if got := strings.Count(w.do("GET", "", "").ok(200).Body, `"name":"unictl"`); got != want {
				t.Errorf("%d tokens of that name, want %d", got, want)
			}
			w.do("GET", "", "", bearer(old)).refused(401, msgBadToken)
		})
	}
	w := newWorld(t, 2)
	w.now = w.now.Add(tokenLife - time.Second)
	w.do("GET", "", "").ok(200)
}
