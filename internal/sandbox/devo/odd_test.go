package devo

import (
	"strconv"
	"strings"
	"testing"
)

func TestOddCells(t *testing.T) {
	for word, want := range map[Odd]string{"time": `"expiration":"2030-01-02 03:04:05"`, "empty": `"expiration":""`, "text": `"active":"true"`, "null": `"id":null`} {
		if got, err := ParseOdd(string(word)); err != nil || got != word {
			t.Errorf("%s: %v", word, err)
		}
		w := newWorld(t, 1)
		first, second := w.list()[0], w.list()[1]
		w.svc.odd = word
		if list := w.do("GET", "", "").ok(200).Body; strings.Count(list, want) != 1 || !strings.HasPrefix(list, `[{"name":"`+first["name"].(string)+`"`) {
			t.Errorf("%s is not there once: %s", want, list)
		}
		at := func(row map[string]any) string { return "/" + strconv.Itoa(int(row["id"].(float64))) }
		if one := w.do("GET", at(first), "").ok(200).Body; strings.Count(one, want) != 1 {
			t.Errorf("%s is not in %s", want, one)
		}
		if one := w.do("GET", at(second), "").ok(200).Body; strings.Contains(one, want) {
			t.Errorf("%s is in another one: %s", want, one)
		}
	}
	if _, err := ParseOdd("strange"); err == nil || !strings.Contains(err.Error(), "time, empty, text and null") {
		t.Errorf("strange: %v", err)
	}
}

// A name can be the id of another token.
func TestLookalikes(t *testing.T) {
	w := newWorld(t, 1)
	before := len(w.list())
	for range 2 {
		w.must(w.svc.AddLookalikes())
	}
	all := w.list()
	if len(all) != before+1 {
		t.Fatalf("%d tokens, want one more than %d", len(all), before)
	}
	id := strconv.Itoa(int(all[0]["id"].(float64)))
	if twin := all[len(all)-1]; twin["name"] != id || twin["active"] != true {
		t.Errorf("none is called %s: %v", id, twin)
	}
}
