package intrexx

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// jobFields are the names that a job's fields have in this state; schedule, zone
// and the like are what the GUI knows (contract §5).
type jobFields struct{ id, name, kind, active, schedule, cron, zone, last string }

func (v *view) jobFields() jobFields {
	return jobFields{
		id: v.choice("job id", "id", "guid"), name: v.choice("job name", "name", "display_name"),
		kind: v.word("job type"), active: v.word("job active"), schedule: v.word("job schedule"),
		cron: v.word("job cron"), zone: v.word("job zone"), last: v.word("job last"),
	}
}

func (v *view) jobTypes() []string { return v.words("job type", 3) }

func (f jobFields) fresh(kind string) document {
	return document{f.name: "", f.kind: kind, f.active: true, f.last: "",
		f.schedule: document{f.cron: "", f.zone: "Europe/Berlin"}}
}

// check refuses a schedule that Quartz would not take.
func (f jobFields) check(doc document) error {
	if err := need(doc, f.name, f.schedule+"."+f.cron, f.schedule+"."+f.zone); err != nil {
		return err
	}
	if n := len(strings.Fields(text(doc, f.schedule+"."+f.cron))); n != 6 && n != 7 {
		return badRequest("field %q has %d fields: a Quartz cron expression of 6 or 7 is due, seconds first", f.schedule+"."+f.cron, n)
	}
	return nil
}

func (v *view) seedJobs(first, other *portal) {
	f := v.jobFields()
	for i, job := range []struct{ name, cron string }{
		{"Nightly export", "0 30 2 * * ?"}, {"Import of users", "0 0/15 6-20 ? * MON-FRI"}, {"Transfer of orders", "0 0 4 1 * ? *"},
	} {
		doc := f.fresh(v.jobTypes()[i])
		doc[f.name], doc[f.active], doc[f.schedule].(document)[f.cron] = job.name, i != 1, job.cron
		v.put(first.at("job", v.guid()), doc)
		if i == 0 {
			v.put(other.at("job", v.guid()), doc)
		}
	}
}

// listJobs is GET /{portal}/scheduler/jobs.
func (c *call) listJobs() (answer, error) {
	var rows []document
	f := c.jobFields()
	for id, doc := range each[document](c.view, c.at("job", "")) {
		row := document{f.id: id}
		for _, field := range []string{f.name, f.kind, f.active, f.schedule} {
			row[field] = (*doc)[field]
		}
		rows = append(rows, row)
	}
	return c.list("jobs", rows), nil
}

// createJob is POST /{portal}/scheduler/job/{type}.
func (c *call) createJob() (answer, error) {
	f, kind := c.jobFields(), c.param("type")
	if !slices.Contains(c.jobTypes(), kind) {
		return answer{}, badRequest("unknown job type %q: known are %s", kind, strings.Join(c.jobTypes(), ", "))
	}
	body, err := c.object()
	doc := f.fresh(kind)
	if err == nil {
		err = merge(doc, body)
	}
	if err == nil {
		err = f.check(doc)
	}
	if err != nil {
		return answer{}, err
	}
	doc[f.kind], doc[f.last] = kind, ""
	id := c.guid()
	c.put(c.at("job", id), doc)
	return c.created("creating a job", c.place("scheduler", "job", id), withID(f.id, id, doc)), nil
}

func (c *call) job() (*document, error) {
	id := c.param("id")
	if doc := get[document](c.view, c.at("job", id)); doc != nil {
		return doc, nil
	}
	return nil, notFound("job", id)
}

// getJob is GET /{portal}/scheduler/job/{id}.
func (c *call) getJob() (answer, error) {
	doc, err := c.job()
	if err != nil {
		return answer{}, err
	}
	return asJSON(http.StatusOK, withID(c.jobFields().id, c.param("id"), *doc)), nil
}

// changeJob is PATCH /{portal}/scheduler/job/{id}. What was read may be sent
// back, its id included.
func (c *call) changeJob() (answer, error) {
	doc, err := c.job()
	if err != nil {
		return answer{}, err
	}
	f, kind, last := c.jobFields(), (*doc)[c.jobFields().kind], (*doc)[c.jobFields().last]
	shown := withID(f.id, c.param("id"), *doc)
	patch, err := c.object()
	if err == nil {
		err = merge(shown, patch)
	}
	if err == nil {
		err = f.check(shown)
	}
	if err == nil && (shown[f.id] != c.param("id") || shown[f.kind] != kind || shown[f.last] != last) {
		err = badRequest("fields %q, %q and %q cannot be changed", f.id, f.kind, f.last)
	}
	if err != nil {
		return answer{}, err
	}
	c.put(c.at("job", c.param("id")), without(shown, f.id))
	return c.done("changing a job", shown), nil
}

// deleteJob is DELETE /{portal}/scheduler/job/{id}.
func (c *call) deleteJob() (answer, error) {
	if _, err := c.job(); err != nil {
		return answer{}, err
	}
	c.drop(c.at("job", c.param("id")))
	return c.done("deleting a job", nil), nil
}

// ran notes that a job has run.
func (f jobFields) ran(doc document, at time.Time) { doc[f.last] = at.UTC().Format(time.RFC3339) }

func withID(key string, id any, doc document) document {
	all := maps.Clone(doc)
	all[key] = id
	return all
}

func without(doc document, key string) document {
	rest := maps.Clone(doc)
	delete(rest, key)
	return rest
}

// actOnJobs is PUT /{portal}/scheduler/actions: one action on several jobs, or
// on none of them when one is unknown.
func (c *call) actOnJobs() (answer, error) {
	actionKey, idsKey := c.word("actions action"), c.word("actions jobs")
	body, err := c.object()
	if err == nil {
		err = merge(document{actionKey: "", idsKey: []any{}}, body)
	}
	if err == nil {
		err = need(body, actionKey, idsKey)
	}
	if err != nil {
		return answer{}, err
	}
	act, err := c.action(actionKey, text(body, actionKey))
	if err != nil {
		return answer{}, err
	}
	ids := body[idsKey].([]any)
	if len(ids) == 0 {
		return answer{}, badRequest("field %q names no job", idsKey)
	}
	for _, one := range ids {
		id := fmt.Sprint(one)
		doc := get[document](c.view, c.at("job", id))
		if doc == nil {
			return answer{}, notFound("job", id)
		}
		act(*doc)
		c.put(c.at("job", id), doc)
	}
	return c.done("acting on jobs", nil), nil
}

// action finds what a made-up word does to a job.
func (c *call) action(key, word string) (func(document), error) {
	f, known := c.jobFields(), c.words("action", 3)
	switch word {
	case known[0]:
		return func(doc document) { f.ran(doc, c.now) }, nil
	case known[1]:
		return func(doc document) { doc[f.active] = true }, nil
	case known[2]:
		return func(doc document) { doc[f.active] = false }, nil
	}
	return nil, badRequest("field %q is %q: known are %s (runs), %s (activates), %s (deactivates)", key, word, known[0], known[1], known[2])
}
