package testserver

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// signedIn gives a token for POST /auth, bare and in no quotes
// (docs/contracts/intrexx.md §1.2), and leaves all else to then.
func signedIn(then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/auth" {
			send(w, http.StatusOK, "text/plain", "token-of-the-test-server")
			return
		}
		then(w, r)
	}
}

// dawdle takes 50 kB of the body a second, until the client leaves.
func dawdle(_ http.ResponseWriter, r *http.Request) {
	for some := make([]byte, 1000); ; time.Sleep(20 * time.Millisecond) {
		if _, err := io.ReadFull(r.Body, some); err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

// zipOf sends so many bytes that begin as a zip does.
func zipOf(args []string) (http.HandlerFunc, error) {
	size, err := strconv.Atoi(args[0])
	if err != nil {
		return nil, err
	}
	body := "PK\x03\x04" + strings.Repeat("\x00", max(size-4, 0))
	return signedIn(func(w http.ResponseWriter, _ *http.Request) { send(w, http.StatusOK, "application/zip", body) }), nil
}
