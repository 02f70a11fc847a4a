package intrexx

import (
	"net/http"
	"slices"
	"strings"
)

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
		c.fail(errNoState)
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
