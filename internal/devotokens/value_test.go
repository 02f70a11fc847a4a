package devotokens

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"unictl/internal/rest"
)

const (
	hexA  = "00112233445566778899aabbccddeeff"
	hexB  = "ffeeddccbbaa99887766554433221100"
	mixed = "Zz112233445566778899AABBCCDDEEFF"
	shut  = "tk.0a1b2c3d.ceeff"
)

func TestValue(t *testing.T) {
	tests := []struct {
		raw, key, value string
		masked          bool
	}{
		{`{"id":1,"token":"` + hexA + `"}`, "token", hexA, false},
		{`{"value":"c","access_token":"b","token":"a"}`, "token", "a", false},
		{`{"value":"c","access_token":"b","token":null}`, "access_token", "b", false},
		{`{"value":"c","token":""}`, "value", "c", false},
		{`{"Token":"x"}`, "Token", "x", false},
		{`{"token":"` + shut + `"}`, "token", shut, true},
		{`{"id":1,"zebra":"` + hexA + `"}`, "zebra", hexA, false},
		{`{"zebra":"` + hexA + `","name":"` + hexB + `","id":"` + hexB + `"}`, "zebra", hexA, false},
		{`{"zebra":"` + hexA + `","lion":"` + mixed + `"}`, "zebra", hexA, false},
		{`{"zebra":"` + mixed + `"}`, "zebra", mixed, false},
		{`{"zebra":"` + shut + `"}`, "zebra", shut, true},
		{`{"zebra":"` + hexA + `","lion":"` + hexB + `"}`, "", "", false},
		{`{"name":"` + hexA + `"}`, "", "", false},
		{`{"zebra":"` + hexA[1:] + `"}`, "", "", false},
		{`{"zebra":"` + hexA + `0"}`, "", "", false},
		{`{"zebra":"tk.a"}`, "", "", false},
		{`{"token":1}`, "", "", false},
		{`{"token_type":"Bearer"}`, "", "", false},
		{`{"data":{"token":"` + hexB + `"},"zebra":"` + hexA + `"}`, "zebra", hexA, false},
		{`{"token":{"id":1,"zebra":"` + hexA + `"}}`, "zebra", hexA, false},
		{`{"zebras":["` + hexA + `"]}`, "zebras", hexA, false},
		{`"` + hexA + `"`, "", hexA, false},
		{" " + hexA + "\n", "", hexA, false}, {shut, "", shut, true}, {"the token is " + hexA, "", "", false},
		{`{"a":1}{"token":"x"}`, "", "", false},
		{`"OK"`, "", "", false}, {`{}`, "", "", false}, {`null`, "", "", false}, {``, "", "", false}, {`{"token":"x"`, "", "", false}, {`[]`, "", "", false},
	}
	for _, test := range tests {
		value, masked := Value(json.RawMessage(test.raw))
		m, found := valueIn(json.RawMessage(test.raw))
		if m.key != test.key || m.text != test.value || value != test.value || masked != test.masked || found != (test.value != "") {
			t.Errorf("%s: %q under %q, masked %v found %v", test.raw, value, m.key, masked, found)
		}
	}
}

func TestMask(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"{ \"b\" : 1,\n\t\"token\" :\t\"" + hexA + "\" , \"a\":[1.50,\"x\"] }", "{ \"b\" : 1,\n\t\"token\" :\t\"[redacted]\" , \"a\":[1.50,\"x\"] }"},
		{`{"token":"a","access_token":"b","value":"c"}`, `{"token":"[redacted]","access_token":"[redacted]","value":"[redacted]"}`},
		{`{"zebra":"` + hexA + `","lion":"` + hexB + `"}`, `{"zebra":"[redacted]","lion":"[redacted]"}`},
		{`{"zebra":"Bearer ` + mixed + `"}`, `{"zebra":"[redacted]"}`},
		{`{"x":{"y":[{"token":"\u0022\\"}]}}`, `{"x":{"y":[{"token":"[redacted]"}]}}`},
		{`{"t\u006fken":"a"}`, `{"t\u006fken":"[redacted]"}`},
		{`{"token":"a","token":"b"}`, `{"token":"[redacted]","token":"[redacted]"}`},
		{`{"token":["a",{"id":"b"}]}`, `{"token":["[redacted]",{"id":"b"}]}`},
		{`{"zebra":"` + hexA + `\u0000"}`, `{"zebra":"[redacted]"}`},
		{`"` + hexA + `"`, `"[redacted]"`},
		{"{\"token\":\"\xff\",\"a\":\"\\ud800\"}", "{\"token\":\"[redacted]\",\"a\":\"\\ud800\"}"},
		{`{"token":"x"`, `"[redacted]"`}, {`token x`, `"[redacted]"`},
		{``, ``},
	}
	for _, test := range tests {
		if got := string(Mask(json.RawMessage(test.raw))); got != test.want {
			t.Errorf("%s: %s", test.raw, got)
		}
	}
	for _, kept := range []string{
		row, `{"token":"` + shut + `"}`, `{"zebra":"` + shut + `"}`, `{"token":null,"value":7,"access_token":""}`, `null`, `"OK"`, `[]`, `{"name":"` + hexA + `"}`,
		`{"trace":"0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"}`,
	} {
		raw := json.RawMessage(kept)
		if got := Mask(raw); string(got) != kept {
			t.Errorf("%s became %s", kept, got)
		}
	}
}

// TestMaskLeavesItsInput: the caller may still want the value.
func TestMaskLeavesItsInput(t *testing.T) {
	raw := json.RawMessage(`{"token":"` + hexA + `","id":1}`)
	before := string(raw)
	if Mask(raw); string(raw) != before {
		t.Errorf("the input became %s", raw)
	}
}

// TestSecretsDoNotShow prints and marshals a value every way there is.
func TestSecretsDoNotShow(t *testing.T) {
	answer := Answer{Value: rest.NewSecret(canaryValue)}
	marshalled, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{string(marshalled), answer.Value.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		texts = append(texts, fmt.Sprintf(verb, answer.Value), fmt.Sprintf(verb, &answer.Value), fmt.Sprintf(verb, answer))
	}
	for _, text := range texts {
		if strings.Contains(text, canaryValue) || strings.Contains(text, fmt.Sprintf("%x", canaryValue)) || !strings.Contains(text, "[redacted]") {
			t.Errorf("shown as %s", text)
		}
	}
}
