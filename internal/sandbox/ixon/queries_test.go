package ixon

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFields(t *testing.T) {
	w := newWorld(t, 64)
	admin := w.id("/users", "emailAddress", adminEmail)
	held := w.row("/users/" + admin + query("fields", "memberships"))["memberships"].([]any)[0].(map[string]any)
	group, role := w.id("/groups", "name", "Northwind Machines"), w.id("/roles", "name", "Administrator")
	for _, c := range []struct {
		name, fields string
		want         map[string]any
	}{
		{"nothing asked", "", map[string]any{"name": "Maren Solberg"}},
		{"one", "emailAddress", map[string]any{"emailAddress": adminEmail}},
		{"nested stays an id", "memberships", map[string]any{"memberships": []any{map[string]any{"publicId": held["publicId"]}}}},
		{"dotted, reference resolved", "memberships.role.reference.name", map[string]any{"memberships": []any{map[string]any{
			"publicId": held["publicId"], "role": map[string]any{"publicId": role, "reference": map[string]any{"name": "Administrator"}}}}}},
		{"star leaves out the undocumented", "memberships.group.*", map[string]any{"memberships": []any{map[string]any{
			"publicId": held["publicId"], "group": map[string]any{"publicId": group}}}}},
		{"parentheses merge with dots", "memberships(group,expiresOn),memberships.group.reference.name", map[string]any{"memberships": []any{map[string]any{
			"publicId": held["publicId"], "expiresOn": nil,
			"group": map[string]any{"publicId": group, "reference": map[string]any{"name": "Northwind Machines"}}}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.want["publicId"] = admin
			path := "/users/" + admin
			if c.fields != "" {
				path += query("fields", c.fields)
			}
			if diff := cmp.Diff(c.want, w.row(path)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func (w *world) row(path string) map[string]any {
	w.Helper()
	return w.get(path).ok(200).row()
}

func TestFieldsStarIsShallow(t *testing.T) {
	w := newWorld(t, 64)
	row := w.row("/users/" + w.id("/users", "emailAddress", adminEmail) + query("fields", "*"))
	want := []string{"apiApplications", "custom", "emailAddress", "lastSeenOn", "memberships", "name",
		"otpauthRequired", "publicId", "registeredBy", "registeredOn", "support", "type"}
	var got []string
	for name := range row {
		got = append(got, name)
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if m := row["memberships"].([]any)[0].(map[string]any); len(m) != 1 {
		t.Errorf("* expanded a membership: %v", m)
	}
}

func TestQueryRefusals(t *testing.T) {
	w := newWorld(t, 16)
	for _, c := range []struct{ path, property string }{
		{"/users" + query("fields", "nmae"), "fields"},
		{"/users" + query("fields", ""), "fields"},
		{"/users" + query("fields", "name.first"), "fields"},
		{"/users" + query("fields", "memberships.group.name"), "fields"},
		{"/users" + query("fields", "memberships(group"), "fields"},
		{"/audit-logs" + query("fields", "action"), "fields"},
		{"/users" + query("filters", "eq(name)"), "filters"},
		{"/users" + query("filters", "like(name,\"x\")"), "filters"},
		{"/users" + query("filters", "eq(nmae,\"x\")"), "filters"},
		{"/users" + query("filters", "eq(support,\"yes\")"), "filters"},
		{"/users" + query("filters", "gt(lastSeenOn,\"yesterday\")"), "filters"},
		{"/users" + query("filters", "eq(memberships,\"x\")"), "filters"},
		{"/roles" + query("filters", "eq(name,\"x\")"), "filters"},
		{"/groups/roles" + query("filters", "isnull(group)"), "filters"},
		{"/access-tokens/me" + query("filters", "isnull(scope)"), "filters"},
		{"/users" + query("page-size", "0"), "page-size"},
		{"/users" + query("page-size", "4001"), "page-size"},
		{"/users" + query("page-size", "many"), "page-size"},
		{"/users" + query("page-after", "no/id"), "page-after"},
	} {
		t.Run(c.path, func(t *testing.T) { w.get(c.path).refused(400, msgInvalidValue, c.property) })
	}
}

func TestFilters(t *testing.T) {
	w := newWorld(t, 64)
	lyon := w.id("/groups", "name", "Plant Lyon")
	for _, c := range []struct {
		filters []string
		want    int
	}{
		{nil, 64},
		{[]string{`eq(type,"service_account")`}, 2},
		{[]string{`differs(type,"person")`}, 2},
		{[]string{`isnull(emailAddress)`}, 2},
		{[]string{`isnull(lastSeenOn)`}, 2},
		{[]string{`eq(support,true)`}, 1},
		{[]string{`eq(support,"true")`}, 1},
		{[]string{`eq(support,"false")`, `eq(type,"service_account")`}, 2},
		{[]string{`eq(registeredBy.name,"nobody")`}, 0},
		{[]string{`contains(name,"hOFF")`}, 1},
		{[]string{`eq(emailAddress,"lena.hoffmann@example.com")`}, 0},
		{[]string{`in(emailAddress,"Lena.Hoffmann@Example.com", "taro.yamada@example.com")`}, 2},
		{[]string{`less(lastSeenOn,"2025-06-01T00:00:00Z")`}, 1},
		{[]string{`isnotnull(lastSeenOn)`, `lt(lastSeenOn,"2025-12-01T00:00:00Z")`}, 2},
		{[]string{`between(lastSeenOn,"2025-08-01T00:00:00Z","2025-10-01T00:00:00Z")`}, 1},
		{[]string{`eq(memberships.group.publicId,"` + lyon + `")`, `isnull(memberships.role)`}, 1},
		{[]string{`isnotnull(memberships.expiresOn)`}, 5},
	} {
		pairs := []string{"page-size", "100"}
		for _, f := range c.filters {
			pairs = append(pairs, "filters", f)
		}
		if rows := w.get("/users" + query(pairs...)).ok(200).rows(); len(rows) != c.want {
			t.Errorf("%v: %d rows, want %d", c.filters, len(rows), c.want)
		}
	}
}

func TestPages(t *testing.T) {
	w := newWorld(t, 450)
	for _, size := range []string{"", "1", "199", "200", "201", "449", "450", "4000"} {
		seen, after, pages := map[string]bool{}, "", 0
		for {
			pairs := []string{"page-after", after, "page-size", size}
			if after == "" {
				pairs = pairs[2:]
			}
			if size == "" {
				pairs = pairs[:len(pairs)-2]
			}
			r := w.get("/users" + query(pairs...)).ok(200)
			for _, row := range r.rows() {
				seen[row["publicId"].(string)] = true
			}
			pages++
			if r.More == nil {
				break
			}
			after = *r.More
		}
		if len(seen) != 450 {
			t.Errorf("page-size %q: %d users over %d pages", size, len(seen), pages)
		}
		if size == "" && pages != 23 {
			t.Errorf("the default page is not 20: %d pages", pages)
		}
	}
}

func TestListOfOneMayBeAnObject(t *testing.T) {
	w := newWorld(t, 300)
	objects, lists := 0, 0
	for _, row := range w.get("/users" + query("page-size", "300")).rows() {
		id := row["publicId"].(string)
		r := w.get("/users" + query("filters", `eq(publicId,"`+id+`")`)).ok(200)
		var list []json.RawMessage
		if isList := json.Unmarshal(r.Data, &list) == nil; isList == endsInDigit(id) {
			t.Fatalf("%s: %s", id, r.Body)
		} else if isList {
			lists++
		} else {
			objects++
		}
	}
	if objects == 0 || lists == 0 {
		t.Errorf("%d objects, %d lists: one of them cannot be met", objects, lists)
	}
}
