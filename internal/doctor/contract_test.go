package doctor_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"unictl/internal/doctor"
)

// foreign answers reads in whatever shapes answer says, and keeps what was asked.
type foreign struct {
	mu     sync.Mutex
	asked  []string
	answer func(path string) (status int, contentType, body string)
}

func (f *foreign) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.asked = append(f.asked, r.Method+" "+r.URL.RequestURI())
	f.mu.Unlock()
	status, contentType, body := f.answer(r.URL.Path)
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("X-Canary-Word", "canary value")
	w.Header().Set("Tk9f8e7d6c5b4a", "x")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// compared is the report of a comparison with a server that answers so.
func compared(t *testing.T, f *foreign, flags ...string) (p *patient, code int, report string, byCheck map[string]doctor.Finding) {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	p = newPatient(t).configured(server.URL)
	p.env["UNICTL_DEVO_URL"], p.env["UNICTL_DEVO_ACCOUNT"], p.env["UNICTL_DEVO_TOKEN"] = server.URL, "acme@partner", strings.Repeat("0", 32)
	code, stdout, stderr := p.run(context.Background(), append([]string{"--contract"}, flags...)...)
	var all []doctor.Finding
	if err := json.Unmarshal([]byte(stdout), &all); err != nil {
		t.Fatalf("exit %d: %s%s", code, stdout, stderr)
	}
	byCheck = map[string]doctor.Finding{}
	for _, one := range all {
		byCheck[one.Check] = one
	}
	for _, call := range f.asked {
		if !strings.HasPrefix(call, http.MethodGet+" ") {
			t.Errorf("it sent %s", call)
		}
	}
	if strings.Contains(stdout+stderr, canary) {
		t.Error("the credential stands in the report")
	}
	return p, code, stdout, byCheck
}

func hasDifference(t *testing.T, f doctor.Finding, part string) {
	t.Helper()
	if f.Status != doctor.Differs || f.Seen == nil || !slices.ContainsFunc(f.Differences, func(d string) bool { return strings.Contains(d, part) }) {
		t.Errorf("%+v %+v lacks %q", f, f.Seen, part)
	}
}

// Every value that a server can send is a canary here, and none gets out: ids,
// addresses, texts, numbers, names that are data, also of an error and a page.
func TestComparisonTellsNoValues(t *testing.T) {
	t.Parallel()
	const user = `{"publicId":"cAnArY000001","type":"canaryWord","name":"Canary Person","emailAddress":"canary@example.com","support":"true",
		"registeredOn":"2026-11-30 14:05:51","lastSeenOn":"","memberships":{},"otpauthRequired":true,"apiApplications":[],"registeredBy":null,
		"favouriteColour":"canary","canary@example.net":{"x":1},"0c574252-31d5-4b76-bce6-53f2c56b544d":2,"Canary Person":3,"key\u001b[31mword":4,"` + canary + `":5}`
	f := &foreign{answer: func(path string) (int, string, string) {
		switch path {
		case "/users":
			return 200, "application/json; charset=utf-8; canary=1", `{"status":"success","type":"canary","data":[` + user + `],"moreAfter":77001}`
		case "/invites":
			return 403, "application/json", `{"status":"error","type":"canary","data":[{"message":"canary must not","propertyName":"canary","reasonCode":"canary"}]}`
		case "/roles":
			return 200, "text/html", "<html><title>canary</title></html>"
		case "/groups":
			return 200, "application/canary", "canary text"
		case "/companies":
			return 200, "application/json", ``
		case "/permissions":
			return 200, "application/json", strings.Repeat(`{"canary":`, 90) + "1" + strings.Repeat("}", 90)
		case "/audit-logs":
			return 302, "text/plain", "canary"
		case "/users/memberships":
			return 200, "application/json", `{"status":"error","type":"canary","data":[{"message":"canary","propertyName":null,"listIndex":null}]}`
		case "/access-tokens":
			return 200, "application/json", "{\"status\":\"success\",\"data\":[\x00\xff canary"
		}
		return 404, "application/json", `{"status":"error","type":"canary","data":[{"message":"canary not found"}]}`
	}}
	_, code, report, found := compared(t, f, "ixon", "--report", filepath.Join(t.TempDir(), "report.json"))
	if code != 0 {
		t.Errorf("exit %d", code)
	}
	for _, value := range []string{
		"anary@", "cAnArY", "canaryWord", "Canary Person", "0c574252", "77001", "14:05:51", "canary must", "canary value", "Tk9f8e7d6c5b4a",
		"31mword", "application/canary", "canary text", "canary not", "1234-5678", "RPHHg5LaTtQg", "127.0.0.1", "canary=1",
	} {
		if strings.Contains(report, value) {
			t.Errorf("%q stands in the report", value)
		}
	}
	list := found["ixon users list"]
	for _, part := range []string{
		"UserList favouriteColour: a member that is not known (text)", "UserList [name]: a member that is not known (number)",
		"UserList support: boolean as text where a boolean is due", "UserList registeredOn: time with a blank, without an offset where a time is due",
		"UserList lastSeenOn: empty text where a time is due", "UserList memberships: object where a list is due",
		"UserList moreAfter: number where a text is due",
	} {
		hasDifference(t, list, part)
	}
	if a := list.Answers[0]; a.Status != 200 || a.ContentType != "application/json" || a.Members["data[].emailAddress"]["text"] == 0 || !slices.Contains(a.Headers, "X-Canary-Word") {
		t.Errorf("%+v", a)
	}
	for check, want := range map[string]struct {
		verdict doctor.Status
		detail  string
	}{
		"ixon invites list":       {doctor.Refused, "HTTP 403"},
		"ixon roles list":         {doctor.Differs, "a web page where JSON is due"},
		"ixon groups list":        {doctor.Differs, "no JSON where JSON is due"},
		"ixon companies list":     {doctor.Differs, "an empty answer where JSON is due"},
		"ixon permissions list":   {doctor.Differs, "larger or deeper"},
		"ixon audit list":         {doctor.Differs, "a redirect that is not followed"},
		"ixon memberships list":   {doctor.Differs, "the answer cannot be read"},
		"ixon access-tokens list": {doctor.Differs, "where JSON is due"},
		"ixon ping":               {doctor.Differs, "HTTP 404 where an answer is due"},
		"ixon roles get":          {doctor.NotTried, "no list gives an id for it"},
	} {
		if got := found[check]; got.Status != want.verdict || !strings.Contains(got.Detail, want.detail) {
			t.Errorf("%s: %s, %s", check, got.Status, got.Detail)
		}
	}
	if refused := found["ixon invites list"]; !slices.Contains(refused.Differences, "InviteList reasonCode: a member that is not known (text)") {
		t.Errorf("the shape of the refusal is not told: %+v", refused.Seen)
	}
}

