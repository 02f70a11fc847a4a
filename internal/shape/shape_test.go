package shape

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

type part struct {
	ID   string     `json:"publicId"`
	Ends *time.Time `json:"ends"`
}

type row struct {
	ID    string          `json:"publicId"`
	At    time.Time       `json:"at"`
	On    bool            `json:"on"`
	Count *int            `json:"count" sent:"sometimes"`
	Parts []part          `json:"parts"`
	ByID  map[string]part `json:"byId" sent:"sometimes"`
	Any   json.RawMessage `json:"any" sent:"sometimes"`
	Other other           `json:"other" sent:"sometimes"`
	_     any             `unread:"note,remark"`
}

type other struct{ Name string }

type otherWire struct {
	Label string `json:"label"`
}

func (other) ReadAs() any { return otherWire{} }

func (o *other) UnmarshalJSON([]byte) error { return nil }

const sound = `"publicId":"aB3dE5fG7hJ9","at":"2026-11-30T14:05:51Z","on":true,"parts":[]`

func TestCompare(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]string{
		`{` + sound + `}`: nil,
		`{` + sound + `,"note":1,"remark":{"a":1},"count":3,"any":{"x":[]},"byId":{"7":{"publicId":"a","ends":null}}}`: nil,
		`{"PublicID":"a","at":"2026-11-30T14:05:51Z","on":true,"parts":null}`:                                          nil,
		`{"publicId":7,"at":"2026-11-30 14:05:51","on":"true","parts":{}}`: {
			"at time with a blank, without an offset where a time is due", "on boolean as text where a boolean is due",
			"parts object where a list is due", "publicId number where a text is due",
		},
		`{"publicId":"a","at":"","on":1,"parts":[{"ends":"2026-11-30T14:05:51+0000"}]}`: {
			"at empty text where a time is due", "on number where a boolean is due",
			"parts[].ends time with an offset without a colon where a time is due", "parts[].publicId is missing",
		},
		`{"at":1893456000000,"on":true,"parts":[7],"extra":{"a":1},"0c574252-31d5-4b76-bce6-53f2c56b544d":"x"}`: {
			"[name] a member that is not known (text)", "at number, perhaps a time in milliseconds where a time is due",
			"extra a member that is not known (object)", "parts[] number where an object is due", "publicId is missing",
		},
		`{` + sound + `,"count":"3","byId":{"7":{"publicId":1,"ends":null}},"other":{}}`: {
			"byId{}.publicId number where a text is due", "count number as text where a number is due", "other.label is missing",
		},
		`[]`:   {" array where an object is due"},
		`nope`: nil, // it is no JSON, which is told elsewhere
	} {
		var got []string
		for _, d := range Compare([]byte(body), reflect.TypeFor[row](), Names{}) {
			got = append(got, d.Member+" "+d.What)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", body, got, want)
		}
	}
}

func TestShownNames(t *testing.T) {
	t.Parallel()
	names := Names{Secret: func(text string) bool { return strings.Contains(text, "hunter") }, Known: map[string]bool{"x7f3q9z1": true}}
	for _, name := range []string{
		"publicId", "_id", "id", "expires_on", "ipAddress", "X-Request-Id", "sha256", "jvm_maximal_memory_mb", "x7f3q9z1", "url",
		"access_token", "moreAfter", "Content-Type", "$ref", "@type", "emailAddress", "trustedDeviceName", "isCompanyGroup",
	} {
		if got := names.Shown(name); got != name {
			t.Errorf("%q is hidden", name)
		}
	}
	for _, name := range []string{
		"", "ada@example.com", "aB3dE5fG7hJ9", "0c574252-31d5-4b76-bce6-53f2c56b544d", "1234-5678-9012-3456-7890", "41",
		"25CCDF3190526140F31369730297142B8BA06531", "0123456789abcdef0123456789abcdef", "tk.9f.ab12c", "portal.example.com", "10.0.0.7",
		"eyJhbGciOiJIUzI1NiJ9", "hunter_word", "Ada Lovelace", "Jürgen", "a\nb", "a\x1b[31mb", "xkqwzrtplmnb", "XkPqWzRtYb", "/users/7", "2026-11-30",
		strings.Repeat("word", 20), "word_" + strings.Repeat("a", 30), "\u202eabc",
	} {
		if got := names.Shown(name); got != Hidden {
			t.Errorf("%q is shown as %q", name, got)
		}
	}
}

// No value gets into a census, wherever it stands; nor does a name that is data.
func TestCensusHasNoValues(t *testing.T) {
	t.Parallel()
	body := `{"items":[{"name":"canary word","at":"2026-01-02T03:04:05Z","n":12345},{"name":"","at":"canary","n":null}],
		"byPerson":{"canary":{"role":"x"},"Grace":{"role":"y"}},"canaryName":1,"list":["canaryName"],
		"accounts":{"ada@example.com":"admin"},"tk.canary.abcde":[true]}`
	var c Census
	c.Add([]byte(body), Names{})
	c.Add([]byte("<html>canary"), Names{})
	told := fmt.Sprint(c)
	for _, value := range []string{"canary", "Grace", "ada", "12345", "admin"} {
		if strings.Contains(told, value) {
			t.Errorf("%s stands in %s", value, told)
		}
	}
	want := map[string]map[string]int{
		"": {"object": 1}, "items": {"array": 1}, "items[]": {"object": 2}, "items[].name": {"text": 1, "empty text": 1},
		"items[].at": {"time": 1, "text": 1}, "items[].n": {"number": 1, "null": 1}, "byPerson": {"object": 1}, "byPerson{}": {"object": 2},
		"byPerson{}.role": {"text": 2}, Hidden: {"number": 1, "array": 1}, Hidden + "[]": {"boolean": 1}, "list": {"array": 1}, "list[]": {"text": 1},
		"accounts": {"object": 1}, "accounts." + Hidden: {"text": 1},
	}
	if !reflect.DeepEqual(c.Members, want) || c.Cut {
		t.Errorf("%v", c)
	}
}

func TestCensusIsBounded(t *testing.T) {
	t.Parallel()
	var c Census
	c.Add([]byte(strings.Repeat(`{"inner":`, 40)+"1"+strings.Repeat("}", 40)), Names{})
	if len(c.Members) > mostDeep+1 || !c.Cut {
		t.Errorf("%d paths, cut %v", len(c.Members), c.Cut)
	}
	var many []string
	for i := range 2 * mostMembers {
		many = append(many, fmt.Sprintf(`"m%s%s":1`, strings.Repeat("a", i%20), strings.Repeat("_be", i/20%7)))
	}
	var wide Census
	wide.Add([]byte("{"+strings.Join(many, ",")+"}"), Names{})
	if len(wide.Members) > mostMembers {
		t.Errorf("%d paths", len(wide.Members))
	}
}
