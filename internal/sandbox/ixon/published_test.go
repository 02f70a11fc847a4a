package ixon

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"unictl/internal/ixon/published"
)

func TestOperationsArePublished(t *testing.T) {
	for _, op := range operations() {
		known, ok := published.Find(op.method, op.path)
		switch {
		case !ok || known.Path != op.path && !strings.Contains(op.path, "{"):
			t.Errorf("%s %s is not published", op.method, op.path)
			continue
		case known.Name != op.rel:
			t.Errorf("%s %s is %s, published as %s", op.method, op.path, op.rel, known.Name)
		}
		for what, differs := range map[string]bool{
			"Api-Company":     known.Requires(published.Company) != op.company,
			"Api-Branding":    known.Requires(published.Branding) != op.branding,
			"Authorization":   known.Requires(published.Bearer) != (op.auth == authBearer || op.auth == authBasic),
			"Api-Application": known.Requires(published.Application) != (op.auth != authNone),
			"fields":          op.method == "GET" && slices.Contains(known.Query, "fields") == op.noFields,
			"filters":         op.method == "GET" && slices.Contains(known.Query, "filters") == op.noFilters,
		} {
			if differs {
				t.Errorf("%s %s takes %s otherwise than published", op.method, op.path, what)
			}
		}
	}
}

// TestAllFieldsArePublished asks every read for all that is published of it.
func TestAllFieldsArePublished(t *testing.T) {
	w := newWorld(t, 12)
	shapes := published.ReadShapes()
	for _, op := range operations() {
		known, _ := published.Find(op.method, op.path)
		if op.method != "GET" || op.noFields {
			continue
		}
		path := op.path
		path = strings.Replace(path, "{agentId}", w.busyAgent(), 1)
		if list, one := strings.CutSuffix(path, "/{publicId}"); one {
			path = list + "/" + w.get(list + "?page-size=1").ok(200).rows()[0]["publicId"].(string)
		}
		all := leaves(shapes.Of(known.Answer))
		ask := func(fields ...string) reply {
			return w.get(path + "?page-size=2&fields=" + url.QueryEscape(strings.Join(fields, ",")))
		}
		if ask(all...).Status == 200 {
			continue
		}
		for _, field := range all {
			if ask(field).Status != 200 {
				t.Errorf("%s refuses the field %s", op.path, field)
			}
		}
	}
}

// leaves are the dotted names of all that is no object.
func leaves(shape *published.Shape) (all []string) {
	for shape.Item != nil {
		shape = shape.Item
	}
	for _, f := range shape.Fields {
		below := leaves(f.Shape)
		if len(below) == 0 {
			all = append(all, f.Name)
		}
		for _, name := range below {
			all = append(all, f.Name+"."+name)
		}
	}
	return all
}
