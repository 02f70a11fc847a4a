package iot

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"unictl/internal/sandbox/service"

	bolt "go.etcd.io/bbolt"
)

// leftOver invites someone who is a member already, as happens when both are
// done at once.
func (w *world) leftOver(email string) func(*bolt.Tx) error {
	return func(tx *bolt.Tx) error {
		v, err := w.svc.view(tx)
		if err != nil {
			return err
		}
		v.invite(v.facts.Account, email)
		return v.Err()
	}
}

func TestAccept(t *testing.T) {
	both(t, func(w *world) {
		accept := func(email string) (string, error) { return w.svc.Accept(t.Context(), email) }
		id, err := accept("new.person@example.com")
		u := w.person("new.person@example.com")
		if err != nil || u == nil || id != u.ID || len(u.Accounts) != 2 || u.Accounts[w.set["account"]] != roleUser {
			t.Fatalf("accept: %v %v", u, err)
		}
		if slices.Contains(w.pendingNow(), "new.person@example.com") || !slices.Contains(w.pendingNow(), "New.Person@Example.com") {
			t.Errorf("pending %q", w.pendingNow())
		}
		w.send(w.signIn("new.person@example.com"), "GET", "/accounts/"+w.set["account"], "").ok(200)
		if id, err := accept(otherEmail); err != nil || id != w.id(otherEmail) {
			t.Errorf("someone registered: %v", err)
		}
		for email, want := range map[string]string{
			otherEmail: "nobody has invited", "stranger@example.com": "nobody has invited",
			"New.Person@Example.com": "registered as new.person@example.com",
		} {
			if _, err := accept(email); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", email, err)
			}
		}
		if _, err := accept("tomas.lindqvist@example.com"); err != nil {
			t.Errorf("an address to confirm: %v", err)
		}
		w.signIn("tomas.lindqvist@example.com")
	})
}

func TestSettings(t *testing.T) {
	both(t, func(w *world) {
		if !strings.HasSuffix(w.set["url"], "/iot/v1/api") || w.set["dialect"] != string(w.dialect) || !isUUID(w.set["account"]) ||
			w.set["other_user"] != otherEmail || w.set["password"] == w.set["other_password"] {
			t.Errorf("settings %v", w.set)
		}
		w.send("", "POST", "/auth/token", credentials(w.set["other_user"], w.set["other_password"])).ok(200)
		set, err := w.svc.SettingsFor("http://x/iot", "bram.visser@example.com")
		if err != nil || set["url"] != "http://x/iot/v1/api" || set["user"] != "bram.visser@example.com" || set["account"] != w.set["account"] {
			t.Errorf("for another: %v %v", set, err)
		}
		w.send("", "POST", "/users", `{"email":"ada@example.com","password":"Str0ngEnough","termsAndConditions":true}`).ok(201)
		for _, email := range []string{"stranger@example.com", "ada@example.com"} {
			if _, err := w.svc.SettingsFor("", email); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: %v", email, err)
			}
		}
	})
}

func TestDialects(t *testing.T) {
	w := newWorld(t, DialectJ)
	w.must(w.svc.SetDialect("K"))
	w.dialect = DialectK
	w.get(w.invites("")).guarded()
	w.token = w.signIn(w.set["user"])
	w.get(w.invites("")).ok(200)
	if err := w.svc.SetDialect("L"); err == nil || !strings.Contains(err.Error(), "J") {
		t.Errorf("an unknown dialect: %v", err)
	}
}

// What was done is there for the next service on the same file.
func TestPersistence(t *testing.T) {
	both(t, func(w *world) {
		w.send(w.token, "POST", w.invites(""), `{"email":"ada@example.com"}`).ok(201)
		w.send(w.token, "DELETE", w.invites("/vera.koch@example.org"), "").ok(404)
		token, path := w.token, w.db.Path()
		w.srv.Close()
		w.must(w.db.Close())
		var err error
		w.db, err = bolt.Open(path, 0o600, &bolt.Options{NoSync: true})
		w.must(err)
		defer w.db.Close()
		w.svc = New(Config{Config: service.Config{DB: w.db, Root: stateRoot, Now: w.svc.Now}})
		w.serve()
		w.send(token, "GET", w.invites(""), "").ok(200)
		if p := w.pendingNow(); !slices.Contains(p, "ada@example.com") || slices.Contains(p, "vera.koch@example.org") || w.set["dialect"] != string(w.dialect) {
			t.Errorf("pending %q, dialect %s", p, w.set["dialect"])
		}
	})
}

func TestSeedSizes(t *testing.T) {
	w := newWorld(t, DialectK)
	for size, want := range map[int]int{2: 11, 64: 64, 5000: mostPeople} {
		w.must(w.svc.DB.Update(func(tx *bolt.Tx) error {
			w.must(tx.DeleteBucket([]byte("state")))
			_, err := tx.CreateBucket([]byte("state"))
			return err
		}))
		w.must(w.svc.Seed(t.Context(), stateRoot, size))
		n := 0
		w.must(w.svc.Look(func(v *view) error {
			for range v.everyone {
				n++
			}
			return nil
		}))
		if n != want {
			t.Errorf("size %d: %d people", size, n)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.svc.Seed(ended, stateRoot, 64); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
}

// Chosen passwords and refresh tokens are kept as hashes.
func TestSecretsAreNotKept(t *testing.T) {
	w := newWorld(t, DialectJ)
	w.send("", "POST", "/users", `{"email":"ada@example.com","password":"Canary0fAPassword","termsAndConditions":true}`).ok(201)
	refresh := w.send(w.token, "POST", "/auth/refresh", `{}`).ok(200).object()["refreshToken"].(string)
	data, err := os.ReadFile(w.db.Path())
	w.must(err)
	for _, secret := range []string{"Canary0fAPassword", refresh, w.token} {
		if strings.Contains(string(data), secret) {
			t.Error("a secret was kept")
		}
	}
}

// A record that cannot be read is an error of the service, not a missing row.
func TestDamagedRecord(t *testing.T) {
	w := newWorld(t, DialectK)
	w.must(w.svc.DB.Update(func(tx *bolt.Tx) error {
		return stateRoot(tx).Bucket([]byte(bUsers)).Put([]byte(w.idIn("bram.visser@example.com", tx)), []byte("{"))
	}))
	w.get("/accounts/"+w.set["account"]+"/users").is(500, brokenJSON)
}

func (w *world) idIn(email string, tx *bolt.Tx) string {
	return string(stateRoot(tx).Bucket([]byte(bEmails)).Get([]byte(email)))
}
