package rest

import (
	"encoding/json"
	"slices"
	"testing"
	"time"
)

type oddPart struct {
	ID   string     `json:"publicId"`
	Ends *time.Time `json:"ends"`
}

type oddRow struct {
	ID    string     `json:"id"`
	Name  string     `json:"name"`
	On    bool       `json:"on"`
	Seen  *time.Time `json:"seen"`
	Parts []oddPart  `json:"parts"`
}

// TestOneOddMember: it is kept as received, and the others are read.
func TestOneOddMember(t *testing.T) {
	for body, odd := range map[string][]string{
		`{"id":"a","name":"n"}`:                                                           nil,
		`{"id":"a","name":"n","seen":""}`:                                                 {"seen"},
		`{"id":"a","on":"true","name":"n","seen":"2030-01-02 03:04:05"}`:                  {"on", "seen"},
		`{"id":"a","parts":[{"publicId":"p","ends":"soon"},{"publicId":"q"}],"name":"n"}`: {"parts"},
		`{"id":"a","parts":{},"name":"n"}`:                                                {"parts"},
	} {
		item, err := DecodeItem[oddRow](json.RawMessage(body))
		if err != nil || item.Value.ID != "a" || item.Value.Name != "n" || !slices.Equal(item.Odd.Names(), odd) || string(item.Raw) != body {
			t.Errorf("%s: %+v, %v", body, item, err)
		}
		for _, name := range []string{"on", "seen", "parts"} {
			if certain := item.Certain(name) == nil; certain == slices.Contains(odd, name) {
				t.Errorf("%s: %s is certain: %t", body, name, certain)
			}
		}
		if (item.Certain() == nil) != (odd == nil) {
			t.Errorf("%s: %v", body, item.Certain())
		}
	}
	nested, err := DecodeItem[oddRow](json.RawMessage(`{"id":"a","parts":[{"publicId":"p","ends":"soon"},{"publicId":"q"}]}`))
	if err != nil || len(nested.Value.Parts) != 2 || nested.Value.Parts[0].ID != "p" {
		t.Errorf("parts that can be read: %+v, %v", nested.Value, err)
	}
	for _, body := range []string{`{"id":7,"name":"n"}`, `[]`, `"x"`, `{"id":"a","on":"x"`, `{"id":"a","on":"x"} {}`} {
		if item, err := DecodeItem[oddRow](json.RawMessage(body)); err == nil {
			t.Errorf("%s: %+v", body, item)
		}
	}
}
