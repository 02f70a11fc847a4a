package ixon

import (
	"crypto/sha256"
	"net/http"
	"strconv"
)

// answer is a successful outcome: rendered data, or rows still to be walked.
type answer struct {
	typ  string
	data []byte
	walk *walk
}

// nothing is the answer of every change that returns no data.
func nothing() answer { return answer{typ: "Null", data: []byte("null")} }

// inventType makes up the envelope's `type` of an operation for which none is
// public. It differs from state file to state file, so that nobody relies on it.
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
	b = append(b, encode(p.entries)...)
	writeJSON(w, p.status, append(b, '}'))
}

func writeJSON(w http.ResponseWriter, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// A client that has gone away is no concern of the service.
	_, _ = w.Write(body)
}
