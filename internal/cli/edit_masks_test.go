package cli

import (
	"net/http"
	"strings"
	"testing"
)

// What the service masks itself is not written over the real value: it is left
// out where only the changed values go, and refused where it would go with them.
func TestMasksOfTheService(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	for _, mask := range []string{"*****", "••••••", "[redacted]", "●●●●", "<hidden>", "pa****"} {
		b.service.on("GET /document", reply(200, `{"guid":"G1","port":1,"contact":{"id":7,"email":"a@example.com","smtp_password":"`+mask+`"}}`))
		sent := b.heardBody("PATCH /document", `{}`)
		b.want(0, "works merge --set contact.email=b@example.com", "err!masks")
		if want := `{"contact":{"email":"b@example.com"}}`; *sent != want {
			t.Errorf("%s: sent %s, want %s", mask, *sent, want)
		}
		b.want(0, "works set --set port=2")
		if want := `{"port":2}`; *sent != want {
			t.Errorf("%s: sent %s, want %s", mask, *sent, want)
		}
		*sent = ""
		put := b.heardBody("PUT /document", `{}`)
		for _, line := range []string{"set --set contact.email=b@example.com", "set --email b@example.com", "write --set port=2"} {
			b.want(2, "works "+line, "err:contact.smtp_password: holds a mask, as services show it in the place of a secret", "err:hint: give the real value in a document, with --body FILE", "err!pa**")
		}
		if *sent+*put != "" {
			t.Errorf("%s: %s was sent", mask, *sent+*put)
		}
		whole := b.textFile("whole.json", `{"port":1,"contact":{"email":"b@example.com","smtp_password":"`+canary+`"}}`)
		b.want(0, "works set --body "+whole, "out!"+canary, "err!"+canary)
		if want := `{"contact":{"email":"b@example.com","smtp_password":"` + canary + `"}}`; *sent != want {
			t.Errorf("%s: sent %s, want %s", mask, *sent, want)
		}
	}
}

// A secret goes to no neighbour: what was shown is edited, turned round, copied.
func TestMaskedElementsOfLists(t *testing.T) {
	t.Parallel()
	b := editBench(t)
	b.service.on("GET /document", reply(200, `{"servers":[{"host":"a","pwd":"`+canary+`-a"},{"host":"b","pwd":"`+canary+`-b"}]}`))
	const shownA, shownB = `{"host":"a","pwd":"[redacted]"}`, `{"host":"b","pwd":"[redacted]"}`
	put := b.heardBody("PUT /document", `{}`)
	for body, place := range map[string]string{
		shownB + `,{"host":"a2","pwd":"[redacted]"}`:               "servers.1.pwd",
		`{"host":"a2","pwd":"[redacted]"},` + shownB:               "servers.0.pwd",
		shownA + "," + shownA:                                      "servers.1.pwd",
		shownA + "," + shownB + `,{"host":"c","pwd":"[redacted]"}`: "servers.2.pwd",
	} {
		b.want(2, "works write --body "+b.textFile("edited.json", `{"servers":[`+body+`]}`), "err:--body: "+place+": is [redacted], and which element of the service's list it belongs to cannot be told",
			"err:hint: write the real one, or change single values with --set", "err!"+canary)
	}
	if *put != "" {
		t.Fatalf("%s was sent", *put)
	}
	b.want(0, "works write --body "+b.textFile("turned.json", `{"servers":[`+shownB+","+shownA+`]}`), "out!"+canary, "err!"+canary)
	if want := `{"servers":[{"host":"b","pwd":"` + canary + `-b"},{"host":"a","pwd":"` + canary + `-a"}]}`; *put != want {
		t.Errorf("sent %s, want %s", *put, want)
	}
	b.want(0, "works write --set servers.0.host=a2") // the way out
	if want := `{"servers":[{"host":"a2","pwd":"` + canary + `-a"},{"host":"b","pwd":"` + canary + `-b"}]}`; *put != want {
		t.Errorf("sent %s, want %s", *put, want)
	}
}

