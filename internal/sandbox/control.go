package sandbox

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

const (
	controlPath = "/_sandbox"
	// KeyHeader carries the state's key to the control endpoints.
	KeyHeader = "X-Sandbox-Key"
)

// control answers /_sandbox/health for anyone on this machine and the rest for
// whoever has the state's key.
func (s *Sandbox) control(w http.ResponseWriter, r *http.Request) {
	if !isLoopback(r.RemoteAddr) {
		reject(w, http.StatusForbidden, "the sandbox is controlled from its own machine only")
		return
	}
	name := strings.TrimPrefix(r.URL.Path, controlPath+"/")
	if name != "health" && subtle.ConstantTimeCompare([]byte(r.Header.Get(KeyHeader)), []byte(s.key)) != 1 {
		reject(w, http.StatusUnauthorized, "the key in "+KeyHeader+" is missing or wrong: it stands in the state's .serve.json")
		return
	}
	switch r.Method + " " + name {
	case "GET health":
		reply(w, health{Status: "ok", Proof: proofOf(s.key)})
	case "GET settings":
		s.controlSettings(w, r)
	case "GET calls":
		w.Header().Set("Content-Type", "application/jsonl")
		for _, c := range s.Calls() {
			_ = json.NewEncoder(w).Encode(c)
		}
	case "POST reset":
		s.controlReset(w, r)
	case "POST accept":
		s.controlAccept(w, r)
	default:
		reject(w, http.StatusNotFound, "no such control: GET health, settings, calls; POST reset, accept")
	}
}

// health is what tells a running sandbox from anything else on its port.
type health struct {
	Status string `json:"status"`
	Proof  string `json:"proof"` // derived from the key, without giving it away
}

func (s *Sandbox) controlReset(w http.ResponseWriter, r *http.Request) {
	var in Fresh
	if !read(w, r, &in) {
		return
	}
	if err := s.ResetWith(r.Context(), in); err != nil {
		reject(w, http.StatusBadRequest, err.Error())
		return
	}
	reply(w, s.Settings())
}

func (s *Sandbox) controlAccept(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Email string `json:"email"`
	}
	if !read(w, r, &in) {
		return
	}
	accepted, err := s.Accept(r.Context(), in.Email)
	var late *AcceptError
	switch {
	case errors.As(err, &late):
		reject(w, http.StatusNotFound, late.Reason)
	case err != nil:
		reject(w, http.StatusInternalServerError, err.Error())
	default:
		reply(w, accepted)
	}
}

func read(w http.ResponseWriter, r *http.Request, into any) bool {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<16))
	if err == nil && len(data) > 0 {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		reject(w, http.StatusBadRequest, "the body is not the JSON object that was due")
	}
	return err == nil
}

func reply(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}

func reject(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": message})
}
