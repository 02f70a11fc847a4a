package iotinvites

import (
	"testing"

	"unictl/internal/rest"
)

func TestDeletionAnswers(t *testing.T) {
	const unknownUser = `{"code":2404,"message":"User Not Found"}`
	for _, test := range []struct {
		name     string
		answer   answer
		document string
	}{
		{"OK", text(200, "OK"), `"OK"`},
		{"empty", ok(""), `null`},
		{"unknown user", answer{status: 404, body: unknownUser}, unknownUser},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, test.answer)
			for _, call := range []rest.Call[struct{}]{client.Delete("a@b.example"), client.Leave()} {
				told := 0
				call = call.Then(func(struct{}) { told++ })
				if err := do(call); err != nil {
					t.Error(err)
				}
				document, err := call.Send(t.Context())
				if err != nil || string(document) != test.document {
					t.Errorf("answered %s, %v", document, err)
				}
				if told != 2 {
					t.Errorf("told %d times", told)
				}
			}
		})
	}
}

func TestDeletionsThatFail(t *testing.T) {
	for _, test := range []struct {
		answer answer
		kind   rest.Kind
	}{
		{answer{status: 401, body: guardJ}, rest.Credential},
		{answer{status: 401, body: `{"code":3601,"message":"Could not leave Account"}`}, rest.Failed},
		{text(404, "<html>Cannot DELETE"), rest.Failed},
		{answer{status: 404, body: `{"code":1,"message":"x"}`}, rest.NotFound},
		{answer{status: 400, body: `{"code":2404,"message":"x"}`}, rest.NotFound},
		{answer{status: 500, body: `{"code":10500,"message":"x"}`}, rest.Unknown},
		{answer{status: 404, body: `{"co`, cut: true}, rest.Unknown},
		{answer{status: 401, body: `{"co`, cut: true}, rest.Credential},
	} {
		_, client := serve(t, test.answer)
		call := client.Delete("a@b.example").Then(func(struct{}) { t.Error("told of a failure") })
		asError(t, do(call), test.kind)
		_, err := call.Send(t.Context())
		asError(t, err, test.kind)
	}
}
