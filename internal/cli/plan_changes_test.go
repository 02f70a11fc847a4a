package cli

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A dry run shows what would change, line by line, and what would be sent.
func TestADryRunShowsTheDifference(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	edited := b.textFile("edited.json", `{"name":"Mill","port":8080,"contact":{"email":"a@example.com","smtp_password":"`+canary+`"},"limits":[1,2,3],"tokenLifetime":3600,"wait":3600}`)
	b.want(0, "works set --dry-run --body "+edited, "err!e")
	want := unindented(`
		dry run, nothing is sent: works set the document

		1. change the document
		   name: "Works" → "Mill"
		   contact.smtp_password: "[redacted]" → "[redacted]"
		   limits.2: (none) → 3
		   tokenLifetime: (none) → "[redacted]"
		   wait: (none) → 3600
		   PATCH ` + b.service.URL + `/document
		   Accept: application/json
		   Authorization: [redacted]
		   Content-Type: application/json
		   User-Agent: unictl/v1.2.3
		   {
		     "name": "Mill",
		     "contact": {
		       "email": "a@example.com",
		       "smtp_password": "[redacted]"
		     },
		     "limits": [
		       1,
		       2,
		       3
		     ],
		     "tokenLifetime": "[redacted]",
		     "wait": 3600
		   }
		`)
	if diff := cmp.Diff(want, b.out.String()); diff != "" {
		t.Error(diff)
	}
	b.wrote()
}

func TestADryRunForMachines(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	b.want(0, "works write --dry-run -o json --set name=Mill --set contact:=null --set new:=[] --jq .requests[0].changes", "out!hunter2")
	var got []map[string]any
	if err := json.Unmarshal(b.out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{
		{"path": "name", "from": "Works", "to": "Mill"},
		{"path": "contact", "from": map[string]any{"email": "a@example.com", "smtp_password": "[redacted]"}, "to": nil},
		{"path": "new", "from": nil, "to": []any{}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	b.want(0, "works write --dry-run -o yaml --set name=Mill", "out:path: name", "out:from: Works", "out:dryRun: true", "out!hunter2")
	b.wrote()
}

// A document that is a secret as a whole is not compared in public.
func TestADryRunOfAHiddenDocument(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	b.want(0, "works hide --dry-run --set name=Mill", "out!→", "out:PATCH")
}

// A document of another kind is replaced as a whole, and said to be.
func TestADryRunOfAnotherKindOfDocument(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	b.service.on("GET /document", reply(200, `"a\u001b[31mtext"`))
	b.want(0, "works write --dry-run --body "+b.textFile("list.json", `[1]`), `out:   all of it: "a\u001b[31mtext" → [1]`)
}
