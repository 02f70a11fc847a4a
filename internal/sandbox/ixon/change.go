package ixon

import "encoding/json"

// created answers a create: a list for a list, one object for one (contract §5).
func created(single bool, ids []string) answer {
	rendered := make([]json.RawMessage, len(ids))
	for i, id := range ids {
		rendered[i] = encode(reference{PublicID: id})
	}
	if single && len(ids) == 1 {
		return answer{data: rendered[0]}
	}
	return answer{data: encode(rendered)}
}

// create answers a POST whose items each make one resource; apply returns its
// id, or "" after noting a fault.
func (c *call) create(apply func(*form) string) (answer, error) {
	ids := []string{}
	single, err := c.each(func(f *form) {
		if id := apply(f); id != "" {
			ids = append(ids, id)
		}
	})
	return created(single, ids), err
}

// change answers a PATCH: of the path's resource, or of a list by publicId.
func (c *call) change(apply func(f *form, id string)) (answer, error) {
	item := func(f *form) {
		if id := f.target(); id != "" {
			apply(f, id)
		}
	}
	if c.param("publicId") != "" {
		return nothing(), c.one(item)
	}
	_, err := c.each(item)
	return nothing(), err
}

// remove answers a DELETE in both its forms.
func (c *call) remove(apply func(f *form, id string)) (answer, error) {
	if id := c.param("publicId"); id != "" {
		apply(c.form(nil, nil), id)
		return nothing(), c.faults.found()
	}
	return c.change(apply)
}