// After a change the document is read again: what was not asked for is told.
func TestWhatElseChanged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		after string
		finds []string
	}{
		"as asked":  {strings.Replace(settled, "8080", "9090", 1), []string{"err!w"}},
		"not taken": {settled, []string{"err!w"}}, // the service may spell it otherwise
		"a sibling": {`{"name":"Mill","port":9090,"contact":{"email":"a@example.com"},"limits":[1,2]}`,
			[]string{`err:{"note":"change the document: this changed too, and was not asked for: name: \"Works\" → \"Mill\", contact.smtp_password: \"[redacted]\" → (none)","warning":true}`}},
		"many": {`{"a":1,"b":2,"c":3,"port":1}`, []string{"err:and 3 more", "err!hunter2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := editBench(t)
			b.service.on("PATCH /document", func(w http.ResponseWriter, r *http.Request) {
				b.service.on("GET /document", reply(200, c.after))
				reply(200, `{}`)(w, r)
			})
			b.want(0, "works set --set port=9090 -o json --jq .changed", append(c.finds, "out:true", "err!hunter2")...)
		})
	}
	b := editBench(t)
	b.service.on("PATCH /document", func(w http.ResponseWriter, r *http.Request) {
		b.service.on("GET /document", reply(403, `{}`))
		reply(200, `{}`)(w, r)
	})
	b.want(0, "works set --set port=9090", "err:warning: change the document: it was done, but what it looks like now cannot be read", "out:changed:  true")
}

// Where the document cannot be read, or is none, it can be written all the same.
func TestNoRead(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"not found": reply(404, `{}`), "forbidden": reply(403, `{}`), "broken": reply(500, `{}`), "no JSON": reply(200, `<html>`),
		"null": reply(200, `null`), "nothing": reply(204, ``), "a list": reply(200, `[]`), "a number": reply(200, `5`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := editBench(t)
			b.service.on("GET /document", answer)
			body := b.textFile("body.json", `{"port":1,"contact":{"smtp_password":"`+canary+`"}}`)
			sent, put := b.heardBody("PATCH /document", `{}`), b.heardBody("PUT /document", `{}`)
			code := map[string]int{"not found": 5, "forbidden": 4, "broken": 7, "no JSON": 1, "nothing": 1, "null": 2, "a list": 2, "a number": 2}[name]
			for _, line := range []string{"set --set port:=1", "set --body " + body, "merge --body " + body} {
				b.want(code, "works --retries 0 "+line, "err:--body FILE with --no-read sends a document without reading what is there", "err!"+canary)
			}
			if *sent != "" {
				t.Errorf("%s was sent", *sent)
			}
			reads := len(b.service.calls())
			b.want(0, "works set --no-read --body "+body, "out:changed:  true", "err!e")
			b.want(0, "works write --no-read --body "+body, "out:changed:  true", "err!e")
			if want := `{"port":1,"contact":{"smtp_password":"` + canary + `"}}`; *sent != want || *put != want {
				t.Errorf("sent %s and %s, want %s", *sent, *put, want)
			}
			b.want(0, "works set --no-read --set port:=3 --email b@example.com")
			if want := `{"contact":{"email":"b@example.com"},"port":3}`; *sent != want {
				t.Errorf("sent %s, want %s", *sent, want)
			}
			if got := len(b.service.calls()) - reads; got != 3 {
				t.Errorf("%d calls, want 3", got)
			}
			b.want(0, "works set --no-read --dry-run --body "+body, "out:PATCH", "out!"+canary)
			b.want(2, "works set --no-read --body "+b.textFile("shown.json", `{"contact":{"smtp_password":"[redacted]"}}`), "err:--body: contact.smtp_password: is [redacted]")
			b.want(2, "works set --no-read --body "+b.textFile("masked.json", `{"contact":{"smtp_password":"****"}}`), "err:--body: contact.smtp_password: holds a mask")
		})
	}
}
