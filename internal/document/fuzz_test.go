package document

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzApply: whatever is set, the result is valid JSON, and where only a member
// was added or changed Diff and Patch see it.
func FuzzApply(f *testing.F) {
	for _, expression := range []string{"mail.port=5", `a\.b:={"c":[1]}`, "rules.0.active=false", "title=\u2028<", "note.x:=1", ":="} {
		f.Add(settings, expression)
	}
	f.Add(`{"a":1,"a":{"":[]}}`, "a.b=1")
	f.Fuzz(func(t *testing.T, current, expression string) {
		s, err := ParseSet(expression)
		if err != nil {
			return
		}
		got, err := Apply(json.RawMessage(current), []Set{s})
		if err != nil {
			if got != nil {
				t.Errorf("a result and an error: %s, %v", got, err)
			}
			return
		}
		if !json.Valid(got) {
			t.Fatalf("not JSON: %q", got)
		}
		if again, err := Apply(got, []Set{s}); err != nil || !Equal(again, got) {
			t.Errorf("set again: %s, %v, want %s", again, err, got)
		}
		if patch, err := Patch(json.RawMessage(current), got, false); err == nil && len(Diff(json.RawMessage(current), got)) > 0 == (string(patch) == "{}") {
			t.Errorf("the patch %s does not agree with the differences", patch)
		}
	})
}

// FuzzDiff: a document does not differ from itself, and Equal agrees with Diff.
func FuzzDiff(f *testing.F) {
	f.Add(settings, mailServices)
	f.Add(`{"a":[1.0]}`, `{"a":[1]}`)
	f.Add(`{`, ``)
	f.Fuzz(func(t *testing.T, a, b string) {
		from, to := json.RawMessage(a), json.RawMessage(b)
		if d := Diff(from, from); len(d) > 0 || !Equal(from, from) {
			t.Errorf("%q differs from itself: %v", a, lines(d))
		}
		d := Diff(from, to)
		if Equal(from, to) != (len(d) == 0) {
			t.Errorf("%q and %q: %v", a, b, lines(d))
		}
		if _, err := json.Marshal(d); err != nil {
			t.Errorf("differences cannot be printed: %v", err)
		}
		Merge(from, to)
	})
}

// FuzzMask: what Mask hides is gone, a planted secret too, and Unmask brings it
// back.
func FuzzMask(f *testing.F) {
	f.Add(mailServices)
	f.Add(`{"pwd":"[redacted]","token":{"a":["x",5]}}`)
	f.Add(`{`)
	f.Fuzz(func(t *testing.T, inner string) {
		raw := json.RawMessage(inner)
		if json.Valid(raw) {
			raw = json.RawMessage(`{"password":"canary-7f3a","in":` + inner + `}`)
		}
		masked := Mask(raw)
		if len(masked) > 0 && !json.Valid(masked) {
			t.Fatalf("not JSON: %q", masked)
		}
		if left := SecretValues(masked); len(left) > 0 {
			t.Errorf("%q leaves %q", masked, left)
		}
		if json.Valid(raw) && strings.Contains(string(masked), `"canary-7f3a"`) && !strings.Contains(inner, "canary") {
			t.Errorf("the planted secret is shown: %s", masked)
		}
		if json.Valid(raw) && !strings.Contains(inner, Masked) {
			checkRoundTrip(t, raw, masked)
		}
	})
}

// checkRoundTrip allows Unmask to refuse lists whose elements cannot be told
// apart, but never to give another value.
func checkRoundTrip(t *testing.T, raw, masked json.RawMessage) {
	t.Helper()
	if got, err := Unmask(masked, raw); err == nil && !Equal(got, raw) {
		t.Errorf("%s came back as %s", raw, got)
	}
}
