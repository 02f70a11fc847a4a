package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRawReads(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(0, "raw get things -F a=1 -F b:=true", `out:"id": "id-lathe"`, "err!e")
	b.service.mu.Lock()
	query := b.service.requests[0].URL.RawQuery
	b.service.mu.Unlock()
	if query != "a=1&b=true" {
		t.Errorf("query %q", query)
	}
	b.want(0, "raw GET things -o jsonl --jq .[].id", "out:id-press")
}

func TestRawBodies(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	file := filepath.Join(b.home, "body.json")
	if err := os.WriteFile(file, []byte(`{"from":"file"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"raw POST things -F name=<x> -F n:=7 -F o:={\"a\":null}": `{"name":"<x>","n":7,"o":{"a":null}}`,
		"raw PATCH things --body -":                              `{"from":"stdin"}`,
		"raw PUT things --body " + file:                          `{"from":"file"}`,
		"raw POST empty":                                         ``,
	} {
		b.In = strings.NewReader(`{"from":"stdin"}`)
		s := b.session()
		words := strings.Fields(line)
		cmd, left, _ := b.Tree().Find(words)
		if err := cmd.ParseFlags(left); err != nil {
			t.Fatal(err)
		}
		in := &rawIn{}
		if err := (Raw[any]{}).inputs(in).Parse(b.ctx, s, cmd.Flags(), cmd.Flags().Args(), in.check, nil); err != nil {
			t.Fatal(err)
		}
		body, err := in.payload()
		if err != nil || string(body) != want {
			t.Errorf("%s sends %q, %v", line, body, err)
		}
	}
}

func TestRawBadInput(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	broken := filepath.Join(b.home, "broken.json")
	if err := os.WriteFile(broken, []byte("{\n  \"a\": 1,\n  b\n}"), 0o600); err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(b.home, "whole.yaml")
	if err := os.WriteFile(whole, []byte("a: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][]string{
		{"raw POST things -F " + canary, "err:--field: it is not NAME=VALUE or NAME:=JSON"},
		{"raw POST things -F =x", "err:NAME=VALUE"},
		{"raw POST things -F a:=" + canary, "err:what follows a:= is not JSON"},
		{"raw POST things --body " + whole + " -F a=b", "err:--body and -F exclude each other"},
		{"raw GET things --body " + whole, "err:GET has no body"},
		{"raw POST things --paginate", "err:unknown flag: --paginate"},
		{"raw POST things --body " + filepath.Join(b.home, "none"), "err:--body:", "err:none"},
		{"raw POST things --body " + broken, "err:--body: it is not JSON: line 3, column 3"},
		{"raw POST things --columns id", "err:--columns"},
		{"raw GET things -o csv", "err:-o: the answer of a raw call has no columns"},
		{"raw POST", "err:PATH: is missing"},
	} {
		b.want(2, c[0], c[1:]...)
	}
	b.wrote()
}

func TestRawDeleteAsks(t *testing.T) {
	t.Parallel()
	b := newBench(t).at("n\n")
	b.want(1, "raw DELETE things/id-lathe", "err:DELETE "+b.service.URL+"/things/id-lathe", "err:site north", "err:Go on? [y/N]")
	b.In = strings.NewReader("y\n")
	b.want(0, "raw DELETE things/id-lathe", `out:"done": true`)
	b.want(0, "raw DELETE things/id-lathe --yes", "err!Go on")
	b.want(0, "raw POST things", "err!Go on")
	b.wrote(removed, removed, "POST /things")
}
