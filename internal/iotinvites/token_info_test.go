package iotinvites

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
)

const (
	infoJ = `{"header":{"typ":"JWT","alg":"RS256"},"payload":{"jti":"..","iss":"http://enableiot.com","sub":"` + testUser + `","exp":1795387075355,` +
		`"accounts":[{"id":"` + testAccount + `","name":"Plant North","role":"admin"}],"type":"user"}}`
	infoK = `{"payload":{"sub":"` + testUser + `","email":"a@b.example","type":"user","exp":1795387075,"accounts":[{"id":"` + testAccount + `","role":"user"}]},"header":{"alg":"RS256"}}`
	// infoForged is what servers of kind K say of an expired or forged token.
	infoForged = `{"payload":{"sub":"` + testUser + `","email":"a@b.example","type":"user","exp":1795387075,"accounts":[]}}`
)

func TestTokenInfoDecodes(t *testing.T) {
	admin := []TokenAccount{{ID: testAccount, Name: "Plant North", Role: RoleAdmin}}
	ms, s := instant(t, "2026-11-22T22:37:55.355Z", false), instant(t, "2026-11-22T22:37:55Z", true)
	tests := []struct {
		name, body string
		want       TokenInfo
	}{
		{"J", infoJ, TokenInfo{Valid: true, Dialect: J, UserID: testUser, Type: "user", Expires: ms, Accounts: admin}},
		{"K", infoK, TokenInfo{Valid: true, Dialect: K, UserID: testUser, Email: "a@b.example", Type: "user", Expires: s,
			Accounts: []TokenAccount{{ID: testAccount, Role: RoleUser}}}},
		{"K forged", infoForged, TokenInfo{Dialect: K, UserID: testUser, Email: "a@b.example", Type: "user", Expires: s}},
		{"K without a token", "", TokenInfo{Dialect: K}},
		{"J without accounts", `{"header":{},"payload":{"sub":"u","exp":1795387075355,"accounts":{}}}`, TokenInfo{Valid: true, Dialect: J, UserID: "u", Expires: ms}},
		{"J of the first days", `{"header":{"typ":"JWT"},"payload":{"sub":"u","exp":"2026-11-22T22:37:55.355Z","accounts":null}}`,
			TokenInfo{Valid: true, Dialect: J, UserID: "u", Expires: ms}},
		{"accounts by id", `{"header":{},"payload":{"exp":1795387075355,"accounts":{"b":{"name":"Y","role":"user"},"a":{"name":"Y","role":"admin"},"c":"admin","d":{"name":"X"}}}}`,
			TokenInfo{Valid: true, Dialect: J, Expires: ms, Accounts: []TokenAccount{{ID: "c", Role: "admin"}, {ID: "d", Name: "X"}, {ID: "a", Name: "Y", Role: "admin"}, {ID: "b", Name: "Y", Role: "user"}}}},
		{"no end, with an address", `{"header":{},"payload":{"email":"a@b.example"}}`, TokenInfo{Valid: true, Dialect: K, Email: "a@b.example"}},
		{"no end, without one", `{"header":{},"payload":{}}`, TokenInfo{Valid: true, Dialect: J}},
		{"null header", `{"header":null,"payload":{"exp":1795387075355}}`, TokenInfo{Dialect: K, Expires: ms}},
		{"nothing", `{}`, TokenInfo{Dialect: K}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, ok(test.body))
			got, err := client.TokenInfo().Do(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Value.Accounts) == 0 {
				got.Value.Accounts = nil
			}
			if diff := cmp.Diff(test.want, got.Value, cmp.AllowUnexported(Instant{})); diff != "" {
				t.Error(diff)
			}
			if want := test.body; string(got.Raw) != want && (want != "" || string(got.Raw) != "null") {
				t.Errorf("as received: %s", got.Raw)
			}
		})
	}
}

func TestTokenInfoRefuses(t *testing.T) {
	for _, body := range []string{"null", "[]", `"x"`, "OK", `{"payload":"x"}`, `{"payload":{"accounts":7}}`, `{"payload":{"accounts":[7]}}`, `{"payload":{"sub":7}}`} {
		_, client := serve(t, ok(body))
		asError(t, do(client.TokenInfo()), rest.Failed)
	}
}

func TestInstantDecodes(t *testing.T) {
	for text, want := range map[string]Instant{
		`1795387075355`:                   instant(t, "2026-11-22T22:37:55.355Z", false),
		`1795387075`:                      instant(t, "2026-11-22T22:37:55Z", true),
		`1795387075.5`:                    instant(t, "2026-11-22T22:37:55.5Z", true),
		`"1795387075355"`:                 instant(t, "2026-11-22T22:37:55.355Z", false),
		`"2026-11-22T22:37:55.355+01:00"`: instant(t, "2026-11-22T21:37:55.355Z", false),
		`"2026-11-22T22:37:55+0000"`:      instant(t, "2026-11-22T22:37:55Z", false),
		`"2026-11-22 22:37:55"`:           instant(t, "2026-11-22T22:37:55Z", false),
		`null`:                            {}, `""`: {}, `0`: {}, `-5`: {}, `1e300`: {}, `"NaN"`: {}, `"Inf"`: {},
	} {
		var got Instant
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(Instant{})); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
		if (got.When() == nil) != want.IsZero() {
			t.Errorf("%s: When is %v", text, got.When())
		}
	}
}

// TestInstantsOfNoKnownForm: a row shows them as received.
func TestInstantsOfNoKnownForm(t *testing.T) {
	for _, text := range []string{`"soon"`, `true`, `{}`, `[1]`} {
		_, client := serve(t, ok(`[{"id":"u1","email":"a@b.example","created":`+text+`},{"id":"u2"}]`))
		n := 0
		for item, err := range client.Members(t.Context()) {
			if n++; err != nil {
				t.Fatal(err)
			}
			if item.Value.ID == "u1" && (string(item.Odd["created"]) != text || item.Value.Email == "" || item.Certain("created") == nil || item.Certain("email") != nil) {
				t.Errorf("%s: %+v", text, item)
			}
		}
		if n != 2 {
			t.Errorf("%d rows", n)
		}
	}
}

func FuzzTokenInfo(f *testing.F) {
	for _, seed := range []string{infoJ, infoK, infoForged, `{}`, `{"header":{},"payload":{"exp":"x","accounts":{"a":null}}}`, `null`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var info TokenInfo
		if json.Unmarshal([]byte(body), &info) != nil || body == "null" {
			return
		}
		if info.Valid && info.Dialect != J && info.Dialect != K {
			t.Errorf("a valid token of no dialect: %+v", info)
		}
		if at := info.Expires.When(); at != nil && (at.Year() < 1970 || at.Year() > 9999) {
			if _, err := at.MarshalJSON(); err != nil {
				t.Errorf("a time that cannot be written: %v", at)
			}
		}
	})
}
