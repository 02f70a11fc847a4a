package iot

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	alreadyJSON = `{"code":2420,"message":"User is already invited"}`
	brokenJSON  = `{"code":500,"status":500,"message":"Internal Server Error"}`
	invalidJSON = `{"code":400,"message":"Invalid request"}`
)

// contract §4.1
func TestListOfAnAccount(t *testing.T) {
	both(t, func(w *world) {
		want := []string{"new.person@example.com", otherEmail, "New.Person@Example.com", "ops+iot@example.com",
			"vera.koch@example.org", "contractor(at)example.org", "mallory\x1b[31m@example.org"}
		if got := w.pendingNow(); !slices.Equal(got, want) {
			t.Errorf("pending %q", got)
		}
		w.get(w.invites("/") + "?limit=1&email=x").ok(200) // slash and query change nothing
		if mere := w.send(w.signIn("nadia.rahman@example.com"), "GET", w.invites(""), ""); w.dialect == DialectJ {
			mere.ok(200)
		} else {
			mere.guarded()
		}
		w.send(w.signIn("dana.novak@example.com"), "GET", w.invites(""), "").guarded()
		w.get("/accounts/" + strings.ToUpper(w.set["account"]) + "/invites").guarded()
		workshop := w.send(w.token, "POST", "/accounts", `{"name":"Workshop"}`).ok(201).object()["id"].(string)
		w.token = w.signIn(w.set["user"])
		w.get("/accounts/"+workshop+"/invites").is(200, "[]")
	})
}

// contract §4.2
func TestListOfAPerson(t *testing.T) {
	both(t, func(w *world) {
		robin := w.signIn(otherEmail)
		var list []map[string]string
		w.send(robin, "GET", "/invites/"+otherEmail, "").ok(200).into(&list)
		if len(list) != 2 || list[0]["accountName"] != "Plant North" || list[1]["accountName"] != "Plant South" {
			t.Fatalf("list %v", list)
		}
		if i := list[0]; len(i) != 5 || i["accountId"] != w.set["account"] || i["domainId"] != i["accountId"] ||
			i["email"] != otherEmail || !isUUID(i["_id"]) || i["_id"][14] != '4' {
			t.Errorf("invitation %v", i)
		}
		w.get("/invites/"+w.set["user"]).is(200, "[]")
		for _, other := range []string{otherEmail, "me", "Maren.Solberg@example.com"} {
			w.get("/invites/"+other).is(401, notAuthorizedJSON)
		}
		w.send("", "GET", "/invites/"+otherEmail, "").guarded()
	})
}

// contract §4.3
func TestCreate(t *testing.T) {
	both(t, func(w *world) {
		post := func(body string) reply { t.Helper(); return w.send(w.token, "POST", w.invites(""), body) }
		got := post(`{"email":"ada@example.com"}`).ok(201).object()
		if len(got) != 5 || !isUUID(got["_id"].(string)) || got["accountId"] != w.set["account"] || got["accountName"] != "Plant North" {
			t.Errorf("answer %v", got)
		}
		for _, email := range []string{"ada@example.com", otherEmail, "piotr.nowak@example.com", "bram.visser@example.com", w.set["user"]} {
			post(`{"email":"`+email+`"}`).is(409, alreadyJSON)
		}
		for _, odd := range []string{"Ada@example.com", "no-address", " pad@example.com ", "Piotr.Nowak@example.com", strings.Repeat("x", 255)} {
			if post(`{"email":"` + odd + `"}`).ok(201); !slices.Contains(w.pendingNow(), odd) {
				t.Errorf("%q is not kept as sent", odd)
			}
		}
		post(`{"email":"`+strings.Repeat("x", 256)+`"}`).is(500, brokenJSON)
		post(`{}`).is(400, `{"code":400,"message":"Invalid request","errors":[" property 'email' is required."]}`)
		post(`{"email":""}`).is(400, invalidJSON)
		post(`{"email":"x@y.example","role":"admin"}`).is(400,
			`{"code":400,"message":"Invalid request","errors":[" property 'role'  is not explicitly defined and therefore not allowed"]}`)
		w.send(w.signIn("nadia.rahman@example.com"), "POST", w.invites(""), `{"email":"x@y.example"}`).guarded()
		w.send("", "POST", w.invites(""), `{"email":"x@y.example"}`).guarded()
	})
}

func TestCreateInAnAccountThatIsGone(t *testing.T) {
	both(t, func(w *world) {
		south := "/accounts/" + w.set["other_account"]
		w.send(w.token, "DELETE", south, "").is(204, "")
		w.send(w.token, "POST", south+"/invites", `{"email":"x@y.example"}`).is(500, brokenJSON)
		w.get(south+"/invites").is(200, "[]")
		w.get(south).is(404, `{"code":3404,"message":"Account not found"}`)
		w.send(w.token, "DELETE", south, "").is(404, `{"code":3404,"message":"Account not found"}`)
		w.send(w.signIn(otherEmail), "GET", "/invites/"+otherEmail, "").ok(200)
		if u := w.person("claire.fontaine@example.com"); len(u.Accounts) != 1 {
			t.Errorf("accounts %v", u.Accounts)
		}
	})
}

func TestParallelCreates(t *testing.T) {
	w := newWorld(t, DialectK)
	var all sync.WaitGroup
	seen := make(chan int, 6)
	for range 6 {
		all.Go(func() { seen <- w.send(w.token, "POST", w.invites(""), `{"email":"race@example.com"}`).Status })
	}
	all.Wait()
	close(seen)
	count := map[int]int{}
	for status := range seen {
		count[status]++
	}
	if count[201] != 1 || count[409] != 5 {
		t.Errorf("answers %v", count)
	}
}

func TestCaptcha(t *testing.T) {
	with := func(c Captcha) func(*Config) { return func(cfg *Config) { cfg.Captcha = c } }
	const answered = `{"email":"x@y.example","challenge":"c","response":"r"}`
	const missing = `{"code":13423,"message":"Missing 'challenge' and 'response' fields"}`
	on := newWorld(t, DialectJ, with(CaptchaOn))
	on.send(on.token, "POST", on.invites(""), `{"email":"x@y.example"}`).is(422, missing)
	on.send(on.token, "POST", on.invites(""), answered).is(500, brokenJSON)
	on.send("", "POST", "/users", `{"email":"x@y.example","password":"Str0ngEnough","termsAndConditions":true}`).is(422, missing)
	refused := newWorld(t, DialectJ, with(CaptchaRefused))
	refused.send(refused.token, "POST", refused.invites(""), answered).is(422, `{"code":13422,"message":"Invalid captcha"}`)
	if slices.Contains(refused.pendingNow(), "x@y.example") {
		t.Error("invited all the same")
	}
	k := newWorld(t, DialectK, with(CaptchaOn))
	k.send(k.token, "POST", k.invites(""), `{"email":"x@y.example"}`).ok(201)
	k.send(k.token, "POST", k.invites(""), answered).ok(400)
}
