package cli

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli/fault"
	"unictl/internal/parse"
)

// said is an Edit that was given this body and these values of --set.
func said(t *testing.T, body string, sets ...string) *Edit {
	t.Helper()
	e := &Edit{}
	inputs := e.Inputs(Member(e, "port", parse.Port, "`PORT`", "net", "port"))
	for _, set := range sets {
		if err := inputs[1].set(set); err != nil {
			t.Fatal(err)
		}
	}
	if body != "" {
		e.SetBody(json.RawMessage(body))
	}
	return e
}

// session is a session as a verb's steps find it.
func (b *bench) session() (context.Context, *Session) {
	tree := newTree(b.App)
	s := newSession(tree, tree.root)
	return context.WithValue(b.ctx, sessionKey{}, s), s
}

// Where nothing can be read, a value that was masked has no original.
func TestNewDocuments(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit *Edit
		want string
		bad  string
	}{
		"nothing said":       {edit: said(t, "")},
		"a body":             {edit: said(t, `{"a": 1.50}`), want: `{"a": 1.50}`},
		"values":             {edit: said(t, "", "a.b:=1", `a.c:="x"`), want: `{"a":{"b":1,"c":"x"}}`},
		"a value of no type": {edit: said(t, "", "a=1"), bad: "--set: a: the service shows no document to take the type from"},
		"a masked body":      {edit: said(t, `{"a":{"password":"[redacted]"}}`), bad: "--body: a.password: is [redacted] and the service has no value there"},
	} {
		got, err := c.edit.New(t.Context())
		if message := textOf(err); message != c.bad || string(got) != c.want {
			t.Errorf("%s: %s, %s", name, got, message)
		}
	}
}

func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What must not stand in a file is added to what does, and never shown again.
func TestAddedValues(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, s := b.session()
	e := said(t, `{"name":"n","database":{"host":"h"}}`)
	if e.HasText("database", "password") || !e.HasText("database", "host") || e.HasText("none") || e.HasText("database") {
		t.Error("HasText does not tell texts")
	}
	if err := e.Add(ctx, "pass of db", "database", "password"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"name":"n","database":{"host":"h","password":"pass of db"}}`, string(e.Body())); diff != "" {
		t.Error(diff)
	}
	if got := s.secrets.Mask("it said: pass of db!"); got != "it said: [redacted]!" {
		t.Errorf("shown as %q", got)
	}
	list := said(t, `[1]`)
	err := list.Add(ctx, "x", "database", "password")
	if fault.Code(err) != fault.ExitUsage || string(list.Body()) != `[1]` {
		t.Errorf("added to a list: %v, %s", err, list.Body())
	}
}

// A member's flag is written with the type that its parser gives.
func TestMembersKeepTheirType(t *testing.T) {
	t.Parallel()
	e := said(t, "")
	port := e.Inputs(Member(e, "port", parse.Port, "`PORT`", "net", "port"))[0]
	if err := port.set("8080"); err != nil {
		t.Fatal(err)
	}
	if got, err := e.New(t.Context()); err != nil || string(got) != `{"net":{"port":8080}}` {
		t.Errorf("%s, %v", got, err)
	}
	if err := port.set("many"); !fault.Is[*fault.UsageError](err) {
		t.Errorf("got %v", err)
	}
}
