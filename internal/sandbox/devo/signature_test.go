package devo

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// The vectors of contract §2.2.
func TestSignatureVectors(t *testing.T) {
	for body, want := range map[string]string{
		`{"name":"x"}`: "95eda008e670d518320ffa172bb94fae6d2afcd7d5a2d8330c5d0dab98d44241",
		"":             "8f37812893b145c8e3f62400140b859cfe0427d528e22ff982adce78b76eb7f6",
	} {
		if got := signature("example-key", "example-secret", "1700000000000", []byte(body)); got != want {
			t.Errorf("%q: %s", body, got)
		}
	}
}

// sign gives the headers of an access key.
func (w *world) sign(keyHeader, body string, when time.Time) edit {
	stamp := fmt.Sprint(when.UnixMilli())
	return edit{"Authorization": "", keyHeader: w.set["api_key"], "x-logtrust-timestamp": stamp,
		"x-logtrust-sign": signature(w.set["api_key"], w.set["api_secret"], stamp, []byte(body))}
}

func TestSignedCalls(t *testing.T) {
	w := newWorld(t, 3)
	for _, header := range []string{"x-logtrust-domain-apikey", "x-logtrust-reseller-apikey", "x-logtrust-apikey"} {
		w.do("GET", "", "", w.sign(header, "", w.now)).ok(200)
	}
	const key = "x-logtrust-reseller-apikey"
	body := `{"name":"signed","user":"svc-ci@example.com","audience":"http","scopes":"table://a.b level://admin"}`
	w.do("POST", "", body, w.sign(key, body, w.now)).ok(w.status())
	row := w.do("GET", w.suffix("signed"), "", w.sign(key, "", w.now)).ok(200).object()
	if row["owner"] != adminEmail || len(w.valueIn(row)) != 32 {
		t.Errorf("made with an access key: %v", row)
	}
	w.at("GET", "/ws/accounts/"+otherAccount+"/credentials/tokens", "", w.sign(key, "", w.now)).
		refused(404, "Account contoso@robotics not found")
}

func (w *world) status() int { return w.svc.inventions().CreateStatus }

func TestBadSignatures(t *testing.T) {
	w := newWorld(t, 3)
	const key = "x-logtrust-reseller-apikey"
	body := `{"name":"n"}`
	good := w.sign(key, body, w.now)
	upper := w.sign(key, body, w.now)
	upper["x-logtrust-sign"] = strings.ToUpper(upper["x-logtrust-sign"])
	for name, c := range map[string]struct {
		body string
		edit []edit
	}{
		"another body":   {`{"name": "n"}`, []edit{good}},
		"no body":        {"", []edit{good}},
		"upper case":     {body, []edit{upper}},
		"another time":   {body, []edit{good, {"x-logtrust-timestamp": fmt.Sprint(w.now.UnixMilli() + 1)}}},
		"no time":        {body, []edit{good, {"x-logtrust-timestamp": ""}}},
		"seconds":        {body, []edit{good, {"x-logtrust-timestamp": fmt.Sprint(w.now.Unix())}}},
		"another key":    {body, []edit{good, {key: "nonsense"}}},
		"no key":         {body, []edit{good, {key: ""}}},
		"too old":        {body, []edit{w.sign(key, body, w.now.Add(-clockSkew-time.Millisecond))}},
		"too early":      {body, []edit{w.sign(key, body, w.now.Add(clockSkew+time.Millisecond))}},
		"and good token": {"", []edit{good, bearer(w.set["token"])}},
	} {
		t.Run(name, func(t *testing.T) {
			w.do("PUT", "/1/rename", c.body, c.edit...).refused(401, msgBadToken)
		})
	}
	for _, off := range []time.Duration{-clockSkew, clockSkew} {
		w.do("PUT", "/1/rename", body, w.sign(key, body, w.now.Add(off))).refused(404, "Token 1 not found")
	}
}
