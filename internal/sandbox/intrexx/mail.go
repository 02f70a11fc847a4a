package intrexx

import (
	"net/http"
	"slices"
	"strings"
)

// mailFields are the names that a mail service's fields have in this state
// (contract §6).
type mailFields struct{ id, name, host, port, encrypted, sender, from, secret string }

func (v *view) mailFields() mailFields {
	return mailFields{
		id: v.choice("mail id", "id", "guid"), name: v.choice("mail name", "name", "display_name"),
		host: v.word("mail host"), port: v.word("mail port"), encrypted: v.word("mail encrypted"),
		sender: v.word("mail sender"), from: v.word("mail from"), secret: v.word("mail secret") + "_password",
	}
}

func (f mailFields) fresh() document {
	return document{f.name: "", f.host: "", f.port: 25, f.encrypted: true, f.secret: "",
		f.sender: document{f.from: "", f.name: ""}}
}

func (v *view) seedMail(first, other *portal) {
	f := v.mailFields()
	for i, name := range []string{"Notifications", "Newsletter"} {
		doc := f.fresh()
		doc[f.name], doc[f.host], doc[f.secret] = name, "smtp.example.com", v.secret(16)
		id := v.guid()
		v.put(first.at("mail", id), doc)
		v.put(first.at("mail-status", id), v.mailStatus(i == 0))
		if i == 0 {
			id = v.guid()
			v.put(other.at("mail", id), doc)
			v.put(other.at("mail-status", id), v.mailStatus(false))
		}
	}
}

// listMail is GET /{portal}/mailservices.
func (c *call) listMail() (answer, error) {
	var rows []document
	f := c.mailFields()
	for id, doc := range each[document](c.view, c.at("mail", "")) {
		rows = append(rows, document{f.id: id, f.name: (*doc)[f.name], f.host: (*doc)[f.host], f.port: (*doc)[f.port]})
	}
	return c.list("mail services", rows), nil
}

// createMail is POST /{portal}/mailservices; a new service is stopped.
func (c *call) createMail() (answer, error) {
	f := c.mailFields()
	body, err := c.object()
	doc := f.fresh()
	if err == nil {
		err = merge(doc, body)
	}
	if err == nil {
		err = need(doc, f.name, f.host)
	}
	if err != nil {
		return answer{}, err
	}
	id := c.guid()
	c.put(c.at("mail", id), doc)
	c.put(c.at("mail-status", id), c.mailStatus(false))
	return c.created("creating a mail service", c.place("mailservices", id), without(withID(f.id, id, doc), f.secret)), nil
}

func (c *call) mail() (document, error) {
	id := c.param("id")
	doc := get[document](c.view, c.at("mail", id))
	if doc == nil {
		return nil, notFound("mail service", id)
	}
	return withID(c.mailFields().id, id, *doc), nil
}

// getMail is GET /{portal}/mailservices/{id}, password included.
func (c *call) getMail() (answer, error) {
	doc, err := c.mail()
	if err != nil {
		return answer{}, err
	}
	return c.reading(doc), nil
}

// changeMail is PATCH /{portal}/mailservices/{id}. What was read may be sent
// back, its id included.
func (c *call) changeMail() (answer, error) {
	f := c.mailFields()
	doc, err := c.mail()
	if err != nil {
		return answer{}, err
	}
	patch, err := c.object()
	if err == nil {
		err = merge(doc, patch)
	}
	if err == nil {
		err = need(doc, f.name, f.host)
	}
	if err == nil && doc[f.id] != c.param("id") {
		err = badRequest("field %q cannot be changed", f.id)
	}
	if err != nil {
		return answer{}, err
	}
	c.put(c.at("mail", c.param("id")), without(doc, f.id))
	return c.done("changing a mail service", without(doc, f.secret)), nil
}

// mailStatus is a service's status: a flag or one of two words, by state.
func (v *view) mailStatus(runs bool) document {
	if v.pick("mail status", 2) == 0 {
		return document{v.word("mail status"): runs}
	}
	words := v.words("mail status", 2)
	if runs {
		return document{v.word("mail status"): words[0]}
	}
	return document{v.word("mail status"): words[1]}
}

// getMailStatus is GET /{portal}/mailservices/{id}/status.
func (c *call) getMailStatus() (answer, error) {
	if _, err := c.mail(); err != nil {
		return answer{}, err
	}
	status := get[document](c.view, c.at("mail-status", c.param("id")))
	if status == nil {
		c.Fail(errNoState)
		return answer{}, errNoState
	}
	return asJSON(http.StatusOK, *status), nil
}

// setMailStatus is PUT /{portal}/mailservices/{id}/status, of the shape that
// is read.
func (c *call) setMailStatus() (answer, error) {
	if _, err := c.mail(); err != nil {
		return answer{}, err
	}
	field, words := c.word("mail status"), c.words("mail status", 2)
	body, err := c.object()
	if err == nil {
		err = merge(c.mailStatus(false), body)
	}
	if err == nil {
		err = need(body, field)
	}
	if err != nil {
		return answer{}, err
	}
	if word, isText := body[field].(string); isText && !slices.Contains(words, word) {
		return answer{}, badRequest("field %q is %q: known are %s", field, word, strings.Join(words, ", "))
	}
	c.put(c.at("mail-status", c.param("id")), body)
	return c.done("changing a mail status", body), nil
}
