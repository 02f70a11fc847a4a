package iotinvites

import (
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestDeletionAnswers(t *testing.T) {
	const unknownUser = `{"code":2404,"message":"User Not Found"}`
	for _, test := range []struct {
		name     string
		answer   answer
		want     Sent
		document string
	}{
		{"OK", text(200, "OK"), Sent{UserKnown: true}, `"OK"`},
		{"empty", ok(""), Sent{UserKnown: true}, `null`},
		{"unknown user", answer{status: 404, body: unknownUser}, Sent{}, unknownUser},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, test.answer)
			for _, call := range []Expected[Sent]{client.Delete("a@b.example"), client.Leave()} {
				var told []Sent
				call = call.Then(func(s Sent) { told = append(told, s) })
				if got, err := call.Do(t.Context()); err != nil || got != test.want {
					t.Error(got, err)
				}
				document, err := rest.Prepared(call).Send(t.Context())
				if err != nil || string(document) != test.document {
					t.Errorf("answered %s, %v", document, err)
				}
				if len(told) != 2 || told[0] != test.want || told[1] != test.want {
					t.Errorf("told %v", told)
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
		{answer{status: 500, body: `{"code":10500,"message":"x"}`}, rest.Temporary},
	} {
		_, client := serve(t, test.answer)
		call := client.Delete("a@b.example").Then(func(Sent) { t.Error("told of a failure") })
		asError(t, do(call), test.kind)
		_, err := call.Send(t.Context())
		asError(t, err, test.kind)
	}
}

func TestTryCreate(t *testing.T) {
	_, client := serve(t, answer{status: 409, body: `{"code":2420,"message":"User is already invited"}`}, answer{status: 201, body: invitationBody},
		answer{status: 422, body: `{"code":13423,"message":"x"}`})
	tried, err := client.TryCreate("a@b.example").Do(t.Context())
	if err != nil || tried.Created {
		t.Error(tried, err)
	}
	tried, err = client.TryCreate("a@b.example").Do(t.Context())
	if err != nil || !tried.Created || tried.Invitation.ID != testInvite {
		t.Error(tried, err)
	}
	if e := asError(t, do(client.TryCreate("a@b.example")), rest.Credential); !strings.Contains(e.Message, "captcha") {
		t.Error(e)
	}
	if p := client.TryCreate("a@b.example").Preview(); p.Method != "POST" || string(p.Body) != `{"email":"a@b.example"}` {
		t.Errorf("%+v", p)
	}
}
