package intrexx

import "fmt"

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
