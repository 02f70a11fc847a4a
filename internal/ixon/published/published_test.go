package published

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The numbers are those of the contract, section 1.
func TestOperations(t *testing.T) {
	got := map[string]int{}
	for o := range Operations() {
		got["all"]++
		for _, header := range []byte{Version, Application, Bearer, Company, Branding} {
			if o.Requires(header) {
				got[string(header)]++
			}
		}
		if o.Takes(Branding) && !o.Requires(Branding) {
			got["b"]++
		}
		for _, name := range o.Query {
			got[name]++
		}
		if found, ok := Find(o.Method, o.Path); !ok || found.Path != o.Path {
			t.Errorf("%s %s is found as %s", o.Method, o.Path, found.Path)
		}
	}
	want := map[string]int{"all": 674, "V": 674, "A": 666, "T": 625, "C": 552, "B": 12, "b": 662, "fields": 192, "filters": 183}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ method, path, name, headers string }{
		{"GET", "", "Discovery", "Vb"},
		{"GET", "/users/me", "MyUser", "VATb"},
		{"GET", "users/a%2Fb", "User", "VATCb"},
		{"POST", "invites", "InviteList", "VATCB"},
		{"GET", "companies/me", "MyCompany", "VATCb"},
		{"GET", "companies/you", "Company", "VATb"},
		{"GET", "messages", "MessageList", "VATb"},
	} {
		o, ok := Find(c.method, c.path)
		if !ok || o.Name != c.name || o.Headers != c.headers {
			t.Errorf("%s %s: %s %s", c.method, c.path, o.Name, o.Headers)
		}
	}
	for _, path := range []string{"users/", "users/a/b/c", "nothing", "users/a/"} {
		if o, ok := Find("GET", path); ok {
			t.Errorf("GET %s is found as %s", path, o.Path)
		}
	}
	if o, ok := Find("PUT", "users"); ok {
		t.Errorf("PUT users is found as %s %s", o.Method, o.Path)
	}
}

// TestShapes holds that all that stands in the tables can be read.
func TestShapes(t *testing.T) {
	known := ReadShapes()
	kinds := map[Kind]bool{Text: true, Time: true, UUID: true, File: true, Number: true, Flag: true, Word: true, List: true, Object: true, Choice: true, Any: true}
	var look func(string, *Shape)
	look = func(at string, s *Shape) {
		switch {
		case !kinds[s.Kind]:
			t.Fatalf("%s is of kind %q", at, s.Kind)
		case s.Item != nil:
			look(at+"[]", s.Item)
		}
		for _, f := range s.Fields {
			look(at+"."+f.Name, f.Shape)
		}
		for _, c := range s.Choices {
			look(at, c)
		}
	}
	for o := range Operations() {
		look(o.Method+" "+o.Path, known.Of(o.Answer))
		if o.Request != "" {
			look(o.Method+" "+o.Path+" request", known.Of(o.Request))
		}
	}
	for name, text := range map[string]string{"operations.txt": operations, "shapes.txt": shapes} {
		if !regexp.MustCompile(`^// IXON API, version \d+\.\d+\.\d+\. `).MatchString(text) || !strings.Contains(text, "https://github.com/api-evangelist/ixon") {
			t.Errorf("%s does not say what it was made from", name)
		}
	}
}

func TestRequest(t *testing.T) {
	known := ReadShapes()
	for _, c := range []struct{ method, path, body, want string }{
		{"POST", "invites", `{"emailAddress":"ada@example.com","groupRoles":[{"group":{"publicId":"g"},"role":{"publicId":"r"},"expiresOn":null}]}`, ""},
		{"POST", "invites", `[{"emailAddress":"ada@","groupRoles":[{"group":{"publicId":"g"},"role":null}],"language":"deu"}]`,
			"[0].emailAddress: is not like, [0].emailAddress: is too short, [0].groupRoles[0].role: is null, [0].language: is too short"},
		{"POST", "invites", `[{"groupRoles":[{"role":{"publicId":"r"}}],"name":"Ada"}]`,
			"[0].emailAddress: is missing, [0].name: is not published"},
		{"POST", "access-tokens", `{"expiresIn":"60","scope":{"type":"allow"}}`, "expiresIn: is text, scope.rels: is missing"},
		{"POST", "access-tokens", `{"expiresIn":59,"scope":{"type":"some"}}`, "expiresIn: is too short, scope.type: is none of unrestricted"},
		{"POST", "invites/i1/resend", ``, ""},
		{"POST", "invites/i1/resend", `null`, ""},
		{"POST", "invites/i1/resend", `{}`, "the operation takes no body"},
		{"DELETE", "users", `x`, "is no JSON"},
		{"DELETE", "users", `"x"`, "is text"},
	} {
		o, ok := Find(c.method, c.path)
		if !ok {
			t.Fatal(c.path)
		}
		judge(t, c.method+" "+c.path+" "+c.body, known.Request(o, []byte(c.body)), c.want)
	}
}

func TestAnswer(t *testing.T) {
	known := ReadShapes()
	for _, c := range []struct{ path, data, want string }{
		{"users", `[{"publicId":"Us3rUs3rUs3r","lastSeenOn":null,"memberships":[{"role":{"reference":{"name":"Admin"}}}]}]`, ""},
		{"users", `{"publicId":"Us3rUs3rUs3r"}`, ""},
		{"users", `[{"publicId":7,"lastSeenOn":"yesterday","support":null,"nick":"x"}]`,
			"data[0].lastSeenOn: is no time, data[0].nick: is not published, data[0].publicId: is a number, data[0].support: is null"},
		{"audit-logs", `[{"topic":{"company":"1111-2222-3333-4444-5555"},"after":[1]}]`, ""},
		{"companies/me", `{"licenceModel":"standard"}`, "data.licenceModel: is none of legacy"},
	} {
		o, ok := Find("GET", c.path)
		if !ok {
			t.Fatal(c.path)
		}
		judge(t, c.path+" "+c.data, known.Answer(o, []byte(`{"status":"success","type":"x","data":`+c.data+`}`)), c.want)
	}
	o, _ := Find("GET", "users")
	judge(t, "error", known.Answer(o, []byte(`{"status":"error","type":"Error"}`)), "data: is missing, status: is none of success")
}

// judge compares the beginnings of the faults.
func judge(t *testing.T, of string, faults []string, want string) {
	t.Helper()
	var wants []string
	if want != "" {
		wants = strings.Split(want, ", ")
	}
	if len(faults) != len(wants) {
		t.Errorf("%s: got %q, want %q", of, faults, wants)
		return
	}
	for i, w := range wants {
		if !strings.HasPrefix(faults[i], w) {
			t.Errorf("%s: got %q, want %q", of, faults[i], w)
		}
	}
}
