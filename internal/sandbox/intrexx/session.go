package intrexx

import (
	"net/http"
	"slices"
	"strings"
)

// logout is POST /{portal}/logout. What it takes is not public (contract §4.12):
// anything.
func (c *call) logout() (answer, error) {
	if _, err := c.objectOrNothing(); err != nil {
		return answer{}, err
	}
	return c.done("logout", nil), nil
}

// runIndex is POST /{portal}/search/index: a trigger, whose end nobody learns.
func (c *call) runIndex() (answer, error) {
	field, known := c.word("index action"), c.words("index action", 3)
	body, err := c.object()
	if err == nil {
		err = merge(document{field: ""}, body)
	}
	if err == nil {
		err = need(body, field)
	}
	if err != nil {
		return answer{}, err
	}
	if action := text(body, field); !slices.Contains(known, action) {
		return answer{}, badRequest("field %q is %q: known are %s", field, action, strings.Join(known, ", "))
	}
	if c.pick("search accepted", 2) == 0 {
		return empty(http.StatusAccepted), nil
	}
	return c.done("search", nil), nil
}