// A service that fails is asked twice; the rest is not tried, and the exit code
// says that the comparison is not complete.
func TestComparisonWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	f := &foreign{answer: func(path string) (int, string, string) {
		if strings.HasPrefix(path, "/ws/") {
			return 200, "application/json", `[]`
		}
		return 503, "text/plain", "canary"
	}}
	_, code, _, found := compared(t, f, "--problems=false")
	if code != 7 {
		t.Errorf("exit %d", code)
	}
	if got := found["ixon ping"]; got.Status != doctor.NoAnswer {
		t.Errorf("%+v", got)
	}
	if got := found["ixon users get"]; got.Status != doctor.NotTried {
		t.Errorf("%+v", got)
	}
	if got := found["ixon roles list"]; got.Status != doctor.NotTried {
		t.Errorf("%+v", got)
	}
	if got := found["devo tokens list"]; got.Status != doctor.Expected || got.Rows != 0 {
		t.Errorf("%+v", got)
	}
	if n := len(f.asked); n != 3 { // two of one service, one of the other
		t.Errorf("%d calls: %q", n, f.asked)
	}
}

// A credential without any right is exit 4, and so said.
func TestComparisonThatIsRefused(t *testing.T) {
	t.Parallel()
	f := &foreign{answer: func(string) (int, string, string) {
		return 401, "application/json", `{"error":{"code":401,"message":"no"}}`
	}}
	_, code, _, found := compared(t, f, "devo")
	if code != 4 || found["devo tokens list"].Status != doctor.Refused {
		t.Errorf("exit %d, %+v", code, found["devo tokens list"])
	}
}

// A long list is read as far as its second page, twenty rows each.
func TestComparisonReadsFewRows(t *testing.T) {
	t.Parallel()
	page := 0
	f := &foreign{}
	f.answer = func(path string) (int, string, string) {
		if path != "/permissions" {
			return 403, "application/json", `{}`
		}
		var rows []string
		for i := range 20 {
			rows = append(rows, `{"publicId":"P_`+strings.Repeat("x", page)+"_"+strings.Repeat("y", i)+`"}`)
		}
		page++
		return 200, "application/json", `{"status":"success","type":"x","data":[` + strings.Join(rows, ",") + `],"moreAfter":"c` + strings.Repeat("z", page) + `"}`
	}
	_, _, _, found := compared(t, f, "ixon")
	asked := slices.DeleteFunc(slices.Clone(f.asked), func(call string) bool { return !strings.Contains(call, "/permissions") })
	if len(asked) != 2 || !strings.Contains(asked[0], "page-size=20") {
		t.Errorf("%q", asked)
	}
	if got := found["ixon permissions list"]; got.Status != doctor.Expected || got.Answers[0].Members["moreAfter"]["text"] != 2 {
		t.Errorf("%+v", got)
	}
}

// The report is a file of its own, for its owner alone, and holds what -o json
// prints.
func TestReportFile(t *testing.T) {
	t.Parallel()
	f := &foreign{answer: func(string) (int, string, string) { return 200, "application/json", `[]` }}
	path := filepath.Join(t.TempDir(), "report.json")
	p, _, stdout, _ := compared(t, f, "devo", "--report", path, "--limit", "1")
	text, err := os.ReadFile(path)
	var whole, printed []doctor.Finding
	if err != nil || json.Unmarshal(text, &whole) != nil || json.Unmarshal([]byte(stdout), &printed) != nil || len(printed) != 1 || len(whole) < 4 {
		t.Errorf("%v: %d printed, %s", err, len(printed), text)
	}
	if info, err := os.Stat(path); err != nil || os.PathSeparator == '/' && info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	before := len(f.asked)
	for _, flags := range [][]string{
		{"--contract", "devo", "--report", path}, {"--contract", "devo", "--report", "-"}, {"--contract", "devo", "--report", path + ".csv"},
		{"--contract", "devo", "--report", filepath.Join(path, "below.json")}, {"--contract", "intrexx"}, {"--contract", "ixn"}, {"devo"}, {"--report", "x.json"},
		{"--contract", "--network"},
	} {
		if code, stdout, stderr := p.run(context.Background(), flags...); code != 2 {
			t.Errorf("%q: exit %d, %s%s", flags, code, stdout, stderr)
		}
	}
	if len(f.asked) != before {
		t.Errorf("something was asked: %q", f.asked[before:])
	}
}
