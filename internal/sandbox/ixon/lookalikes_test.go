package ixon

import "testing"

func TestServiceAccountWithoutItself(t *testing.T) {
	w := newWorld(t, 64)
	service := edit{"Authorization": "Bearer " + w.set["service_token"], "Api-Application": w.set["service_application"]}
	w.get("/users/me", service).ok(200)
	w.svc.me404 = true
	w.get("/users/me", service).refused(404, msgNotFound, "")
	w.get("/users", service).ok(200)
	w.get("/users/me").ok(200) // a person is there
}

func TestLookalikes(t *testing.T) {
	w := newWorld(t, 8)
	for range 2 { // the second time there is nothing to do
		w.must(w.svc.AddLookalikes())
	}
	people := map[string]string{}
	for _, row := range w.get("/users" + query("fields", "name,emailAddress", "page-size", "100")).ok(200).rows() {
		if email, ok := row["emailAddress"].(string); ok {
			people[email] = row["name"].(string)
		}
	}
	if people["Max@example.com"] != "Max Weber" || people["max@example.com"] != "Max Winter" || people["Boss@Example.com"] != "Ida Boss" ||
		people["mallory.quinn@example.com"] != "boss@example.com" {
		t.Errorf("people: %v", people)
	}
	lower := w.id("/users", "emailAddress", "max@example.com")
	w.do("DELETE", "/users/"+lower, "").ok(200)
	upper := w.id("/users", "emailAddress", "Max@example.com")
	if got := w.get("/users/" + upper + query("fields", "memberships(role(reference.name))")).ok(200); upper == lower || len(got.row()["memberships"].([]any)) != 1 {
		t.Errorf("the other one: %s", got.Body)
	}
}
