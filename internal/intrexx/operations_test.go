package intrexx

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

// driven is one method of the client and what it must send, apart from method
// and path template, which stand in Operations.
type driven struct {
	number int
	run    func(context.Context, *Client) error
	uri    string
	body   string // "" = none; "multipart" = the package
}

func rowsOf(all iter.Seq2[rest.Item[Object], error]) error { _, err := drain(all); return err }

func readAll(_ http.Header, body io.Reader) error { _, err := io.Copy(io.Discard, body); return err }

// everything drives each method once; ids carry what needs escaping.
func everything(p *Package) []driven {
	raw := json.RawMessage(`{"a":{"b":[1,"<x>"]}}`)
	const sent = `{"a":{"b":[1,"<x>"]}}`
	return []driven{
		{1, func(_ context.Context, c *Client) error { return do(c.SignIn("iaa-admin", canaryPassword)) }, "/auth", `{"name":"iaa-admin","password":"canary:pass \"word"}`},
		{2, func(ctx context.Context, c *Client) error { return rowsOf(c.Portals(ctx)) }, "/portals", ""},
		{3, func(_ context.Context, c *Client) error { return do(c.CreatePortal(raw)) }, "/portals", sent},
		{4, func(_ context.Context, c *Client) error { return do(c.DeletePortal("25CC")) }, "/portals/25CC", `{}`},
		{5, func(ctx context.Context, c *Client) error { return rowsOf(c.Templates(ctx)) }, "/templates", ""},
		{6, func(_ context.Context, c *Client) error { return do(c.UploadTemplate(p, TemplatePart)) }, "/templates", "multipart"},
		{7, func(_ context.Context, c *Client) error { return do(c.WebServer()) }, "/test01/webserver", ""},
		{8, func(_ context.Context, c *Client) error { return do(c.SetWebServer("https://a/?b&c")) }, "/test01/webserver", `{"base_url":"https://a/?b&c"}`},
		{9, func(_ context.Context, c *Client) error { return do(c.PortalSettings()) }, "/test01/settings", ""},
		{10, func(_ context.Context, c *Client) error { return do(c.UpdatePortalSettings(raw)) }, "/test01/settings", sent},
		{11, func(_ context.Context, c *Client) error { return do(c.MobileKey()) }, "/test01/mobile", ""},
		{12, func(_ context.Context, c *Client) error { return do(c.UpdateMobileKey(raw)) }, "/test01/mobile", sent},
		{13, func(_ context.Context, c *Client) error { return do(c.DeleteMobileKey()) }, "/test01/mobile", ""},
		{14, func(_ context.Context, c *Client) error { return do(c.ReportsEngine()) }, "/test01/reports/engine", ""},
		{15, func(_ context.Context, c *Client) error { return do(c.UpdateReportsEngine(raw)) }, "/test01/reports/engine", sent},
		{16, func(_ context.Context, c *Client) error { return do(c.ExportConfiguration()) }, "/test01/export", ""},
		{17, func(_ context.Context, c *Client) error { return do(c.UpdateExportConfiguration(raw)) }, "/test01/export", sent},
		{18, func(_ context.Context, c *Client) error { return do(c.Diagnosis(readAll)) }, "/test01/diagnosis", ""},
		{19, func(_ context.Context, c *Client) error { return do(c.RunSearchIndex(raw)) }, "/test01/search/index", sent},
		{20, func(_ context.Context, c *Client) error { return do(c.ImportApplications(p)) }, "/test01/applications", "multipart"},
		{21, func(_ context.Context, c *Client) error { return do(c.OverwriteApplications(p)) }, "/test01/applications", "multipart"},
		{22, func(_ context.Context, c *Client) error { return do(c.Logout(nil)) }, "/test01/logout", ""},
		{23, func(ctx context.Context, c *Client) error { return rowsOf(c.Jobs(ctx)) }, "/test01/scheduler/jobs", ""},
		{24, func(_ context.Context, c *Client) error { return do(c.CreateJob("a type", raw)) }, "/test01/scheduler/job/a%20type", sent},
		{25, func(_ context.Context, c *Client) error { return do(c.Job("j?1")) }, "/test01/scheduler/job/j%3F1", ""},
		{26, func(_ context.Context, c *Client) error { return do(c.UpdateJob("j1", raw)) }, "/test01/scheduler/job/j1", sent},
		{27, func(_ context.Context, c *Client) error { return do(c.DeleteJob("j1")) }, "/test01/scheduler/job/j1", ""},
		{28, func(_ context.Context, c *Client) error { return do(c.Standby()) }, "/test01/scheduler/standby", ""},
		{29, func(_ context.Context, c *Client) error { return do(c.SetStandby(raw)) }, "/test01/scheduler/standby", sent},
		{30, func(_ context.Context, c *Client) error { return do(c.SchedulerConfiguration()) }, "/test01/scheduler/configuration", ""},
		{31, func(_ context.Context, c *Client) error { return do(c.UpdateSchedulerConfiguration(raw)) }, "/test01/scheduler/configuration", sent},
		{32, func(_ context.Context, c *Client) error { return do(c.RunJobActions(raw)) }, "/test01/scheduler/actions", sent},
		{33, func(ctx context.Context, c *Client) error { return rowsOf(c.MailServices(ctx)) }, "/test01/mailservices", ""},
		{34, func(_ context.Context, c *Client) error { return do(c.CreateMailService(raw)) }, "/test01/mailservices", sent},
		{35, func(_ context.Context, c *Client) error { return do(c.MailService("m%1")) }, "/test01/mailservices/m%251", ""},
		{36, func(_ context.Context, c *Client) error { return do(c.UpdateMailService("m1", raw)) }, "/test01/mailservices/m1", sent},
		{37, func(_ context.Context, c *Client) error { return do(c.MailStatus("m1")) }, "/test01/mailservices/m1/status", ""},
		{38, func(_ context.Context, c *Client) error { return do(c.SetMailStatus("m1", raw)) }, "/test01/mailservices/m1/status", sent},
		{39, func(_ context.Context, c *Client) error { return do(c.CreateUser(raw)) }, "/test01/users", sent},
		{40, func(_ context.Context, c *Client) error { return do(c.CreateGroup(raw)) }, "/test01/groups", sent},
		{41, func(_ context.Context, c *Client) error { return do(c.Group("4")) }, "/test01/groups/4", ""},
		{42, func(_ context.Context, c *Client) error { return do(c.DeleteGroup("4")) }, "/test01/groups/4", ""},
		{43, func(ctx context.Context, c *Client) error { return rowsOf(c.UserGroups(ctx, "6")) }, "/test01/users/6/groups", ""},
		{44, func(_ context.Context, c *Client) error { return do(c.AddUserToGroup("6", "4")) }, "/test01/users/6/groups/4", ""},
		{45, func(_ context.Context, c *Client) error { return do(c.RemoveUserFromGroup("6", "4")) }, "/test01/users/6/groups/4", ""},
		{46, func(_ context.Context, c *Client) error { return do(c.User("6")) }, "/test01/users/6", ""},
		{47, func(_ context.Context, c *Client) error {
			return do(c.UpdateUser("6", User{Account: UserAccount{Password: "pw"}}.Body()))
		}, "/test01/users/6", `{"account":{"password":"pw"}}`},
		{48, func(_ context.Context, c *Client) error { return do(c.DeleteUser("6")) }, "/test01/users/6", ""},
		{49, func(ctx context.Context, c *Client) error { return rowsOf(c.Licenses(ctx)) }, "/test01/licenses", ""},
		{50, func(_ context.Context, c *Client) error { return do(c.AddLicense("K3Y5", 0)) }, "/test01/licenses", `{"key":"K3Y5","count":0}`},
		{51, func(_ context.Context, c *Client) error { return do(c.DeleteLicense("K3Y5")) }, "/test01/licenses/K3Y5", ""},
		{52, func(_ context.Context, c *Client) error { return do(c.ExtendTrial(raw)) }, "/test01/trial-license", sent},
		{53, func(_ context.Context, c *Client) error { return do(c.ActivateAPI(raw)) }, "/admin-api/license", sent},
	}
}

