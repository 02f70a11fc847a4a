package main

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
)

const (
	defaultPage = 20   // contract §4
	mostOnPage  = 4000 // §4: what IXON's own portal asks for
)

// handler serves the list of people 0 to users-1. It refuses a call without the
// headers of §1, so that a reader cannot gain time by leaving them out.
func handler(users int) http.Handler {
	buffers := sync.Pool{New: func() any { return new([]byte) }}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /users", func(w http.ResponseWriter, r *http.Request) {
		if missing := missingHeader(r.Header); missing != "" {
			refuse(w, http.StatusBadRequest, "Required header", missing)
			return
		}
		first, size, wrong := window(r)
		if wrong != "" {
			refuse(w, http.StatusBadRequest, "Invalid value", wrong)
			return
		}
		buffer := buffers.Get().(*[]byte)
		defer buffers.Put(buffer)
		*buffer = appendPage((*buffer)[:0], first, min(first+size, users), users)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(*buffer)))
		_, _ = w.Write(*buffer) // a reader that has gone is its own affair
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusNotFound, "Not found", "")
	})
	return mux
}

func missingHeader(h http.Header) string {
	for _, name := range []string{"Api-Version", "Api-Application", "Api-Company", "Authorization"} {
		if h.Get(name) == "" {
			return name
		}
	}
	return ""
}

// window is the part of the list that is asked for; wrong names a parameter
// that has no such value.
func window(r *http.Request) (first, size int, wrong string) {
	size = defaultPage
	query := r.URL.Query()
	if text := query.Get("page-size"); text != "" {
		number, err := strconv.Atoi(text)
		if err != nil || number < 1 || number > mostOnPage {
			return 0, 0, "page-size"
		}
		size = number
	}
	if after := query.Get("page-after"); after != "" {
		digits, ok := strings.CutPrefix(after, idPrefix)
		number, err := strconv.Atoi(digits)
		if !ok || err != nil {
			return 0, 0, "page-after"
		}
		first = number + 1
	}
	return first, size, ""
}

// refuse answers in the envelope of errors (§2).
func refuse(w http.ResponseWriter, status int, message, property string) {
	name := "null"
	if property != "" {
		name = strconv.Quote(property)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`{"status":"error","type":"Error","moreAfter":null,"data":[{"message":` +
		strconv.Quote(message) + `,"propertyName":` + name + `,"listIndex":null}]}`))
}
