package main

import (
	"io"
	"net/http"
	"strconv"
)

// transfers is the part of the Administration API of Intrexx that moves files:
// it gives out what file holds, and takes uploads in without keeping them.
func transfers(mux *http.ServeMux, file string) {
	mux.HandleFunc("POST /auth", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "BenchTokenBenchTokenBenchToken12")
	})
	mux.HandleFunc("GET /intranet/diagnosis", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/zip")
		http.ServeFile(w, r, file)
	})
	mux.HandleFunc("POST /intranet/applications", func(w http.ResponseWriter, r *http.Request) {
		n, err := io.CopyBuffer(io.Discard, struct{ io.Reader }{r.Body}, make([]byte, 1<<20))
		if err != nil || n != r.ContentLength {
			http.Error(w, "the upload is "+strconv.FormatInt(n, 10)+" bytes long", http.StatusBadRequest)
		}
	})
}
