package devo

import (
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// The tokens that the sandbox promises are there.
func TestStory(t *testing.T) {
	w := newWorld(t, 7)
	rows := w.list()
	found := map[string]int{}
	for _, row := range rows {
		found["name "+row["name"].(string)]++
		if row["active"] == false {
			found["inactive"]++
		}
		if row["owner"] == goneEmail {
			found["owner gone"]++
		}
		if strings.Contains(row["scope"].(string), "**") {
			found["many tables"]++
		}
		if strings.Contains(row["audience"].(string), " ") {
			found["several audiences"]++
		}
		until, _ := row["expiration"].(string)
		if until == "" {
			found["never"]++
			continue
		}
		at, err := time.Parse("2006-01-02T15:04:05.000Z0700", until)
		w.must(err)
		for _, days := range []time.Duration{0, 3, 20, 60} {
			if !at.After(w.now.Add(days * day)) {
				found[(days*day).String()]++
			}
		}
	}
	want := map[string]int{"inactive": 3, "owner gone": 2, "many tables": 8, "several audiences": 2, "never": 1,
		"0s": 2, "72h0m0s": 3, "480h0m0s": 4, "1440h0m0s": 6, "name ci ingest - app.web": 2, "name unictl": 1}
	for what, n := range want {
		if found[what] != n {
			t.Errorf("%s: %d, want %d", what, found[what], n)
		}
	}
	if len(rows) != 16 {
		t.Errorf("%d tokens", len(rows))
	}
}

func TestSettings(t *testing.T) {
	w := newWorld(t, 7)
	var names []string
	for name, value := range w.set {
		names = append(names, name)
		if strings.HasSuffix(name, "token") && len(value) != 32 || value == "" {
			t.Errorf("%s is %q", name, value)
		}
	}
	slices.Sort(names)
	want := "account api_key api_secret limited_token other_account other_token token url viewer_token"
	if got := strings.Join(names, " "); got != want || w.set["account"] != "northwind@machines" || w.set["url"] != w.srv.URL+"/devo" {
		t.Errorf("settings: %s %v", got, w.set)
	}
}

func TestStateIsKept(t *testing.T) {
	w := newWorld(t, 7)
	w.do("POST", "", newToken).ok(w.status())
	w.do("PUT", w.suffix("dashboards")+"/disable", "").ok(200)
	w.do("DELETE", w.suffix("migration"), "").ok(200)
	list, one, set := w.do("GET", "", "").Body, w.do("GET", w.suffix("new"), "").Body, w.set
	path := w.svc.DB.Path()
	w.srv.Close()
	w.must(w.svc.DB.Close())
	w.open(path, 99, false)
	set["url"] = w.set["url"]
	for name, value := range w.set {
		if set[name] != value {
			t.Errorf("%s was %q and is %q", name, set[name], value)
		}
	}
	if got := w.do("GET", "", "").Body; got != list {
		t.Errorf("the list was %s and is %s", list, got)
	}
	if got := w.do("GET", w.suffix("new"), "").Body; got != one {
		t.Errorf("the token was %s and is %s", one, got)
	}
}

func TestStatesDiffer(t *testing.T) {
	a, b := newWorld(t, 7), newWorld(t, 8)
	one, two := a.svc.inventions(), b.svc.inventions()
	if one.ValueKey == two.ValueKey || one.Audience == two.Audience || one.code("x") == two.code("x") && one.code("y") == two.code("y") {
		t.Errorf("two states agree: %+v %+v", one, two)
	}
	for _, key := range []string{"token", "api_key", "api_secret", "viewer_token"} {
		if a.set[key] == b.set[key] {
			t.Errorf("two states share %s", key)
		}
	}
	for _, name := range []string{one.ValueKey, two.ValueKey} {
		if len(name) != 8 || strings.Contains(documented+" token access_token value ", " "+name+" ") {
			t.Errorf("invented %q", name)
		}
	}
}

func TestNewTokensAtOnce(t *testing.T) {
	w := newWorld(t, 7)
	before := len(w.list())
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 5 {
				if r := w.do("POST", "", newToken); r.Status != w.status() {
					t.Errorf("status %d: %s", r.Status, r.Body)
				}
			}
		})
	}
	all.Wait()
	ids := map[any]bool{}
	for _, row := range w.list() {
		ids[row["id"]] = true
	}
	if len(ids) != before+40 {
		t.Errorf("%d ids, were %d", len(ids), before)
	}
}

func TestFaultsHaveThisShape(t *testing.T) {
	w := newWorld(t, 7)
	for status, want := range map[int]string{
		401: `"message":"Invalid or missing credentials"`, 429: `{"error":{"code":`,
		503: `{"msg":"Service Unavailable","status":503,"cid":"`,
	} {
		rec := httptest.NewRecorder()
		w.svc.Fail(rec, status)
		cid := rec.Header().Get("x-devo-cid")
		if rec.Code != status || cid == "" || !strings.Contains(rec.Body.String(), want) || status > 500 && !strings.Contains(rec.Body.String(), cid) {
			t.Errorf("%d: %v %s", status, rec.Header(), rec.Body)
		}
	}
	for name, want := range map[string]bool{"Authorization": true, "standAloneToken": true, "x-logtrust-apikey": false} {
		req := httptest.NewRequest("GET", "/", nil)
		req.Header.Set(name, "Bearer x")
		if got := w.svc.CarriesToken(req); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if _, err := w.svc.Accept(t.Context(), adminEmail); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("accept: %v", err)
	}
}

// A record that cannot be read is an error of the service, not a missing row.
func TestDamagedRecord(t *testing.T) {
	w := newWorld(t, 7)
	id := w.suffix("dashboards")
	w.must(w.svc.DB.Update(func(tx *bolt.Tx) error {
		return w.svc.Root(tx).Bucket([]byte(bTokens)).Put([]byte(id[1:]), []byte("{"))
	}))
	for method, suffix := range map[string]string{"GET": "", "DELETE": id} {
		if r := w.do(method, suffix, "").ok(500); !strings.Contains(r.Body, `"status":500`) {
			t.Errorf("%s: %s", method, r.Body)
		}
	}
}