// TestEveryOperation: 53 of 53, below a path prefix and at the root.
func TestEveryOperation(t *testing.T) {
	p := packageOf(t, "apps.lax")
	calls, index := everything(p), Operations()
	if len(calls) != 53 || len(index) != 53 {
		t.Fatalf("%d methods, %d operations", len(calls), len(index))
	}
	for _, prefix := range []string{"", "/irma", "/a%20b/c/"} {
		for i, call := range calls {
			operation := index[i]
			if operation.Number != call.number || operation.Number != i+1 {
				t.Fatalf("operation %d stands at %d and is driven by %d", operation.Number, i+1, call.number)
			}
			t.Run(prefix+operation.Name, func(t *testing.T) {
				server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), BaseURL: prefix}, testPortal, ok(`"answer"`))
				if err := call.run(t.Context(), client); err != nil {
					t.Fatal(err)
				}
				got := server.last(t)
				wantURI := strings.TrimSuffix(prefix, "/") + call.uri
				if got.method != operation.Method || got.uri != wantURI || len(server.calls) != 1 {
					t.Errorf("sent %s %s in %d calls, want %s %s", got.method, got.uri, len(server.calls), operation.Method, wantURI)
				}
				if !template(operation.Path).MatchString(call.uri) {
					t.Errorf("%s is not %s", call.uri, operation.Path)
				}
				checkSent(t, got, call.body, operation)
			})
		}
	}
}

