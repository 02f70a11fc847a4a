package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
)

type answer struct {
	Status    string
	MoreAfter *string
	Data      []struct{ PublicID, EmailAddress, PropertyName string }
}

func get(t *testing.T, h http.Handler, target string, headers ...string) (int, answer) {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, target, nil)
	for _, name := range headers {
		request.Header.Set(name, "x")
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, request)
	var a answer
	if err := json.Unmarshal(recorder.Body.Bytes(), &a); err != nil {
		t.Fatalf("%v in %s", err, recorder.Body)
	}
	return recorder.Code, a
}

func required() []string {
	return []string{"Api-Version", "Api-Application", "Api-Company", "Authorization"}
}

func TestAllPages(t *testing.T) {
	for _, c := range []struct{ users, pages int }{{0, 1}, {1, 1}, {4000, 1}, {4001, 2}, {9000, 3}} {
		h := handler(c.users)
		seen := make(map[string]bool)
		pages := 0
		for target := "/users?page-size=4000"; target != ""; pages++ {
			code, a := get(t, h, target, required()...)
			if code != http.StatusOK || a.Status != "success" {
				t.Fatalf("%s: %d %s", target, code, a.Status)
			}
			for _, user := range a.Data {
				if seen[user.PublicID] {
					t.Fatalf("%s came twice", user.PublicID)
				}
				seen[user.PublicID] = true
				if len(user.PublicID) != 12 {
					t.Fatalf("publicId %q, want 12 characters", user.PublicID)
				}
			}
			target = ""
			if a.MoreAfter != nil {
				target = "/users?page-size=4000&page-after=" + *a.MoreAfter
			}
		}
		if len(seen) != c.users || pages != c.pages {
			t.Errorf("%d users: saw %d on %d pages, want %d pages", c.users, len(seen), pages, c.pages)
		}
	}
}

func TestDefaultPage(t *testing.T) {
	if _, a := get(t, handler(30), "/users", required()...); len(a.Data) != defaultPage || a.MoreAfter == nil {
		t.Errorf("%d users, cursor %v: want 20 and a cursor", len(a.Data), a.MoreAfter)
	}
}

func TestRefusals(t *testing.T) {
	h := handler(30)
	if code, a := get(t, h, "/users", required()[1:]...); code != 400 || a.Data[0].PropertyName != "Api-Version" {
		t.Errorf("without Api-Version: %d %+v", code, a)
	}
	for _, parameter := range []string{"page-size=4001", "page-size=0", "page-after=x"} {
		if code, _ := get(t, h, "/users?"+parameter, required()...); code != 400 {
			t.Errorf("%s: %d, want 400", parameter, code)
		}
	}
	if code, _ := get(t, h, "/roles", required()...); code != 404 {
		t.Errorf("another path: %d, want 404", code)
	}
}
