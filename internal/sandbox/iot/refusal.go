package iot

import (
	"fmt"
	"net/http"
)

// refusal is the usual error body; Code is not the HTTP status (contract §6).
type refusal struct {
	Code    int      `json:"code"`
	Status  int      `json:"status,omitempty"`
	Message string   `json:"message"`
	Errors  []string `json:"errors,omitempty"`
}

func refuse(status, code int, message string) answer {
	return asJSON(status, refusal{Code: code, Message: message})
}

// generic is an error that no handler made: it repeats the status.
func generic(status int) answer {
	message := http.StatusText(status)
	switch status {
	case http.StatusBadRequest:
		message = msgInvalid
	case http.StatusUnauthorized:
		message = msgNotAuthorized
	}
	return asJSON(status, refusal{Code: status, Status: status, Message: message})
}

const (
	msgInvalid       = "Invalid request"
	msgNotAuthorized = "Not Authorized"
)

// The refusals of handlers, by the codes of contract §6 and those around them.
func invalid() answer        { return refuse(400, 400, msgInvalid) }
func notAuthorized() answer  { return refuse(401, 401, msgNotAuthorized) }
func soleAdmin() answer      { return refuse(401, 3601, "Could not leave Account") }
func noUser() answer         { return refuse(404, 2404, "User Not Found") }
func noAccount() answer      { return refuse(404, 3404, "Account not found") }
func alreadyInvited() answer { return refuse(409, 2420, "User is already invited") }
func broken() answer         { return generic(http.StatusInternalServerError) }

// guarded is the refusal by the guard before all handlers. In dialect J it has
// no message and claims to be a 500 (contract §6, special bodies).
func guarded(d Dialect) answer {
	if d == DialectJ {
		return asJSON(http.StatusUnauthorized, struct {
			Business bool `json:"business"`
			Status   int  `json:"status"`
			Code     int  `json:"code"`
		}{true, 500, 401})
	}
	return generic(http.StatusUnauthorized)
}

// limited is the one error of another shape (contract §1).
func limited(seconds int) answer {
	return asJSON(http.StatusTooManyRequests, struct {
		Error   string `json:"error"`
		Message string `json:"message"`
	}{"RateLimit", fmt.Sprintf("Too many requests. Limit will reset in %d seconds", seconds)})
}
