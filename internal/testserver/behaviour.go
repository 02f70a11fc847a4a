package testserver

import (
	"crypto/tls"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// behaviour is one way in which a server answers.
type behaviour struct {
	name, args  string
	least, most int // of arguments
	make        func(args []string) (http.HandlerFunc, error)
	deaf        bool                                    // leaves bodies unread: whoever sends a large one gets stuck
	certificate func() (tls.Certificate, string, error) // nil = plain http
}

func behaviours() []behaviour {
	return []behaviour{
		{name: "answers", args: "FILE", least: 1, most: 1, make: answers},
		{name: "html200", make: fixed(http.StatusOK, "text/html", loginPage)},
		{name: "html502", make: fixed(http.StatusBadGateway, "text/html", gatewayPage)},
		{name: "empty", make: fixed(http.StatusOK, "application/json", "")},
		{name: "cut", make: fixedHandler(cut)},
		{name: "silent", make: fixedHandler(silent)},
		{name: "status", args: "CODE [MESSAGE [PROPERTY]]", least: 1, most: 3, make: status},
		{name: "limited", args: "[SECONDS]", most: 1, make: limited},
		{name: "limited-once", args: "SECONDS", least: 1, most: 1, make: limitedOnce},
		{name: "flaky", args: "CODE", least: 1, most: 1, make: flaky},
		{name: "redirect-other-host", make: fixedHandler(redirect)},
		{name: "loop-cursor", make: fixedHandler(loopCursor)},
		{name: "page2-fails", make: fixedHandler(secondPage(fails))},
		{name: "page2-stalls", make: fixedHandler(secondPage(stalls))},
		{name: "users", args: "COUNT", least: 1, most: 1, make: manyUsers},
		{name: "zip", args: "BYTES", least: 1, most: 1, make: zipOf},
		{name: "stalled", make: fixedHandler(signedIn(dawdle)), deaf: true},
		{name: "tls", args: "[FILE]", most: 1, make: answersOrNoUsers, certificate: certified(100 * 24 * time.Hour)},
		{name: "tls-ending", args: "[FILE]", most: 1, make: answersOrNoUsers, certificate: certified(10*24*time.Hour + time.Hour)},
		{name: "tls-nameless", args: "[FILE]", most: 1, make: answersOrNoUsers, certificate: certificate(time.Hour)},
		{name: "tls-expired", args: "[FILE]", most: 1, make: answersOrNoUsers, certificate: certified(-time.Hour)},
	}
}

// Behaviours lists the names that Start knows.
func Behaviours() []string {
	all := behaviours()
	names := make([]string, len(all))
	for i, b := range all {
		names[i] = b.name
	}
	return names
}

func fixedHandler(answer http.HandlerFunc) func([]string) (http.HandlerFunc, error) {
	return func([]string) (http.HandlerFunc, error) { return answer, nil }
}

func fixed(status int, contentType, body string) func([]string) (http.HandlerFunc, error) {
	return fixedHandler(func(w http.ResponseWriter, _ *http.Request) { send(w, status, contentType, body) })
}

func send(w http.ResponseWriter, status int, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

func sendJSON(w http.ResponseWriter, status int, body string) {
	send(w, status, "application/json", body)
}

const (
	loginPage   = "<!DOCTYPE html>\n<html><head><title>Sign in to Wi-Fi</title></head><body>Welcome</body></html>\n"
	gatewayPage = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>upstream</body></html>\n"
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
