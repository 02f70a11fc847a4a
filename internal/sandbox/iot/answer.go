package iot

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"strconv"

	"unictl/internal/sandbox/service"
)

const (
	kindJSON = "application/json; charset=utf-8"
	kindHTML = "text/html; charset=utf-8"
	kindText = "text/plain; charset=utf-8"
)

// answer is what goes back. Refusals are answers as well: some of them keep
// what was done before (contract §4.5).
type answer = service.Answer

func asJSON(status int, value any) answer { return service.JSON(status, kindJSON, value) }

func empty(status int) answer { return answer{Status: status} }

// asText is how the platform sends a bare string, errors included.
func asText(status int, text string) answer {
	return answer{Status: status, Kind: kindHTML, Body: []byte(text)}
}

// noRoute is the framework's page for what no handler answers.
func noRoute(r *http.Request) answer {
	return page(http.StatusNotFound, "Cannot "+r.Method+" "+r.URL.EscapedPath())
}

func page(status int, text string) answer {
	return asText(status, fmt.Sprintf("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"+
		"<title>Error</title>\n</head>\n<body>\n<pre>%s</pre>\n</body>\n</html>\n", html.EscapeString(text)))
}

// elsewhere sends a browser to the dashboard.
func elsewhere() answer {
	return answer{Status: http.StatusFound, Kind: kindText, Body: []byte("Found. Redirecting to /"),
		Header: map[string]string{"Location": "/"}}
}

// send adds the framework's fingerprint of the body.
func send(w http.ResponseWriter, a answer) {
	sum := sha256.Sum256(a.Body)
	w.Header().Set("ETag", fmt.Sprintf("W/%q", strconv.FormatInt(int64(len(a.Body)), 16)+"-"+base64.RawStdEncoding.EncodeToString(sum[:15])))
	a.Send(w)
}

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
