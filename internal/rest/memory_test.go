package rest

import (
	"io"
	"net/http"
	"runtime"
	"strconv"
	"testing"
)

// allocated is how many bytes do allocates in all, freed or not. No other test
// runs meanwhile: those that call it are not parallel.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Client and service share the process: what is measured is both.
func TestLargeFilesAreNotHeld(t *testing.T) {
	const size, most = 300 << 20, 4 << 20
	var came int64
	s := bare(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			came, _ = io.Copy(io.Discard, r.Body)
			answer(200, "{}")(w, r)
			return
		}
		w.Header().Set("Content-Length", strconv.Itoa(size))
		_, _ = io.CopyBuffer(struct{ io.Writer }{w}, io.LimitReader(endless{}, size), make([]byte, 64<<10))
	})
	var out pages
	c := connect(t, shown(), Conn{BaseURL: s.URL, Trace: &out, Retries: 3, Auth: Bearer("token")})
	up := allocated(func() {
		if err := send(t, c, uploading(http.MethodPost, generated(size))); err != nil || came != size {
			t.Errorf("%d bytes came up, %v", came, err)
		}
	})
	var got int64
	down := allocated(func() {
		r := downloading(&into{})
		r.Receive = func(_ http.Header, body io.Reader) (err error) {
			got, err = io.Copy(struct{ io.Writer }{io.Discard}, body)
			return err
		}
		if err := send(t, c, r); err != nil || got != size {
			t.Errorf("%d bytes came down, %v", got, err)
		}
	})
	if up > most || down > most {
		t.Errorf("%d bytes allocated by the upload, %d by the download", up, down)
	}
}
