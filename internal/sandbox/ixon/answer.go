package ixon

import (
	"crypto/sha256"
	"net/http"

	"unictl/internal/sandbox/service"
)

// answer is a successful outcome: rendered data, or rows still to be walked.
type answer struct {
	typ  string
	data []byte
	walk *walk
}

// nothing is the answer of every change that returns no data.
func nothing() answer { return answer{typ: "Null", data: []byte("null")} }

// typeOf is the envelope's `type` of an operation for which none is public.
func (known credentials) typeOf(op *operation) string {
	if known.Plain {
		return op.rel
	}
	return inventType(known.Salt, op.rel, op.method)
}

// inventType makes one up. It differs from state file to state file, so that nobody relies on it.
func inventType(salt, rel, method string) string {
	sum := sha256.Sum256([]byte(salt + "\x00" + rel + "\x00" + method))
	name := make([]byte, 10)
	for i := range name {
		name[i] = 'a' + sum[i]%26
	}
	name[0] -= 'a' - 'A'
	return string(name)
}

// statusOf is 201 for every POST and 200 for the rest (contract §2).
func statusOf(method string) int {
	if method == http.MethodPost {
		return http.StatusCreated
	}
	return http.StatusOK
}

func appendHead(b []byte, typ string) []byte {
	b = append(b, `{"status":"success","type":`...)
	b = appendText(b, typ)
	return append(b, `,"data":`...)
}

func appendTail(b []byte, more string) []byte {
	b = append(b, `,"moreAfter":`...)
	if more == "" {
		b = append(b, "null"...)
	} else {
		b = appendText(b, more)
	}
	return append(b, '}')
}

func writeProblem(w http.ResponseWriter, p *problem) {
	b := []byte(`{"status":"error","type":"Error","moreAfter":null,"data":`)
	b = append(b, service.Encode(p.entries)...)
	writeJSON(w, p.status, append(b, '}'))
}

func writeJSON(w http.ResponseWriter, status int, body []byte) {
	service.Answer{Status: status, Kind: "application/json", Body: body}.Send(w)
}

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
