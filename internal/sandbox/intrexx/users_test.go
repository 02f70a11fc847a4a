package intrexx

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unictl/internal/sandbox/service"
)

func ada() document {
	return document{
		"general_settings": document{"first_name": "Ada", "last_name": "Example", "object_name": "ada.example"},
		"contact":          document{"email": document{"work": "ada@example.org"}},
		"account":          document{"login_username": "ada.example", "password": "canary-of-a-password"},
	}
}

func TestUsers(t *testing.T) {
	states(t, func(w *world) {
		r := w.do("POST", "/intranet/users", ada()).ok(201)
		if id := r.id("intranet/users/"); id != "6" {
			w.Errorf("first id %s", id)
		}
		got := w.get("/intranet/users/6")
		doc := got.object()
		if text(doc, "general_settings.first_name") != "Ada" || text(doc, "contact.email.work") != "ada@example.org" ||
			text(doc, "account.login_username") != "ada.example" || encode(doc["id"]) != "6" && encode(doc["user_id"]) != "6" {
			w.Errorf("%s", got.Body)
		}
		w.do("POST", "/intranet/users", ada()).refused(409, "ada.example is taken")
		w.do("POST", "/staging/users", ada()).ok(201)
		changed := w.do("PATCH", "/intranet/users/6", document{"account": document{"password": "canary-of-another"}}).done()
		w.do("PATCH", "/intranet/users/6", document{"general_settings": document{"last_name": "Lovelace"}}).done()
		after := w.get("/intranet/users/6")
		if text(after.object(), "general_settings.last_name") != "Lovelace" || text(after.object(), "general_settings.first_name") != "Ada" {
			w.Errorf("%s", after.Body)
		}
		for _, seen := range []string{r.Body, got.Body, changed.Body, after.Body, w.diagnosed("intranet", "settings.json"), w.diagnosed("intranet", "log/portal.log")} {
			if strings.Contains(seen, "canary") || strings.Contains(seen, `"password"`) {
				w.Errorf("a password comes back: %s", seen)
			}
		}
		data, err := os.ReadFile(w.db.Path())
		w.must(err)
		if strings.Contains(string(data), "canary") {
			w.Error("a password is kept")
		}
		var u *user
		w.see(func(v *view) { u = get[user](v, v.portalByName("intranet").at("user", numbered(6))) })
		if u.Hash != service.Hash(u.Salt, "canary-of-another") {
			w.Error("the password was not changed")
		}
		w.do("PATCH", "/intranet/users/6", doc).done() // what was read may be sent back
		w.do("DELETE", "/intranet/users/6", nil).done()
		w.do("GET", "/intranet/users/6", nil).refused(404, "user 6 not found")
		if id := w.do("POST", "/intranet/users", ada()).ok(201).id("intranet/users/"); id != "7" {
			w.Errorf("next id %s", id)
		}
	})
}

func TestUsersThatAreRefused(t *testing.T) {
	w := newWorld(t, 1)
	for field, value := range map[string]any{
		"general_settings.object_name": "", "general_settings.first_name": 5, "account.login_username": nil, "account.password": "",
		"account.colour": "blue", "contact.email": "ada@example.org", "colour": "blue", "general_settings": "Ada",
	} {
		body := ada()
		inner, name := body, field
		if section, rest, deep := strings.Cut(field, "."); deep {
			inner, name = body[section].(document), rest
		}
		inner[name] = value
		r := w.do("POST", "/intranet/users", body).refused(400, field)
		if strings.Contains(r.Body, "canary") {
			t.Errorf("the password comes back: %s", r.Body)
		}
	}
	for _, id := range []string{"06", "+6", "0", "-5", "x", "99999999999999999999", "5%20"} {
		w.do("GET", "/intranet/users/"+id, nil).refused(404, "not found")
	}
	w.do("PATCH", "/intranet/users/5", document{"account": document{"password": 5}}).refused(400, "account.password")
	w.do("PATCH", "/intranet/users/5", document{"account": document{"login_username": ""}}).refused(400, "login_username")
	if id := w.do("POST", "/intranet/users", ada()).ok(201).id("intranet/users/"); id != "6" {
		t.Errorf("refused ones take ids: %s", id)
	}
}

func TestGroups(t *testing.T) {
	states(t, func(w *world) {
		name := w.word("group name")
		if a, u := w.get("/intranet/groups/3").object()[name], w.get("/intranet/groups/4").object()[name]; a != "Administrators" || u != "Users" {
			w.Errorf("groups %v %v", a, u)
		}
		id := w.do("POST", "/intranet/groups", document{name: "Buyers"}).ok(201).id("intranet/groups/")
		if got := w.get("/intranet/groups/" + id).object(); id != "6" || got[name] != "Buyers" || encode(got["id"]) != "6" && encode(got["group_id"]) != "6" {
			w.Errorf("group %s %v", id, got)
		}
		w.do("POST", "/intranet/groups", document{"general_settings": document{}}).refused(400, name)
		w.do("POST", "/intranet/groups", document{}).refused(400, name)
		for _, call := range []string{"GET /intranet/groups/99", "DELETE /intranet/groups/99", "PUT /intranet/users/5/groups/99",
			"PUT /intranet/users/99/groups/4", "GET /intranet/users/99/groups", "DELETE /intranet/users/99/groups/4"} {
			method, path, _ := strings.Cut(call, " ")
			w.do(method, path, nil).refused(404, "99 not found")
		}
	})
}

func TestMemberships(t *testing.T) {
	states(t, func(w *world) {
		members := func(user string) (names string) {
			for _, row := range w.get("/intranet/users/" + user + "/groups").rows() {
				names += row[w.word("group name")].(string) + " "
			}
			return names
		}
		if got := members("5"); got != "Administrators Users " {
			w.Errorf("the administrator: %s", got)
		}
		w.do("POST", "/intranet/users", ada()).ok(201)
		if got := members("6"); got != "" {
			w.Errorf("at first: %s", got)
		}
		for range 2 {
			if r := w.do("PUT", "/intranet/users/6/groups/4", nil).ok(204); r.Body != "" {
				w.Errorf("body %q", r.Body)
			}
		}
		w.do("PUT", "/intranet/users/6/groups/3", nil).ok(204)
		if got := members("6"); got != "Administrators Users " {
			w.Errorf("joined: %s", got)
		}
		w.do("DELETE", "/intranet/users/6/groups/3", nil).done()
		w.do("DELETE", "/intranet/users/6/groups/3", nil).refused(404, "not in group 3")
		w.do("DELETE", "/intranet/groups/4", nil).done()
		if got := members("6") + members("5"); got != "Administrators " {
			w.Errorf("without the group: %s", got)
		}
		w.see(func(v *view) {
			for _, u := range v.users(v.portalByName("intranet")) {
				if slices.Contains(u.Groups, 4) {
					w.Errorf("user %d is kept in a group that is gone", u.ID)
				}
			}
		})
	})
}
