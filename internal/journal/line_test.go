package journal

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// Lines are written by hand, and must be JSON with what was meant.
func TestResultIsJSON(t *testing.T) {
	k := DigestOf(Digest{}, "ada@example.com")
	for _, o := range []Outcome{
		{Status: Done}, {Status: Done, ID: "a\"b\\c\n\u2028\x01é<"}, {Status: Failed, Code: "not_found"},
		{Status: Unknown, Code: "timeout", Step: Step{Number: 3, At: time.Unix(1_795_341_600, 0), ID: "7"}}, {Status: Unchanged, ID: strings.Repeat("\x01", maxID)},
	} {
		line := appendResult(nil, k, 12, o)
		if len(line) > maxLine || bytes.IndexByte(line, '\n') != len(line)-1 {
			t.Fatalf("not one line: %q", line)
		}
		var got struct {
			Result, Status, Code, ID string
			Row                      int
		}
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatal(err)
		}
		if got.Result != k.String() || got.Row != 12 || got.Status != o.Status.String() || got.Code != o.Code || got.ID != o.ID+o.Step.ID {
			t.Errorf("%q gives %+v", line, got)
		}
		body, whole := cutSum(line[:len(line)-1])
		r, ok := parseRecord(body)
		if !whole || !ok || r.key != k || r.row != 12 || r.outcome() != o {
			t.Errorf("%q is read as %+v", line, r)
		}
	}
}

func TestRecordable(t *testing.T) {
	for code, want := range map[string]string{
		"": "", "not_found": "not_found", "http-404": "http-404", "a b": "other", `"`: "other", "é": "other",
		strings.Repeat("x", 65): "other", "ada@example.com": "other",
	} {
		if got := (Outcome{Code: code}).recordable("").Code; got != want {
			t.Errorf("%q is recorded as %q, want %q", code, got, want)
		}
	}
	if got := (Outcome{ID: strings.Repeat("x", maxID+1)}).recordable("").ID; got != "" {
		t.Errorf("an id of %d bytes is recorded", len(got))
	}
	for id, key := range map[string]string{"ada@example.com": "Ada@example.com", "CANARYKEYCANARYKEY": "CANARYKEYCANARYKEY"} {
		o := Outcome{ID: id, Step: Step{ID: id, Made: id}}
		if got := o.recordable(key); got.ID+got.Step.ID+got.Step.Made != "" || o.recordable("6").ID != id {
			t.Errorf("%s: %+v", id, got)
		}
	}
}

// A step is read back as it was written, with the id of what it acts on.
func TestStepsAreReadBack(t *testing.T) {
	k := DigestOf(Digest{}, "ada@example.com")
	at := time.Unix(1_795_341_600, 0)
	for _, s := range []Step{{}, {ID: "é\""}, {Number: 2, At: at}, {Number: 1, Answered: true, At: at, ID: "41"}, {Number: 2, At: at, ID: "41", Made: `5"\7`}} {
		body, whole := cutSum(bytes.TrimSuffix(appendIntent(nil, k, 7, s), []byte("\n")))
		r, ok := parseRecord(body)
		if want := (Outcome{Status: Unknown, Step: s}); !whole || !ok || r.row != 7 || r.outcome() != want {
			t.Errorf("%+v is read as %+v", s, r.outcome())
		}
		if s.Answered = false; s.Number == 0 {
			continue
		}
		for _, want := range []Outcome{{Status: Unknown, Code: "outcome_unknown", Step: s}, {Status: Failed, Code: "half_done", ID: s.Made, Step: s}} {
			body, _ = cutSum(bytes.TrimSuffix(appendResult(nil, k, 7, want), []byte("\n")))
			if r, ok = parseRecord(body); !ok || r.outcome() != want {
				t.Errorf("%+v is read as %+v", want, r.outcome())
			}
		}
	}
}

// What is read must be what would be written.
func FuzzParseRecord(f *testing.F) {
	k := DigestOf(Digest{}, "ada@example.com")
	for _, line := range [][]byte{
		appendIntent(nil, k, 1, Step{}),
		appendIntent(nil, k, 1, Step{Number: 2, Answered: true, At: time.Unix(1_795_341_600, 0), ID: "41"}),
		appendResult(nil, k, 999_999_999, Outcome{Status: Done, ID: "é\n"}),
		appendResult(nil, k, 0, Outcome{Status: Failed, Code: "conflict", ID: "x"}),
		appendResult(nil, k, 1, Outcome{Status: Failed, Code: "half_done", ID: "57", Step: Step{Number: 2, ID: "41", Made: "57"}}),
	} {
		body, _ := cutSum(line[:len(line)-1])
		f.Add(body)
	}
	f.Add([]byte(`{"result":"` + k.String() + `","row":1,"status":"done","id":"a","id":"b"`))
	f.Fuzz(func(t *testing.T, text []byte) {
		line, _, _ := bytes.Cut(text, []byte("\n"))
		r, ok := parseRecord(line)
		line = bytes.TrimSuffix(endLine(line), []byte("\n"))
		if !ok {
			return
		}
		if !json.Valid(line) {
			t.Fatalf("not JSON: %q", line)
		}
		again := appendIntent(nil, r.key, r.row, r.outcome().Step)
		if r.status != 0 {
			again = appendResult(nil, r.key, r.row, r.outcome())
		}
		body, _ := cutSum(again[:len(again)-1])
		second, ok := parseRecord(body)
		if !ok || second.key != r.key || second.row != r.row || second.outcome() != r.outcome() {
			t.Fatalf("%q was written as %q", line, again)
		}
	})
}
