package ixon

import "net/http"

// The messages of contract §2 that are public, and the few of our own that
// stand where nothing is known.
const (
	msgRequiredHeader   = "Required header"
	msgInvalidValue     = "Invalid value"
	msgRequiredProperty = "Required property"
	msgNotFound         = "Not found"
	msgDenied           = "Permission denied"
	msgInUse            = "This e-mail address is already in use."
	msgTwoPerGroup      = "Can only have one permanent and one temporary membership at the same group."
)

// entry is one element of an error answer's data.
type entry struct {
	Message      string  `json:"message"`
	PropertyName *string `json:"propertyName"`
	ListIndex    *int    `json:"listIndex"`
}

// problem is a refused request: a status and what is wrong (contract §2).
type problem struct {
	status  int
	entries []entry
}

func (p *problem) Error() string { return http.StatusText(p.status) + ": " + p.entries[0].Message }

// refuse makes a problem with one entry; an empty property is null.
func refuse(status int, message, property string) *problem {
	p := &problem{status: status}
	p.add(status, message, property, nil)
	return p
}

// add appends an entry. The first entry decides the status.
func (p *problem) add(status int, message, property string, index *int) {
	e := entry{Message: message, ListIndex: index}
	if property != "" {
		e.PropertyName = &property
	}
	if len(p.entries) == 0 {
		p.status = status
	}
	p.entries = append(p.entries, e)
}

// found returns the problem as an error when it has entries.
func (p *problem) found() error {
	if len(p.entries) == 0 {
		return nil
	}
	return p
}

func notFound() *problem { return refuse(http.StatusNotFound, msgNotFound, "") }
func denied() *problem   { return refuse(http.StatusForbidden, msgDenied, "") }
func badToken() *problem {
	return refuse(http.StatusUnauthorized, msgInvalidValue, "Authorization")
}
