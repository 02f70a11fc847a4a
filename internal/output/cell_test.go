package output

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

func TestCellText(t *testing.T) {
	type kind string
	name := "ptr"
	berlin := time.FixedZone("", 3600)
	tests := []struct {
		v    any
		want string
	}{
		{nil, ""}, {"a\nb", "a␊b"}, {true, "true"}, {-3, "-3"}, {int64(4), "4"}, {uint16(5), "5"},
		{1e21, "1000000000000000000000"}, {float32(0.1), "0.1"}, {1.50, "1.5"},
		{time.Date(2026, 1, 2, 1, 4, 5, 0, berlin), "2026-01-02T00:04:05Z"},
		{time.Date(2026, 1, 2, 3, 4, 5, 5e8, time.UTC), "2026-01-02T03:04:05.5Z"},
		{time.Time{}, ""}, {(*time.Time)(nil), ""}, {&noon, "2026-11-22T12:00:00Z"},
		{[]string{"a", "b\x1b"}, "a, b␛"}, {[]string(nil), ""}, {kind("k\x1b"), "k␛"}, {&name, "ptr"},
		{(*string)(nil), ""}, {[]kind{"x", "y"}, "x, y"}, {map[string]string{"a": "<\u202e>"}, `{"a":"<\u202e>"}`},
	}
	style := textStyle{list: ", "}
	for _, tt := range tests {
		if got := style.text(tt.v); got != tt.want {
			t.Errorf("text(%#v) = %q, want %q", tt.v, got, tt.want)
		}
	}
}

func TestHumane(t *testing.T) {
	const day = 24 * time.Hour
	now := time.Date(2026, 11, 22, 0, 30, 0, 0, time.FixedZone("", 3600))
	tests := map[time.Duration]string{
		0: "now", 999 * time.Millisecond: "now", -time.Second: "1 second ago", 59 * time.Second: "in 59 seconds",
		-time.Minute: "1 minute ago", -119 * time.Minute: "1 hour ago", -23 * time.Hour: "23 hours ago",
		day: "in 1 day", -3 * day: "3 days ago", 12*day + time.Hour: "in 12 days", -30 * day: "30 days ago",
		-30*day - time.Second: "2026-10-23", 60 * day: "2027-01-21",
	}
	for d, want := range tests {
		if got := humane(now.Add(d).UTC(), now); got != want {
			t.Errorf("humane(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestCSVKeepsLinesAndQuotes(t *testing.T) {
	cols, rows := pairsOf("a,\"b\"\nc\td\r", "=1+1")
	want := "createdAt,user_name\n\"a,\"\"b\"\"\nc\td␍\",'=1+1\n"
	if diff := cmp.Diff(want, written(t, Options{Format: CSV}, cols, rows)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCSVRecordsAreThoseOfEncodingCSV(t *testing.T) {
	odd := []string{"", "a", "a b", " a", "a ", "\u00a0a", "é", "aé", `\.`, `a\b`, `"`, `a"b`, "a,b", "a;b", "a\nb", "\ta", "=1", "-5", "#", "|", "'"}
	for _, first := range odd {
		for _, second := range odd {
			cols, rows := pairsOf(first, second)
			var want bytes.Buffer
			w := csv.NewWriter(&want)
			if err := w.Write([]string{first, second}); err != nil {
				t.Fatal(err)
			}
			w.Flush()
			if diff := cmp.Diff(want.String(), written(t, Options{Format: CSV, CSV: Raw, NoHeader: true}, cols, rows)); diff != "" {
				t.Errorf("%q, %q (-want +got):\n%s", first, second, diff)
			}
		}
	}
}

// What people call themselves must not calculate in a spreadsheet.
func TestDialectsOfCSV(t *testing.T) {
	cols, rows := pairsOf("=1+1;a", "'@x", "-5", "+49 711 12")
	for kind, want := range map[Dialect]string{
		"":    "createdAt,user_name\n'=1+1;a,''@x\n-5,+49 711 12\n",
		Safe:  "createdAt,user_name\n'=1+1;a,''@x\n-5,+49 711 12\n",
		Raw:   "createdAt,user_name\n=1+1;a,'@x\n-5,+49 711 12\n",
		Excel: "\ufeffcreatedAt;user_name\n\"'=1+1;a\";''@x\n-5;+49 711 12\n",
	} {
		if diff := cmp.Diff(want, written(t, Options{Format: CSV, CSV: kind}, cols, rows)); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
	}
	if got := written(t, Options{Format: CSV, CSV: Excel, NoHeader: true, Limit: 1}, cols, rows); got != "\ufeff\"'=1+1;a\";''@x\n" {
		t.Errorf("no header: %q", got)
	}
	var out bytes.Buffer
	doc := json.RawMessage(`{"target":"=x","+a":"b;c","n":-5}`)
	if err := WriteDocument(&out, Options{Format: CSV, CSV: Excel}, doc, ""); err != nil || out.String() != "\ufefftarget;'+a;n\n'=x;\"b;c\";-5\n" {
		t.Errorf("a document: %q, %v", out.String(), err)
	}
}

func TestYAMLReadsBackTheSame(t *testing.T) {
	doc := []byte(`{"no":"no","on":"12:30:45","n":"01","t":"2026-01-02","f":1e3,"i":7,"e":1e400,"lines":"a\nb\n","empty":"","tilde":"~",` +
		`"value":"=","merge":"<<","stamp":"2001-12-14 21:59:43.10 -5","zone":"2027-01-31 08:00:00Z","tee":"2027-01-31t08:00:00",` +
		`"nested":{"l":[[],[{}]],"null":null,"true":true,"s":"true"},"emoji":"😀","big":18446744073709551615}`)
	text, err := yamlValue(doc)
	if err != nil {
		t.Fatal(err)
	}
	node := new(yaml.Node)
	if err := yaml.Unmarshal(text, node); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	got := map[string]string{}
	root := node.Content[0]
	for i := 0; i < len(root.Content); i += 2 {
		if v := root.Content[i+1]; v.Kind == yaml.ScalarNode {
			got[root.Content[i].Value] = v.ShortTag() + " " + v.Value
		}
	}
	want := map[string]string{
		"no": "!!str no", "on": "!!str 12:30:45", "n": "!!str 01", "t": "!!str 2026-01-02", "f": "!!float 1e3", "i": "!!int 7",
		"e": "!!float 1e400", "lines": "!!str a\nb\n", "empty": "!!str ", "tilde": "!!str ~", "emoji": "!!str 😀",
		"big": "!!int 18446744073709551615", "value": "!!str =", "merge": "!!str <<",
		"stamp": "!!str 2001-12-14 21:59:43.10 -5", "zone": "!!str 2027-01-31 08:00:00Z", "tee": "!!str 2027-01-31t08:00:00",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("scalars (-want +got):\n%s\n%s", diff, text)
	}
	for _, quoted := range []string{`"no": "no"`, `"on": "12:30:45"`, `"n": "01"`, `value: "="`, `merge: "<<"`, `stamp: "2001-12-14 21:59:43.10 -5"`, `zone: "2027-01-31 08:00:00Z"`,
		`tee: "2027-01-31t08:00:00"`} {
		if !bytes.Contains(text, []byte(quoted)) {
			t.Errorf("older YAML would misread it; want %s in\n%s", quoted, text)
		}
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 999: "999 B", 1000: "1.0 kB", 12_345_678: "12.3 MB", 999_949: "999.9 kB", 999_950: "1.0 MB", 500_000_000: "500.0 MB", 3_000_000_000_000: "3.0 TB",
	} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}
