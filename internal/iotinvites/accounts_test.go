package iotinvites

import (
	"fmt"
	"testing"

	"unictl/internal/rest"
)

func TestAccountHasNoActivationCode(t *testing.T) {
	_, client := serve(t, ok(`{"name":"Plant North","activation_code":"`+canaryCode+`","activation_code_expire_date":1795387075355,"ActivationCode":"`+canaryCode+`",`+
		`"settings":{"trackSensorHealth":false},"attributes":null,"created":1795300675092,"updated":1795300675092,"id":"`+testAccount+`"}`))
	call := client.Account(testAccount)
	got, err := call.Do(t.Context())
	want := `{"attributes":null,"created":1795300675092,"id":"` + testAccount + `","name":"Plant North","settings":{"trackSensorHealth":false},"updated":1795300675092}`
	if err != nil || string(got.Raw) != want || got.Value.Name != "Plant North" || got.Value.ID != testAccount || got.Value.Created.IsZero() {
		t.Errorf("%+v %s %v", got.Value, got.Raw, err)
	}
	if sent, err := call.Send(t.Context()); err != nil || string(sent) != want {
		t.Errorf("%s %v", sent, err)
	}
}

func TestAccountThatCannotBeRead(t *testing.T) {
	code := `"activation_code":"` + canaryCode + `"`
	for _, body := range []string{"{" + code, "[{" + code + "}]", code, `{"id":7,` + code + `}`, canaryCode, `{` + code + `,"created":{}} trailing`} {
		_, client := serve(t, ok(body))
		answer, err := client.Account(testAccount).Send(t.Context())
		e := asError(t, err, rest.Failed)
		if found := secretsShownIn(fmt.Sprintf("%s %+v %v", answer, e, e.Err)); len(found) > 0 {
			t.Errorf("%s: %q show in %v or %s", body, found, e, answer)
		}
	}
}
