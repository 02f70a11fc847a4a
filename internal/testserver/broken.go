package testserver

import (
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
)

// cut promises a whole body and sends half of one.
func cut(w http.ResponseWriter, _ *http.Request) {
	body := userPage(0, 50, "")
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write([]byte(body[:len(body)/2]))
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// silent holds the answer back until the client leaves.
func silent(_ http.ResponseWriter, r *http.Request) {
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// status answers with an error envelope (docs/contracts/ixon.md §2).
func status(args []string) (http.HandlerFunc, error) {
	code, err := strconv.Atoi(args[0])
	if err != nil {
		return nil, err
	}
	message, property := http.StatusText(code), "null"
	if len(args) > 1 {
		message = args[1]
	}
	if len(args) > 2 {
		property = strconv.Quote(args[2])
	}
	body := problem(message, property)
	return func(w http.ResponseWriter, _ *http.Request) { sendJSON(w, code, body) }, nil
}

func problem(message, property string) string {
	return `{"status":"error","type":"Error","moreAfter":null,"data":[{"message":` + strconv.Quote(message) +
		`,"propertyName":` + property + `,"listIndex":null}]}`
}

// limited always answers 429, with Retry-After when seconds are given.
func limited(args []string) (http.HandlerFunc, error) {
	return func(w http.ResponseWriter, _ *http.Request) {
		if len(args) > 0 {
			w.Header().Set("Retry-After", args[0])
		}
		sendJSON(w, http.StatusTooManyRequests, problem("Too Many Requests", "null"))
	}, nil
}

// limitedOnce answers 429 to the first call and serves the others.
func limitedOnce(args []string) (http.HandlerFunc, error) {
	refuse, err := limited(args)
	return firstThen(refuse, noUsers), err
}

// flaky answers the first call with a status and serves the others.
func flaky(args []string) (http.HandlerFunc, error) {
	refuse, err := status(args)
	return firstThen(refuse, noUsers), err
}

func firstThen(first, then http.HandlerFunc) http.HandlerFunc {
	var calls atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) == 1 {
			first(w, r)
			return
		}
		then(w, r)
	}
}

// redirect points to the same port under another host name: whoever follows
// shows up in the record with that host.
func redirect(w http.ResponseWriter, r *http.Request) {
	host, port, _ := strings.Cut(r.Host, ":")
	if host == "localhost" {
		noUsers(w, r)
		return
	}
	http.Redirect(w, r, "http://localhost:"+port+r.URL.RequestURI(), http.StatusFound)
}
