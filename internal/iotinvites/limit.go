package iotinvites

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"unictl/internal/rest"
)

const headerReset = "X-Rate-Limit-Reset"

// limited completes the error of a 429, whose body is unlike all others: no
// code, and the wait in the header X-Rate-Limit-Reset or only in words (§1).
func limited(r *rest.Response, e *rest.Error) {
	e.Kind = rest.Temporary
	if e.RetryAfter == 0 {
		e.RetryAfter = resetIn(r.Header, r.Body)
	}
	if e.RetryAfter > 0 {
		e.Hint = "the service counts calls by the hour and counts anew in " + e.RetryAfter.String() + ": try again then, or with a lower --rate"
	}
}

// resetIn is the wait that a 429 names, 0 when it names none or one that cannot
// be: the limits are by the hour.
func resetIn(h http.Header, body []byte) time.Duration {
	if wait := seconds(h.Get(headerReset)); wait > 0 {
		return wait
	}
	var answer struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return 0
	}
	_, after, _ := strings.Cut(answer.Message, "reset in ")
	number, _, _ := strings.Cut(after, " ")
	return seconds(number)
}

func seconds(text string) time.Duration {
	const most = 24 * 60 * 60
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(n > 0 && n <= most) {
		return 0
	}
	return time.Duration(n * float64(time.Second)).Round(time.Second)
}
