package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"
)

func TestParseFaults(t *testing.T) {
	f, err := ParseFaults("latency=200ms, 429=every:10,5xx=rate:0.1,cut=every:7,lost=every:3,expire=every:5,html502=every:9,silent=every:20,retry-after=30,")
	if err != nil {
		t.Fatal(err)
	}
	if f.Latency != 200*time.Millisecond || f.RetryAfter != 30 || f.when[fault429].every != 10 ||
		f.when[fault5xx].rate != 0.1 || f.when[faultCut].every != 7 || f.when[faultLost].every != 3 {
		t.Errorf("%+v", f)
	}
	if f, err := ParseFaults(""); err != nil || f != (Faults{}) {
		t.Errorf("nothing: %+v %v", f, err)
	}
	for _, spec := range []string{"earthquake=every:2", "429", "429=10", "429=every:0", "429=every:-1", "5xx=rate:0",
		"5xx=rate:1.5", "5xx=rate:NaN", "lost=nth:0", "lost=every:1@", "lost=@DELETE", "lost=every:1@delete", "lost=every:1@DELETEx", "latency=soon", "latency=-1s", "retry-after=later"} {
		if _, err := ParseFaults(spec); err == nil || !strings.Contains(err.Error(), strings.SplitN(spec, "=", 2)[0]) {
			t.Errorf("%s: %v", spec, err)
		}
	}
	_, err = ParseFaults("earthquake=every:2")
	for _, word := range FaultWords() {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("the message does not list %s: %v", word, err)
		}
	}
}

// faulty serves with faults and calls once more often than they need.
func faulty(t *testing.T, spec string) *Sandbox {
	t.Helper()
	f, err := ParseFaults(spec)
	if err != nil {
		t.Fatal(err)
	}
	return box(t, Options{Faults: f})
}

func TestFaultsThatAnswer(t *testing.T) {
	for spec, want := range map[string]struct {
		status int
		body   string
	}{
		"429=every:2":     {429, `"status":"error"`},
		"5xx=every:2":     {500, `"status":"error"`},
		"html502=every:2": {502, "<html>"},
		"expire=every:2":  {401, `{"message":"Invalid value","propertyName":"Authorization","listIndex":null}`},
	} {
		s := faulty(t, spec)
		mustSend(t, s, "GET", "/users", "", 200)
		if got := mustSend(t, s, "GET", "/users", "", want.status); !strings.Contains(got, want.body) {
			t.Errorf("%s: %s", spec, got)
		}
		mustSend(t, s, "GET", "/users", "", 200)
	}
}

func TestRetryAfter(t *testing.T) {
	for spec, want := range map[string]string{"429=every:1": "", "429=every:1,retry-after=30": "30"} {
		resp, _, err := send(t, request(t, faulty(t, spec), "GET", "/users", ""))
		if err != nil || resp.StatusCode != 429 || resp.Header.Get("Retry-After") != want {
			t.Errorf("%s: %v %v", spec, resp, err)
		}
	}
}

func TestServerErrorsTakeTurnsAndRatesRepeat(t *testing.T) {
	run := func() (seen string) {
		s := faulty(t, "5xx=rate:0.5")
		for range 20 {
			resp, _, err := send(t, request(t, s, "GET", "/server-time", ""))
			if err != nil {
				t.Fatal(err)
			}
			seen += resp.Status[:3] + " "
		}
		return seen
	}
	first := run()
	if !strings.Contains(first, "500") || !strings.Contains(first, "503") || !strings.Contains(first, "200") {
		t.Errorf("statuses: %s", first)
	}
	if again := run(); again != first {
		t.Errorf("a second run differs:\n%s\n%s", first, again)
	}
}

func TestConnectionsThatEnd(t *testing.T) {
	cut := faulty(t, "cut=every:1")
	resp, body, err := send(t, request(t, cut, "GET", "/users", ""))
	if resp == nil || resp.StatusCode != 200 || !errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(body, `{"status":"success"`) {
		t.Errorf("cut: %v %v %q", resp, err, body)
	}
	lost := faulty(t, "lost=every:2")
	if _, _, err := send(t, request(t, lost, "GET", "/roles", "")); err != nil {
		t.Fatal(err)
	}
	if resp, _, err := send(t, request(t, lost, "POST", "/roles", `{"name":"Night shift"}`)); err == nil {
		t.Errorf("lost: answered %s", resp.Status)
	}
	if got := mustSend(t, lost, "GET", "/roles?page-size=100", "", 200); !strings.Contains(got, "Night shift") {
		t.Error("lost: the change was not made")
	}
}

func TestSilenceEndsWithTheClient(t *testing.T) {
	s := faulty(t, "silent=every:1")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	sent := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(httptrace.WroteRequestInfo) { time.AfterFunc(150*time.Millisecond, cancel) },
	})
	req := request(t, s, "POST", "/roles", `{"name":"x"}`).WithContext(sent)
	if _, _, err := send(t, req); !errors.Is(err, context.Canceled) {
		t.Errorf("silent: %v", err)
	}
	for len(s.Calls()) == 0 { // for ever, if the call does not end with its client
		time.Sleep(5 * time.Millisecond)
	}
	if c := s.Calls()[0]; c.Status != 0 || c.Bytes != 0 {
		t.Errorf("logged as %+v", c)
	}
}

