package ixon

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

const deskID = "5f0c1d9e-2b7a-4c3d-9e8f-0a1b2c3d4e5f"

// from signs the administrator in from a device.
func (w *world) from(device, otp, body string) reply {
	w.Helper()
	return w.do("POST", "/access-tokens", body, w.basic(w.set["email"], otp, w.set["password"]), edit{headerDevice: device})
}

func bearerOf(r reply) edit {
	return edit{"Authorization": "Bearer " + r.ok(201).row()["secretId"].(string)}
}

const (
	named   = `{"expiresIn":3600,"trustedDeviceName":"desk"}`
	unnamed = `{"expiresIn":3600}`
	needed  = "Two Factor Authentication required"
)

func TestTrustedDeviceNeedsTheCodeOnce(t *testing.T) {
	w := newWorld(t, 64)
	otp := w.set["otp"]
	w.from(deskID, "", named).refused(401, needed, "Authorization")
	first := bearerOf(w.from(deskID, otp, named))
	w.now = w.now.Add(time.Minute)
	second := bearerOf(w.from(strings.ToUpper(deskID), "", unnamed))

	for header, current := range map[string]bool{first["Authorization"]: true, second["Authorization"]: true, "Bearer " + w.set["token"]: false} {
		all := w.get("/trusted-devices"+query("fields", "*,createdOnGeoLocation(city)"), edit{"Authorization": header, "Api-Company": ""}).ok(200).rows()
		if len(all) != 1 || all[0]["isCurrent"] != current || all[0]["name"] != "desk" ||
			all[0]["createdOn"] != "2026-03-01T12:00:00Z" || all[0]["lastLogin"] != "2026-03-01T12:01:00Z" {
			t.Errorf("devices %v, want current %v", all, current)
		}
		if place, _ := all[0]["createdOnGeoLocation"].(map[string]any); place["city"] != "Rotterdam" {
			t.Errorf("place %v", place)
		}
	}
	if text := w.get("/trusted-devices" + query("fields", "*")).Body; strings.Contains(strings.ToLower(text), deskID) {
		t.Error("the identifier is in the answer")
	}

	// A code that is given is checked, and so is the password.
	w.from(deskID, "nope", unnamed).refused(401, "Incorrect two-factor one-time password.", "Authorization")
	w.do("POST", "/access-tokens", unnamed, w.basic(w.set["email"], "", "nope"), edit{headerDevice: deskID}).refused(401, "Basic authentication failed", "Authorization")
}

func TestWhatIsNoTrustedDevice(t *testing.T) {
	w := newWorld(t, 64)
	otp := w.set["otp"]
	w.from("desk", otp, named).refused(400, msgInvalidValue, headerDevice)
	w.from(deskID+"0", otp, named).refused(400, msgInvalidValue, headerDevice)
	w.from(deskID, otp, unnamed).ok(201) // it has no name: it is not kept
	w.from(deskID, "", named).refused(401, needed, "Authorization")
	w.from("", otp, named).ok(201) // a name alone is no device
	if rows := w.get("/trusted-devices").ok(200).rows(); len(rows) != 0 {
		t.Errorf("kept %v", rows)
	}

	// One person's device is not another's, nor is one that no code has proven.
	w.from(deskID, otp, named).ok(201)
	claire := func(otp string) reply {
		return w.do("POST", "/access-tokens", named, w.basic("claire.fontaine@example.com", otp, w.set["password"]), edit{headerDevice: deskID})
	}
	claire("").refused(401, needed, "Authorization")
	viewer := w.do("POST", "/access-tokens", named, w.basic(w.set["viewer_email"], "", w.set["password"]), edit{headerDevice: deskID})
	if rows := w.get("/trusted-devices", bearerOf(viewer)).ok(200).rows(); len(rows) != 0 {
		t.Errorf("without a second factor %v is trusted", rows)
	}
	mine := w.get("/trusted-devices").ok(200).rows()[0]["publicId"].(string)
	hers := bearerOf(claire(otp))
	w.get("/trusted-devices/"+mine).refused(405, "Method not allowed", "") // as published: DELETE alone
	w.do("DELETE", "/trusted-devices/"+mine, "", hers).refused(404, msgNotFound, "")
	w.from(deskID, "", unnamed).ok(201)
}

func TestForgettingTrustedDevices(t *testing.T) {
	for name, forget := range map[string]func(*world, string) reply{
		"by its path": func(w *world, id string) reply { return w.do("DELETE", "/trusted-devices/"+id, "") },
		"in a list":   func(w *world, id string) reply { return w.do("DELETE", "/trusted-devices", "["+ref(id)+"]") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 8)
			mine := bearerOf(w.from(deskID, w.set["otp"], named))
			id := w.get("/trusted-devices").ok(200).rows()[0]["publicId"].(string)
			if r := forget(w, id).ok(200); string(r.Data) != "null" {
				t.Error(r.Body)
			}
			if again := forget(w, id); again.Status != http.StatusNotFound {
				t.Errorf("forgotten twice: %s", again.Body)
			}
			w.from(deskID, "", unnamed).refused(401, needed, "Authorization")
			w.get("/users/me", mine).ok(200) // its tokens are revoked apart
		})
	}
}

// TestStateWithoutDevices opens what an earlier version wrote.
func TestStateWithoutDevices(t *testing.T) {
	w := newWorld(t, 8)
	w.must(w.svc.DB.Update(func(tx *bolt.Tx) error { return w.svc.Root(tx).DeleteBucket([]byte(bDevices)) }))
	_, err := w.svc.Settings("x")
	w.must(err)
	w.get("/trusted-devices").ok(200)
	w.from(deskID, w.set["otp"], named).ok(201)
}

// TestReadOnlyToken tries every operation with a token that may only read what
// the discovery document names.
func TestReadOnlyToken(t *testing.T) {
	w := newWorld(t, 64)
	rels := map[string]bool{}
	for _, d := range w.get("/").ok(200).rows() {
		if slices.Contains(d["methods"].([]any), any("GET")) {
			rels[`{"rel":"`+d["rel"].(string)+`","get":true}`] = true
		}
	}
	body := `{"expiresIn":3600,"scope":{"type":"allow","rels":[` + strings.Join(slices.Sorted(maps.Keys(rels)), ",") + `]}}`
	reader := bearerOf(w.do("POST", "/access-tokens", body, w.basic(w.set["email"], w.set["otp"], w.set["password"])))
	for _, op := range w.svc.operations {
		path := strings.NewReplacer("{publicId}", "AAAAAAAAAAAA", "{parentId}", "AAAAAAAAAAAA", "{userId}", "AAAAAAAAAAAA").Replace(op.path)
		switch {
		case op.auth != authBearer:
		case op.method == http.MethodGet:
			if got := w.get(path, reader); got.Status == http.StatusForbidden {
				t.Errorf("GET %s: %s", path, got.Body)
			}
		default:
			w.do(op.method, path, `[]`, reader).refused(403, msgDenied, "")
		}
	}
	w.get("/users", reader).ok(200)
}
