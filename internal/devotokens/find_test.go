package devotokens

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"unictl/internal/rest"
)

const seven = `[{"id":1,"name":"one","active":true},{"id":2,"name":"twin","active":true},{"id":3,"name":"twin","active":false},` +
	`{"id":4,"name":"2","active":true},{"id":5,"name":"Twin","active":true},{"id":6,"name":" spaced "},{"id":7,"name":"e\u001bvil"}]`

func TestFind(t *testing.T) {
	_, client := serve(t, answer200(seven))
	for text, id := range map[string]ID{"1": "1", "one": "1", " one ": "1", "2": "2", "4": "4", "Twin": "5"} {
		item, err := client.Find(t.Context(), text)
		if err != nil || item.Value.ID != id || len(item.Raw) == 0 {
			t.Errorf("%q: %+v %v", text, item.Value, err)
		}
	}
	for text, want := range map[string]struct {
		kind          rest.Kind
		message, hint string
	}{
		"twin":    {rest.BadInput, `2 tokens are named "twin"`, "use an id: 2 twin, 3 twin (disabled)"},
		"none":    {rest.NotFound, `token "none" not found`, "tokens: 1 one, 2 twin,"},
		"":        {rest.NotFound, `token "" not found`, "7 evil (disabled)"},
		"a\x1b[m": {rest.NotFound, `token "a[m" not found`, "tokens: "},
	} {
		_, err := client.Find(t.Context(), text)
		if e := asError(t, err, want.kind); !strings.Contains(e.Message, want.message) || !strings.Contains(e.Hint, want.hint) {
			t.Errorf("%q: %q, hint %q", text, e.Message, e.Hint)
		}
	}
}

func TestFindAmongNoneAndMany(t *testing.T) {
	var rows []string
	for i := range 14 {
		rows = append(rows, entry(fmt.Sprint(i), "same"))
	}
	_, client := serve(t, answer200("[]"), answer200("["+strings.Join(rows, ",")+"]"))
	_, err := client.Find(t.Context(), "x")
	if e := asError(t, err, rest.NotFound); e.Hint != "tokens: none" {
		t.Errorf("hint %q", e.Hint)
	}
	_, err = client.Find(t.Context(), "same")
	if e := asError(t, err, rest.BadInput); !strings.HasSuffix(e.Hint, "9 same, and 4 more") {
		t.Errorf("hint %q", e.Hint)
	}
}

func TestFindNew(t *testing.T) {
	tests := []struct {
		before        []ID
		name          string
		id            ID
		message, hint string
	}{
		{[]ID{"1", "2"}, "twin", "3", "", ""},
		{[]ID{"2", "3", "4"}, "one", "1", "", ""},
		{[]ID{"2", "3", "4", "5", "6", "7"}, "", "1", "", ""},
		{nil, "twin", "", "2 new tokens", "look at them: 2 twin, 3 twin (disabled)"},
		{[]ID{"1", "2", "3", "4", "5", "6"}, "mine", "", `new token "mine" is not in the list`, "new in the list: 7 evil"},
		{[]ID{"1", "2", "3", "4", "5", "6", "7"}, "one", "", "is not in the list", "none"},
	}
	_, client := serve(t, answer200(seven))
	for _, test := range tests {
		id, err := client.FindNew(t.Context(), test.before, test.name)
		if test.message == "" {
			if id != test.id || err != nil {
				t.Errorf("%v: %q %v", test.before, id, err)
			}
			continue
		}
		if e := asError(t, err, rest.Unknown); id != "" || !strings.Contains(e.Message, test.message) || !strings.Contains(e.Hint, test.hint) {
			t.Errorf("%v: %q %q, hint %q", test.before, id, e.Message, e.Hint)
		}
	}
	if ids, err := client.IDs(t.Context()); err != nil || !slices.Equal(ids, []ID{"1", "2", "3", "4", "5", "6", "7"}) {
		t.Error(ids, err)
	}
}

func TestFindPassesErrorsOn(t *testing.T) {
	_, client := serve(t, reply{status: 403, body: envelope("1", "no")})
	_, err := client.Find(t.Context(), "x")
	asError(t, err, rest.Credential)
	_, err = client.FindNew(t.Context(), nil, "x")
	asError(t, err, rest.Credential)
	_, err = client.IDs(t.Context())
	asError(t, err, rest.Credential)
}
