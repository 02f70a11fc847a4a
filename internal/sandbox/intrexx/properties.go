package intrexx

import (
	"net/http"
	"net/url"
)

// read is the GET of one of a portal's documents.
func read(name string) func(*call) (answer, error) {
	return func(c *call) (answer, error) { return asJSON(http.StatusOK, c.document(name)), nil }
}

func (c *call) document(name string) document {
	doc := get[document](c.view, c.at("doc", name))
	if doc == nil {
		c.fail(errNoState)
		return document{}
	}
	return *doc
}

// change is the PATCH of one: what the body names, in objects recursively, and
// only names and kinds of value that are there.
func change(name string) func(*call) (answer, error) {
	return func(c *call) (answer, error) {
		patch, err := c.object()
		if err != nil {
			return answer{}, err
		}
		return c.changed(name, patch)
	}
}

// replace is the PUT of one: the body has exactly the fields that it has.
func replace(name string) func(*call) (answer, error) {
	return func(c *call) (answer, error) {
		body, err := c.object()
		if err != nil {
			return answer{}, err
		}
		for field := range c.document(name) {
			if _, given := body[field]; !given {
				return answer{}, badRequest("field %q is missing", field)
			}
		}
		return c.changed(name, body)
	}
}

func (c *call) changed(name string, patch document) (answer, error) {
	doc := c.document(name)
	if err := merge(doc, patch); err != nil {
		return answer{}, err
	}
	c.put(c.at("doc", name), doc)
	if name == docMobile {
		return c.done("changing "+name, nil), nil
	}
	return c.done("changing "+name, doc), nil
}

// setWebServer is PUT /{portal}/webserver (contract §4.2).
func (c *call) setWebServer() (answer, error) {
	body, err := c.object()
	if err != nil {
		return answer{}, err
	}
	if err := need(body, "base_url"); err != nil {
		return answer{}, err
	}
	u, err := url.Parse(text(body, "base_url"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return answer{}, badRequest("field \"base_url\" is no http or https URL")
	}
	return c.changed(docWebServer, body)
}

// getMobile is GET /{portal}/mobile, where the key may be missing.
func (c *call) getMobile() (answer, error) {
	doc := c.document(docMobile)
	if doc[c.word("mobile key")] == "" && c.pick("no mobile key", 2) == 0 {
		return answer{}, refuse(http.StatusNotFound, "no key is stored")
	}
	return asJSON(http.StatusOK, doc), nil
}

// deleteMobile is DELETE /{portal}/mobile.
func (c *call) deleteMobile() (answer, error) {
	c.put(c.at("doc", docMobile), document{c.word("mobile key"): ""})
	return c.done("deleting the mobile key", nil), nil
}
