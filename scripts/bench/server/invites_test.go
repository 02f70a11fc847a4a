package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestInvites(t *testing.T) {
	var seen traffic
	mux := http.NewServeMux()
	invites(mux, &seen, 5*time.Millisecond)
	post := func(body string, headers ...string) int {
		request := httptest.NewRequest(http.MethodPost, "/invites", strings.NewReader(body))
		for _, name := range headers {
			request.Header.Set(name, "x")
		}
		recorder := httptest.NewRecorder()
		mux.ServeHTTP(recorder, request)
		return recorder.Code
	}
	begun := time.Now()
	if code := post(`[{"emailAddress":"ada@example.com"}]`, required()...); code != http.StatusCreated || time.Since(begun) < 5*time.Millisecond {
		t.Errorf("%d after %s, want 201 after 5 ms", code, time.Since(begun))
	}
	if code := post(`[{"emailAddress":"refused@example.com"}]`, required()...); code != http.StatusUnprocessableEntity {
		t.Errorf("an address that is refused: %d", code)
	}
	if code := post(`[{"emailAddress":"ada@example.com"}]`); code != http.StatusBadRequest {
		t.Errorf("without headers: %d", code)
	}
	for _, want := range []string{"0 3\n", "0 0\n"} {
		recorder := httptest.NewRecorder()
		mux.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/traffic", nil))
		if got := recorder.Body.String(); got != want {
			t.Errorf("traffic %q, want %q", got, want)
		}
	}
}
