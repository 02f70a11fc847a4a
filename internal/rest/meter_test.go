package rest

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// tally is a meter that writes down what it is told, adding up what moved.
type tally struct {
	mu    sync.Mutex
	lines []string
	moved int64
}

func (m *tally) note(line string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.moved > 0 {
		m.lines = append(m.lines, fmt.Sprintf("moved %d", m.moved))
	}
	m.moved = 0
	m.lines = append(m.lines, line)
}

func (m *tally) Begin(total int64) { m.note(fmt.Sprintf("begin %d", total)) }
func (m *tally) End()              { m.note("end") }
func (m *tally) Moved(bytes int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.moved += bytes
}

func (m *tally) String() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return strings.Join(m.lines, ", ")
}

func TestTheMeterCountsEachAttempt(t *testing.T) {
	t.Parallel()
	content, _, _ := fileOf("0123456789")
	discard := func(_ http.Header, body io.Reader) error {
		_, err := io.Copy(io.Discard, body)
		return err
	}
	once := &renewable{token: "old"}
	for name, row := range map[string]struct {
		request Request
		handle  http.HandlerFunc
		auth    Auth
		want    string
	}{
		"upload":  {Request{Method: "POST", Long: true, Content: content}, answer(200, "{}"), nil, "begin 10, moved 10, end"},
		"renewed": {Request{Method: "POST", Long: true, Content: content}, answerTo("Bearer new"), once, "begin 10, moved 10, begin 10, moved 10, end"},
		"download": {Request{Method: "GET", Long: true, Receive: discard}, answer(200, "01234", "Content-Length", "5"), nil,
			"begin -1, begin 5, moved 5, end"},
		"download, no length": {Request{Method: "GET", Long: true, Receive: discard}, dripping("01", "234"), nil, "begin -1, moved 5, end"},
		"up and down": {Request{Method: "POST", Long: true, Receive: discard, Content: content}, dripping("01", "234"), nil,
			"begin 10, moved 10, begin -1, moved 5, end"},
		"download repeated": {Request{Method: "GET", Long: true, Receive: discard}, cut, nil,
			"begin -1, begin 100, moved 5, end, begin -1, begin 100, moved 5, end"},
		"neither":  {Request{Method: "POST", Long: true}, answer(200, "{}"), nil, "begin -1, end"},
		"refused":  {Request{Method: "GET", Long: true, Receive: discard}, answer(404, "{}"), nil, "begin -1, end"},
		"not long": {Request{Method: "POST", Content: content}, answer(200, "{}"), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := &tally{}
			s := serve(t, row.handle)
			c := connect(t, Provider{}, Conn{BaseURL: s.URL, Auth: row.auth, Retries: 1})
			row.request.Path = "x"
			_, _ = NewCall(c, row.request, Ignore).Do(WithMeter(t.Context(), m))
			if m.String() != row.want || m.moved != 0 {
				t.Errorf("%s; then %d", m, m.moved)
			}
		})
	}
}

// answerTo takes one credential.
func answerTo(credential string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != credential {
			answer(401, "")(w, r)
			return
		}
		answer(200, "{}")(w, r)
	}
}

// dripping sends a body in pieces, without a length.
func dripping(pieces ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for _, piece := range pieces {
			_, _ = io.WriteString(w, piece)
			_ = http.NewResponseController(w).Flush()
		}
	}
}

// What the transport still reads of a body that nobody waits for must not
// count as the next one's.
func TestOnlyTheLatestBeginningCounts(t *testing.T) {
	t.Parallel()
	m := &tally{}
	g := &gauge{meter: m}
	first := g.begin(3)
	first(2)
	second := g.begin(3)
	first(1)
	second(3)
	g.end()
	second(1)
	g.end()
	if m.String() != "begin 3, moved 2, begin 3, moved 3, end" || m.moved != 0 {
		t.Errorf("%s; then %d", m, m.moved)
	}
}
