package devotokens

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"

	"unictl/internal/rest"
)

// FuzzMask holds that what Value finds, Mask hides, whatever the answer.
func FuzzMask(f *testing.F) {
	for _, seed := range []string{
		row, `{"token":"` + hexA + `"}`, `{"zebra":"` + mixed + `","a":{"value":"x"}}`, `"` + hexA + `"`, `{"token":"` + shut + `"}`,
		`[{"token":"a"},{"token":"b","token":"c"}]`, `{"a":"` + hexA + ` \ud800"}`, "{\"\xff\":\"\xff\"}", ``, `{`, `{"token":"x"}{}`, ` null `,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw := json.RawMessage(text)
		out := Mask(raw)
		if text != "" && !json.Valid(out) {
			t.Fatalf("%q became %q, which is not JSON", text, out)
		}
		if again := Mask(out); string(again) != string(out) {
			t.Errorf("%q became %q when masked twice", out, again)
		}
		before, _ := members(raw)
		after, _ := members(out)
		if len(before) > 0 && len(after) != len(before) {
			t.Fatalf("%d texts became %d", len(before), len(after))
		}
		value, found := valueIn(raw)
		if _, hiddenAlready := Value(raw); !found || hiddenAlready {
			return
		}
		shown := 0
		for _, m := range after {
			if m.key == value.key && m.text == value.text && value.text != redacted {
				shown++
			}
		}
		if shown > 0 {
			t.Errorf("%q still shows %q under %q", out, value.text, value.key)
		}
	})
}

// FuzzTime holds that what is read as a time can be written again.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{
		`"2024-11-26T14:38:18.000+0000"`, `"2024-11-26T14:38:18Z"`, `"2024-11-26T14:38:18"`, `"0001-01-01T00:00:00+2359"`, `"9999-12-31T23:59:59-2359"`,
		`""`, `null`, `0`, `-1`, `1732631898`, `1732631898000`, `1e3`, `"never"`, `"٣"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var i instant
		if json.Unmarshal([]byte(text), &i) != nil || i.at == nil {
			return
		}
		written, err := json.Marshal(i.at)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		var again instant
		if err := json.Unmarshal(written, &again); err != nil || again.at == nil || !again.at.Equal(*i.at) || i.at.Location() != time.UTC {
			t.Errorf("%s was written as %s and read as %v, %v", text, written, again.at, err)
		}
	})
}

// FuzzFailure holds that no error body makes an error that cannot be printed.
func FuzzFailure(f *testing.F) {
	f.Add(400, `{"error":{"code":400,"message":"text"}}`)
	f.Add(403, `{"code":5,"msg":"Token invalid or expired"}`)
	f.Add(500, `{"msg":"a\u001b","status":500,"cid":"c","object":["d",1,null]}`)
	f.Add(404, "<html>")
	f.Add(403, "error code: 1010")
	f.Fuzz(func(t *testing.T, status int, body string) {
		e := &rest.Error{Status: status, Message: "as it was"}
		errorRule{settings: Settings{Account: "a"}}.refine(&rest.Response{Status: status, Body: []byte(body)}, e)
		if e.Message == "" {
			t.Error("no message")
		}
		for _, text := range []string{e.Message, e.Code, e.RequestID, e.Hint} {
			if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) && r != ' ' }) {
				t.Errorf("%q is not printable", text)
			}
		}
	})
}