func checkSent(t *testing.T, got seen, body string, operation Operation) {
	t.Helper()
	switch kind := got.header.Get("Content-Type"); body {
	case "multipart":
		if !strings.HasPrefix(kind, "multipart/form-data; boundary=") || !strings.Contains(got.body, "apps.lax") {
			t.Errorf("sent %q as %q", got.body, kind)
		}
	case "":
		if got.body != "" || kind != "" {
			t.Errorf("sent %q as %q, want no body", got.body, kind)
		}
	default:
		if diff := cmp.Diff(body, got.body); diff != "" || kind != "application/json" {
			t.Errorf("sent as %q (-want +got):\n%s", kind, diff)
		}
	}
	if operation.Body == NoBody && body != "" {
		t.Errorf("%s has a body", operation.Name)
	}
	bearer, accept := "Bearer "+canaryToken, "application/json, */*;q=0.5"
	switch operation.Name {
	case "SignIn":
		bearer, accept = "", "*/*"
	case "DiagnosisGet":
		accept = "application/zip, */*;q=0.5"
	}
	if got.header.Get("Authorization") != bearer || got.header.Get("Accept") != accept {
		t.Errorf("headers %v", got.header)
	}
}

// template is a path with its placeholders open.
func template(path string) *regexp.Regexp {
	parts := regexp.MustCompile(`\{[a-z-]+\}`).Split(path, -1)
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile("^" + strings.Join(parts, "[^/]+") + "$")
}

// TestOperationNames: an error says by its name which operation it was.
func TestOperationNames(t *testing.T) {
	p := packageOf(t, "apps.lax")
	_, client := serve(t, reply{status: 418, body: `{"message":"no"}`})
	for i, call := range everything(p) {
		err := call.run(t.Context(), client)
		e := asError(t, err, rest.Failed)
		if want := Operations()[i]; e.Call != want.Name || e.Method != want.Method || e.Message != "no" {
			t.Errorf("%s %s: %q, want %+v", e.Method, e.Call, e.Message, want)
		}
	}
}

func TestPortalIsEscaped(t *testing.T) {
	server, client := serveWith(t, rest.Conn{Auth: rest.Bearer("x")}, "Über uns?#%2F", ok("{}"))
	if err := do(client.User("ä;1")); err != nil {
		t.Fatal(err)
	}
	want := "/" + url.PathEscape("Über uns?#%2F") + "/users/" + url.PathEscape("ä;1")
	if got := server.last(t).uri; got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
}

// TestSampleBodies holds the bodies of the vendor's samples.
func TestSampleBodies(t *testing.T) {
	create := true
	tests := []struct{ got, want string }{
		{string(User{UserGeneral{"Ada", "Example", "ada.example"}, UserContact{UserEmail{"ada@example.org"}}, UserAccount{"ada.example", "pw"}}.Body()),
			`{"general_settings":{"first_name":"Ada","last_name":"Example","object_name":"ada.example"},"contact":{"email":{"work":"ada@example.org"}},"account":{"login_username":"ada.example","password":"pw"}}`},
		{string(User{General: UserGeneral{LastName: "E"}}.Body()), `{"general_settings":{"last_name":"E"}}`},
		{string(PortalCreate{}.Body()), `{}`},
		{string(PortalCreate{
			TemplatePath: "/opt/intrexx/orgtempl/blank/", PortalPath: "/opt/intrexx/org/intranet",
			Portal: PortalDetails{"intranet", "en", "portal.example.org", "https://portal.example.org", "localhost", 1337, 8101,
				PortalSearch{SearchServer{"http://localhost:8983", "/opt/solr"}}},
			Database: PortalDatabase{"postgresql", "localhost", 5432, "postgres", "pw", "ixintranet", &create},
		}.Body()),
			`{"template_path":"/opt/intrexx/orgtempl/blank/","portal_path":"/opt/intrexx/org/intranet","portal":{"display_name":"intranet","default_language":"en",` +
				`"web_server_host_name":"portal.example.org","web_default_base_url":"https://portal.example.org","web_connector_host":"localhost","web_connector_port":1337,` +
				`"rest_connector_port":8101,"search_configuration":{"server_configuration":{"url":"http://localhost:8983","base_directory":"/opt/solr"}}},` +
				`"database":{"type":"postgresql","host":"localhost","port":5432,"user":"postgres","password":"pw","database_name":"ixintranet","create":true}}`},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestDownloadIsReceived(t *testing.T) {
	const zip = "PK\x03\x04 and so on"
	_, client := serve(t, ok(zip), reply{status: 500, body: `{"error":"no"}`})
	var got bytes.Buffer
	receive := func(_ http.Header, body io.Reader) error {
		_, err := io.Copy(&got, body)
		return err
	}
	if err := do(client.Diagnosis(receive)); err != nil || got.String() != zip {
		t.Errorf("%q %v", got.String(), err)
	}
	got.Reset()
	if e := asError(t, do(client.Diagnosis(receive)), rest.Temporary); e.Message != "no" || got.Len() != 0 {
		t.Errorf("%v, and %q was received", e, got.String())
	}
	refusal := &rest.Error{Kind: rest.Failed, Message: "that is no zip"}
	_, client = serve(t, ok(`{"error":"x"}`))
	err := do(client.Diagnosis(func(http.Header, io.Reader) error { return refusal }))
	if e := asError(t, err, rest.Failed); !errors.Is(err, refusal) && e.Message != refusal.Message {
		t.Errorf("got %v", e)
	}
}
