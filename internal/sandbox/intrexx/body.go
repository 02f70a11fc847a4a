package intrexx

import (
	"mime"
	"net/http"
	"strings"
)

// checkKind refuses a body that says it is something else. One that does not
// say what it is counts as what was due (contract §2.4).
func (c *call) checkKind(due string) error {
	said := c.r.Header.Get("Content-Type")
	if said == "" {
		return nil
	}
	if kind, _, err := mime.ParseMediaType(said); err != nil || !strings.EqualFold(kind, due) {
		return refuse(http.StatusUnsupportedMediaType, "Content-Type %s is not supported here: send %s", said, due)
	}
	return nil
}
