package devo

import (
	"fmt"
	"net/http"
)

// problem is a refused request.
type problem struct {
	status  int
	kind    string // what decides its code
	message string
}

func (p *problem) Error() string { return http.StatusText(p.status) + ": " + p.message }

// refuse makes a problem; its kind is the message before the details are in.
func refuse(status int, message string, details ...any) *problem {
	return &problem{status: status, kind: message, message: fmt.Sprintf(message, details...)}
}

func badToken() *problem {
	return refuse(http.StatusUnauthorized, "Invalid or missing credentials")
}

func noAccount(name string) *problem {
	return refuse(http.StatusNotFound, "Account %s not found", name)
}

func noToken(id string) *problem {
	return refuse(http.StatusNotFound, "Token %s not found", id)
}

func badRequest(message string, details ...any) *problem {
	return refuse(http.StatusBadRequest, message, details...)
}
