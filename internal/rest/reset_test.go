package rest

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// A service that says in a header of its own how long a 429 lasts is waited for
// like one that says Retry-After, and only for as long as fits the timeout.
func TestResetOfTheServicesOwn(t *testing.T) {
	t.Parallel()
	for reset, want := range map[string]int32{"1": 2, "3600": 1, "": 1} {
		var calls atomic.Int32
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Reset", reset)
			if calls.Add(1) == 1 {
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			_, _ = w.Write([]byte("{}"))
		}))
		t.Cleanup(server.Close)
		client, err := New(Provider{Name: "test", Reset: func(h http.Header) time.Duration {
			wait, _ := time.ParseDuration(h.Get("X-Reset") + "s")
			return wait
		}}, Conn{BaseURL: server.URL, Timeout: 5 * time.Second, Retries: 2})
		if err != nil {
			t.Fatal(err)
		}
		_, err = NewCall(client, Request{Name: "Write", Method: http.MethodPost, Path: "x"}, Ignore).Do(t.Context())
		if refused := Is(err, Temporary); calls.Load() != want || refused != (want == 1) {
			t.Errorf("reset %q: %d calls, %v", reset, calls.Load(), err)
		}
	}
}
