package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// refused is the address that nobody can invite, so that a run stays unfinished.
const refused = "refused@example.com"

// traffic counts what arrives.
type traffic struct{ connections, writes atomic.Int64 }

// connected is http.Server's ConnState.
func (t *traffic) connected(_ net.Conn, state http.ConnState) {
	if state == http.StateNew {
		t.connections.Add(1)
	}
}

// invites is the part of IXON's API that inviting people needs: one group, one
// role, nobody invited yet, and as many invitations as anybody wants. Each takes
// the delay. GET /traffic tells the connections and writes since it was asked
// last.
func invites(mux *http.ServeMux, t *traffic, delay time.Duration) {
	mux.HandleFunc("GET /groups", fixed(`"GroupList","data":[{"publicId":"Grp000000001","name":"Company","isCompanyGroup":true}]`))
	mux.HandleFunc("GET /roles", fixed(`"RoleList","data":[{"publicId":"Role00000001","name":"Engineer"}]`))
	mux.HandleFunc("GET /invites", fixed(`"InviteList","data":[]`))
	mux.HandleFunc("POST /invites", func(w http.ResponseWriter, r *http.Request) {
		t.writes.Add(1)
		var body []struct{ EmailAddress string }
		err := json.NewDecoder(r.Body).Decode(&body)
		time.Sleep(delay)
		switch missing := missingHeader(r.Header); {
		case missing != "":
			refuse(w, http.StatusBadRequest, "Required header", missing)
		case err != nil || len(body) != 1 || !strings.Contains(body[0].EmailAddress, "@") || body[0].EmailAddress == refused:
			refuse(w, http.StatusUnprocessableEntity, "Invalid value", "emailAddress")
		default:
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write([]byte(`{"status":"success","type":"InviteResponse","data":{"invites":[{"publicId":"Inv000000001"}],"userMemberships":[]}}`))
		}
	})
	mux.HandleFunc("GET /traffic", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintln(w, t.connections.Swap(0), t.writes.Swap(0))
	})
}

func fixed(rest string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"status":"success","moreAfter":null,"type":` + rest + `}`))
	}
}
