package devo

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestListIsABareArrayWithoutValues(t *testing.T) {
	w := newWorld(t, 4)
	body := w.do("GET", "", "").ok(200).Body
	if regexp.MustCompile(`[0-9a-f]{32}`).MatchString(body) {
		t.Errorf("a value stands in the list: %s", body)
	}
	last := 0.0
	for _, row := range w.list() {
		if row["id"].(float64) <= last || row["account"] != homeAccount || row["token_type"] != "Bearer" || w.valueIn(row) != "" {
			t.Errorf("after id %v: %v", last, row)
		}
		last = row["id"].(float64)
	}
	for _, query := range []string{"?page=2", "?active=true&limit=1"} {
		if got := w.do("GET", query, "").ok(200).Body; got != body {
			t.Errorf("%s made a difference", query)
		}
	}
}

// One token as the contract's example has it: names, order, kinds and times.
func TestTokenObject(t *testing.T) {
	w := newWorld(t, 4)
	body := `{"name":"ci ingest","user":"svc-ci@example.com","audience":"http  alerts","scopes":" table://my.app.web.access  level://admin "}`
	w.do("POST", "", body).ok(w.status())
	row := w.do("GET", w.suffix("ci ingest"), "").ok(200)
	id := strings.TrimPrefix(w.suffix("ci ingest"), "/")
	want := `{"name":"ci ingest","id":` + id + `,"scope":"table://my.app.web.access level://admin",` +
		`"owner":"maren.solberg@example.com","user":"svc-ci@example.com","audience":"http alerts","token_type":"Bearer",` +
		`"active":true,"expiration":"2027-03-01T12:00:00.250+0000","account":"northwind@machines",` +
		`"created":"2026-03-01T12:00:00.250+0000","updated":"2026-03-01T12:00:00.250+0000","expires_in_seconds":31536000,"` +
		w.svc.inventions().ValueKey + `":"` + w.valueIn(row.object()) + `"}`
	if diff := cmp.Diff(want, row.Body); diff != "" {
		t.Error(diff)
	}
}

func TestValuesAreForOwnerAndUser(t *testing.T) {
	w := newWorld(t, 4)
	whole, mask := regexp.MustCompile(`^[0-9a-f]{32}$`), regexp.MustCompile(`^tk\.[0-9a-f]{16}\.[0-9a-f]{5}$`)
	viewer, limited := bearer(w.set["viewer_token"]), bearer(w.set["limited_token"])
	for _, c := range []struct {
		name string
		as   edit
		want *regexp.Regexp
	}{
		{"dashboards", nil, whole}, {"ci ingest - app.web", nil, whole}, {"token review", nil, whole},
		{"data science", nil, mask}, {"red \x1b[31malert\x1b[0m", nil, mask}, {"old collector", nil, mask},
		{"dashboards", viewer, mask}, {"token review", viewer, whole}, {"data science", limited, whole},
	} {
		row := w.do("GET", w.suffix(c.name), "", c.as).ok(200).object()
		if got := w.valueIn(row); !c.want.MatchString(got) {
			t.Errorf("%q as %v: %q", c.name, c.as, got)
		}
	}
	masked := w.valueIn(w.do("GET", w.suffix("token review"), "", limited).object())
	if value := w.set["viewer_token"]; !strings.HasSuffix(masked, "."+value[27:]) {
		t.Errorf("the mask %s of %s", masked, value)
	}
	if got := w.valueIn(w.do("GET", w.suffix("unictl"), "").object()); got != w.set["token"] {
		t.Errorf("one's own value is %s, want %s", got, w.set["token"])
	}
}

// Whether a token that never expires says null or nothing, and whether seconds
// count down, is up to the state.
func TestExpiries(t *testing.T) {
	seen := map[string]int{}
	for seed := range byte(12) {
		w := newWorld(t, seed)
		made := w.svc.inventions()
		w.now = w.now.Add(time.Hour)
		row := w.do("GET", w.suffix("dashboards"), "").ok(200).object()
		for _, name := range []string{"expiration", "expires_in_seconds"} {
			if value, present := row[name]; value != nil || present == made.OmitsExpiry {
				t.Errorf("%s is %v", name, value)
			}
		}
		want := 365 * 24 * 3600.0
		if made.CountsSeconds {
			want -= 3600
		}
		row = w.do("GET", w.suffix("alert routing"), "").ok(200).object()
		if row["expiration"] != "2026-03-04T12:00:00.250+0000" || row["expires_in_seconds"] != want-passed(made.CountsSeconds) {
			t.Errorf("soon expiring, counting %v: %v", made.CountsSeconds, row)
		}
		past := w.do("GET", w.suffix("migration"), "").ok(200).object()
		if made.CountsSeconds != (past["expires_in_seconds"] == 0.0) || past["active"] != true {
			t.Errorf("expired: %v", past)
		}
		seen["omits "+strconv.FormatBool(made.OmitsExpiry)]++
		seen["counts "+strconv.FormatBool(made.CountsSeconds)]++
	}
	if len(seen) != 4 {
		t.Errorf("of the inventions only %v came up", seen)
	}
}

// passed is how much of the life of "alert routing" a count leaves out, in seconds.
func passed(counts bool) float64 {
	if counts {
		return 362 * 24 * 3600
	}
	return 0
}

func TestTokensThatAreNotThere(t *testing.T) {
	w := newWorld(t, 4)
	var others []struct{ ID json.Number }
	body := w.at("GET", "/ws/accounts/"+otherAccount+"/credentials/tokens", "", bearer(w.set["other_token"])).ok(200).Body
	w.must(json.Unmarshal([]byte(body), &others))
	for _, id := range []string{"1", "999999", "0", "-1", "dashboards", "1.5", others[0].ID.String()} {
		for _, c := range []struct{ method, verb, body string }{
			{"GET", "", ""}, {"DELETE", "", ""}, {"PUT", "/enable", ""}, {"PUT", "/disable", ""}, {"PUT", "/rename", `{"name":"n"}`},
		} {
			w.do(c.method, "/"+id+c.verb, c.body).refused(404, "Token "+id+" not found")
		}
	}
}
