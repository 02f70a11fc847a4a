package ixon

import (
	"strings"
	"testing"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

// TestErrorWithStatus200 holds that an error envelope is one whatever HTTP
// says, and that none of its entries is taken for a row.
func TestErrorWithStatus200(t *testing.T) {
	const entries = `[{"message":"boom ` + canaryToken + `","propertyName":"x","listIndex":2}]`
	const known = `[{"message":"Not found","publicId":"u1"}]`
	for name, test := range map[string]struct {
		body, message string
		kind          rest.Kind
		rows          int
	}{
		"status first": {`{"status":"error","data":` + entries + `}`, "row 2: x: boom", rest.Failed, 0},
		"status last":  {`{"data":` + entries + `,"status":"error"}`, "row 2: x: boom", rest.Failed, 0},
		"known words":  {`{"status":"error","data":` + known + `}`, "Not found", rest.NotFound, 0},
		"one object":   {`{"status":"error","data":{"message":"boom"}}`, "boom", rest.Failed, 0},
		"no words":     {`{"status":"error","data":[]}`, `"status" is "error"`, rest.Failed, 0},
		"cut short":    {`{"status":"error","data":[{"message":"boom"}`, `"status" is "error"`, rest.Failed, 0},
		"no error":     {`{"status":"success","data":[{"message":"boom"}]}`, "no publicId", rest.Failed, 0},
		"one stranger": {`{"status":"success","data":[{"publicId":"u1"},{"publicId":null}]}`, "no publicId", rest.Failed, 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := serve(t, answer{status: 200, body: test.body})
			all, _ := client.Users(t.Context())
			list, err := drain(all)
			if e := asError(t, err, test.kind); !strings.Contains(e.Message, test.message) || e.Status != 200 || e.Call != "UserList" {
				t.Errorf("%+v, want %q in it", e, test.message)
			}
			if len(list) != test.rows {
				t.Errorf("%d rows, want %d", len(list), test.rows)
			}
		})
	}
}

func TestErrorWithStatus200HasFields(t *testing.T) {
	_, client := serve(t, answer{status: 200, body: `{"status":"error","data":[{"message":"boom ` + canaryToken + `","propertyName":"x","listIndex":2}]}`})
	index := 2
	want := []rest.Field{{Name: "x", Index: &index, Message: "boom [redacted]"}}
	if diff := cmp.Diff(want, asError(t, do(client.Me()), rest.Failed).Fields); diff != "" {
		t.Error(diff)
	}
	if e := asError(t, do(client.RemoveUser("u1")), rest.Unknown); !strings.Contains(e.Message, "x: boom") {
		t.Errorf("after a change: %v", e)
	}
}

func TestErrorsOfOneItemNameNoRow(t *testing.T) {
	for name, test := range map[string]struct{ data, want string }{
		"one":            {`{"message":"Invalid value","propertyName":"role","listIndex":0}`, "role: Invalid value"},
		"two of one":     {`{"message":"a","listIndex":0},{"message":"b","listIndex":0}`, "a; b"},
		"none named":     {`{"message":"row 0: a"}`, "row 0: a"},
		"of a later row": {`{"message":"a","listIndex":0},{"message":"b","listIndex":1}`, "row 0: a; row 1: b"},
	} {
		_, client := serve(t, answer{status: 400, body: `{"status":"error","data":[` + test.data + `]}`})
		_, err := OfOne(client.AddMembership(MembershipCreate{})).Send(t.Context())
		e := asError(t, err, rest.Failed)
		if e.Message != test.want {
			t.Errorf("%s: %q, want %q", name, e.Message, test.want)
		}
		if strings.Contains(test.data, "listIndex") && *e.Fields[0].Index != 0 {
			t.Errorf("%s: the field's index is gone", name)
		}
	}
}
