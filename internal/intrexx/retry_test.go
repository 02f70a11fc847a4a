package intrexx

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"unictl/internal/rest"
)

// repeated are the changes that are sent again after a lost answer: those whose
// repetition changes nothing more. No POST and no PATCH is among them, no
// deletion of a portal, and nothing that starts work or extends a licence.
func repeated() []string {
	return []string{
		"WebServerSet", "MobileKeyDelete", "JobDelete", "StandbySet", "MailStatusSet",
		"GroupDelete", "UserGroupAdd", "UserGroupRemove", "UserDelete", "LicenseDelete",
	}
}

func TestWhatIsRepeated(t *testing.T) {
	p := packageOf(t, "apps.lax")
	for i, call := range everything(p) {
		operation := Operations()[i]
		t.Run(operation.Name, func(t *testing.T) {
			t.Parallel()
			conn := rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 1}
			server, client := serveWith(t, conn, Settings{Portal: testPortal}, reply{status: 503}, ok(`"x"`))
			err := call.run(t.Context(), client)
			want := 1
			if operation.Method == "GET" || slices.Contains(repeated(), operation.Name) {
				want = 2
			}
			if len(server.calls) != want || (err == nil) != (want == 2) {
				t.Errorf("%d calls, want %d: %v", len(server.calls), want, err)
			}
		})
	}
}

// TestGoneAfterRetry: the second answer to a deletion whose first was lost.
func TestGoneAfterRetry(t *testing.T) {
	conn := rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 1}
	_, client := serveWith(t, conn, Settings{Portal: testPortal}, reply{status: 503}, reply{status: 404})
	asError(t, do(client.DeleteUser("6")), rest.NotFound)
}

// TestLongCalls: what may take minutes has no timeout of its own; the others
// end with theirs.
func TestLongCalls(t *testing.T) {
	long := []string{"PortalCreate", "PortalDelete", "TemplateUpload", "ApplicationImport", "ApplicationOverwrite", "DiagnosisGet", "SearchIndexRun"}
	p := packageOf(t, "apps.lax")
	for i, call := range everything(p) {
		operation := Operations()[i]
		t.Run(operation.Name, func(t *testing.T) {
			t.Parallel()
			client := slowly(t)
			err := call.run(context.Background(), client)
			if slices.Contains(long, operation.Name) != (err == nil) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestLostAnswer(t *testing.T) {
	cut := reply{status: 200, body: "{", cut: true}
	server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 2}, Settings{Portal: testPortal}, cut)
	for _, err := range []error{
		do(client.DeletePortal("X")), do(client.CreatePortal(json.RawMessage(`{}`))), do(client.ImportApplications(packageOf(t, "a.lax"))),
		do(client.RunJobActions(nil)), do(client.ExtendTrial(nil)),
	} {
		asError(t, err, rest.Unknown)
	}
	if len(server.calls) != 5 {
		t.Errorf("%d calls", len(server.calls))
	}
}
