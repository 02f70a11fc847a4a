package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const settled = `{"name":"Works","port":8080,"contact":{"email":"a@example.com","smtp_password":"hunter2-of-smtp"},"limits":[1,2]}`

func editBench(t *testing.T) *bench {
	t.Helper()
	b := worksBench(t, editVerb("set", false), editVerb("write", false), editVerb("hide", true), showDocument(false))
	b.service.on("GET /document", reply(200, settled))
	return b
}

// Only what is to change is sent of a document that is patched, members whole.
func TestPatched(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"--set port=9090":                           `{"port":9090}`,
		"--set name=9090":                           `{"name":"9090"}`,
		"--set port:=9.0e3 --set name=Mill":         `{"name":"Mill","port":9.0e3}`,
		"--set limits.1=3":                          `{"limits":[1,3]}`,
		"--set new.deep:=true":                      `{"new":{"deep":true}}`,
		"--email B@example.com":                     `{"contact":{"email":"B@example.com","smtp_password":"hunter2-of-smtp"}}`,
		"--set contact.email=c@example.com":         `{"contact":{"email":"c@example.com","smtp_password":"hunter2-of-smtp"}}`,
		"--set contact.smtp_password= --set port=1": `{"port":1,"contact":{"email":"a@example.com","smtp_password":""}}`,
	} {
		b := editBench(t)
		sent := b.heardBody("PATCH /document", `{"ok":true}`)
		b.want(0, "works set "+line+" -o json", `out:"changed": true`, "out!hunter2")
		if diff := cmp.Diff(want, *sent); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}

func TestRewritten(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	sent := b.heardBody("PUT /document", `{"ok":true}`)
	b.want(0, "works write --set port=1")
	want := `{"name":"Works","port":1,"contact":{"email":"a@example.com","smtp_password":"hunter2-of-smtp"},"limits":[1,2]}`
	if diff := cmp.Diff(want, *sent); diff != "" {
		t.Error(diff)
	}
}

// What is so already is no change: in whatever order, and however spelled.
func TestEditsThatChangeNothing(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	same := b.textFile("same.json", `{"limits":[1.0,2],"contact":{"smtp_password":"hunter2-of-smtp","email":"a@example.com"},"port":8.08e3,"name":"W\u006frks"}`)
	for _, line := range []string{"set --set port=8080", "write --set name=Works", "set --body " + same, "write --body " + same, "set --email a@example.com"} {
		b.want(0, "works "+line, "out:reason:   there is nothing to change", "out:changed:  false")
		b.want(0, "works "+line+" --dry-run -o json", `out:"dryRun": true`, `out:"reason": "there is nothing to change"`, "out!requests")
	}
	b.wrote()
}

// A document that was shown, masked, can be given back: what was masked takes
// the value that the service has.
func TestRoundTripOfAMaskedDocument(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	b.want(0, "works show -o json", "out:[redacted]", "out!hunter2")
	shown := b.textFile("shown.json", b.out.String())
	b.want(0, "works write --body "+shown, "out:changed:  false")
	b.wrote()
	edited := b.textFile("edited.json", `{"name":"Mill","port":1,"contact":{"smtp_password":"[redacted]"}}`)
	sent := b.heardBody("PUT /document", `{}`)
	b.want(0, "works write --body "+edited)
	if want := `{"name":"Mill","port":1,"contact":{"smtp_password":"hunter2-of-smtp"}}`; *sent != want {
		t.Errorf("sent %s", *sent)
	}
}

// The person is told of upper case in an address whichever way it is given.
func TestMembersWarnAsOtherFlagsDo(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	b.want(0, "works set --email Ada@example.com", "err:warning: ")
	b.want(0, "works set --email ada@example.com", "err!w")
	b.want(2, "works set --email ada", "err:--email: ")
}