func TestLatency(t *testing.T) {
	s := faulty(t, "latency=120ms")
	begun := time.Now()
	mustSend(t, s, http.MethodGet, "/server-time", "", 200)
	if took := time.Since(begun); took < 120*time.Millisecond {
		t.Errorf("answered after %s", took)
	}
}

func TestFaultsOfChosenCalls(t *testing.T) {
	for _, c := range []struct {
		pattern, method, path string
		concerned             bool
	}{
		{"DELETE", "DELETE", "/ixon/api/users/x", true},
		{"DELETE", "GET", "/ixon/api/users/x", false},
		{"POST*/invites", "POST", "/iot/v1/api/accounts/7/invites", true},
		{"POST*/invites", "POST", "/iot/v1/api/accounts/7/invites/x", false},
		{"*/invites*", "PUT", "/iot/v1/api/invites/7/status", true},
		{"/devo/*", "GET", "/devo/ws", true},
		{"/devo/*", "GET", "/iot/devo/ws", false},
		{"*/a*b", "GET", "/aab/xab", true},
	} {
		f, err := ParseFaults("lost=every:1@" + c.pattern)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(c.method, c.path, nil)
		if got := f.when[faultLost].concerns(r); got != c.concerned {
			t.Errorf("%s, %s %s: %v", c.pattern, c.method, c.path, got)
		}
	}
	s := faulty(t, "lost=nth:2@POST*/roles")
	for i, name := range []string{"one", "two", "three"} {
		mustSend(t, s, "GET", "/roles", "", 200) // does not count
		_, _, err := send(t, request(t, s, "POST", "/roles", `{"name":"`+name+`"}`))
		if lost := err != nil; lost != (i == 1) {
			t.Errorf("call %d: %v", i+1, err)
		}
	}
}

// What was carried out is told as a 500; what was refused, as it is.
func TestDoneAndAnsweredWith500(t *testing.T) {
	s := faulty(t, "done500=every:1@POST*")
	if got := mustSend(t, s, "POST", "/roles", `{"name":"Night shift"}`, 500); !strings.Contains(got, `"status":"error"`) || strings.Contains(got, "publicId") {
		t.Errorf("done: %s", got)
	}
	if got := mustSend(t, s, "POST", "/roles", `{}`, 400); !strings.Contains(got, "Required property") {
		t.Errorf("refused: %s", got)
	}
	if got := mustSend(t, s, "GET", "/roles?page-size=100", "", 200); !strings.Contains(got, "Night shift") {
		t.Error("the change was not made")
	}
}

// Each switch reaches its service.
func TestFaultsOfOneService(t *testing.T) {
	for spec, ask := range map[string]struct {
		of   string
		path string
		want string
	}{
		"odd=null":                        {"devo", "", `"id":null`},
		"masks=on":                        {"intrexx", "/intranet/users/5", `"*****"`},
		"error-lists=on":                  {"intrexx", "/nobody/settings", `{"errors":[{"message":`},
		"lookalikes=on":                   {"ixon", "/users?page-size=100&fields=emailAddress", `"Max@example.com"`},
		"nodb=every:1@GET/iot/*/invites":  {"iot", "", `"code":10404`},
		"nodb=every:1,done500=nth:1@POST": {"ixon", "/server-time", `"success"`}, // which cannot show it
	} {
		s := faulty(t, spec)
		var got string
		switch ask.of {
		case "devo":
			_, got, _ = callDevo(t, s, "GET", ask.path, "")
		case "intrexx":
			_, got, _ = send(t, portalCall(t, s, "GET", ask.path, ""))
		case "ixon":
			_, got, _ = send(t, request(t, s, "GET", ask.path, ""))
		case "iot":
			_, got = iotCall(t, s)
		}
		if !strings.Contains(got, ask.want) {
			t.Errorf("%s: %s", spec, got)
		}
	}
	s := faulty(t, "me404=on")
	req, set := request(t, s, "GET", "/users/me", ""), s.Settings()["ixon"]
	req.Header.Set("Authorization", "Bearer "+set["service_token"])
	req.Header.Set("Api-Application", set["service_application"])
	if resp, got, err := send(t, req); err != nil || resp.StatusCode != 404 {
		t.Errorf("me404: %v %s", err, got)
	}
	for _, spec := range []string{"masks=off", "me404", "odd=strange", "lookalikes=yes"} {
		if _, err := ParseFaults(spec); err == nil || !strings.HasPrefix(err.Error(), "fault "+strings.SplitN(spec, "=", 2)[0]) {
			t.Errorf("%s: %v", spec, err)
		}
	}
}

// They are there after a reset as well.
func TestLookalikesOutliveAReset(t *testing.T) {
	s := faulty(t, "lookalikes=on")
	if err := s.Reset(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	if got := mustSend(t, s, "GET", "/users?page-size=100&fields=emailAddress", "", 200); strings.Count(got, `"Max@example.com"`) != 1 {
		t.Errorf("people: %s", got)
	}
}
