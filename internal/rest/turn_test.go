package rest

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"unictl/internal/ratelimit"
)

// counter gives every turn at once and remembers what it was asked.
type counter struct {
	mu     sync.Mutex
	taken  int
	pauses []time.Duration
	room   int   // turns until refusal; 0 = for ever
	err    error // of turns refused
}

func (c *counter) Take(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.room > 0 && c.taken == c.room {
		return c.err
	}
	c.taken++
	return ctx.Err()
}

func (c *counter) Pause(until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pauses = append(c.pauses, time.Until(until))
}

// pausedFor is what turns say of a pause that is too long to wait for.
type pausedFor time.Duration

func (pausedFor) Error() string               { return "paused" }
func (p pausedFor) RetryAfter() time.Duration { return time.Duration(p) }

// noticing are turns that tell of the first pause.
type noticing struct {
	Turns
	paused chan struct{}
}

func (n noticing) Pause(until time.Time) {
	n.Turns.Pause(until)
	select {
	case n.paused <- struct{}{}:
	default:
	}
}

// sharing is a connection with an unlimited number of turns to count.
func sharing(c *counter, s string, more Conn) Conn {
	more.BaseURL, more.Rate = s, &Rate{PerSecond: 1}
	more.Turns = func(string, Rate) Turns { return c }
	return more
}

func TestEveryRequestTakesATurn(t *testing.T) {
	t.Parallel()
	redirects := func(w http.ResponseWriter, r *http.Request) {
		next := map[string]string{"/things": "/b", "/b": "/c"}[r.URL.Path]
		if next == "" {
			onlyNew(w, r)
			return
		}
		answer(http.StatusMovedPermanently, "", "Location", next)(w, r)
	}
	content, _, _ := fileOf(large)
	for name, c := range map[string]struct {
		handle   http.HandlerFunc
		request  Request
		requests int
	}{
		"one":               {answer(200, "{}"), Request{Name: "R", Method: "GET", Path: "things"}, 1},
		"retries":           {answer(503, ""), Request{Name: "R", Method: "GET", Path: "things"}, 3},
		"redirects and 401": {redirects, Request{Name: "W", Method: "POST", Path: "things", Body: []byte("{}")}, 4},
		"refused Expect": {func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Expect") != "" {
				answer(http.StatusExpectationFailed, "")(w, r)
				return
			}
			onlyNew(w, r)
		}, uploading(http.MethodPost, content), 4}, // a refusal, 401 and both again
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, turns := serve(t, c.handle), &counter{}
			client := connect(t, follow(), sharing(turns, s.URL, Conn{Auth: &renewable{token: "old"}, Retries: 2}))
			_, _ = NewCall(client, c.request, Ignore).Do(t.Context())
			if turns.taken != s.count() || s.count() != c.requests {
				t.Errorf("%d turns for %d requests, want %d", turns.taken, s.count(), c.requests)
			}
		})
	}
}

func TestTurnsAreOfAnOriginAndItsRate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		provider Rate
		given    *Rate
		want     []Rate
	}{
		{Rate{}, nil, []Rate{{}}}, {Rate{39, 50}, nil, []Rate{{39, 50}}},
		{Rate{39, 50}, &Rate{}, []Rate{{}}}, {Rate{}, &Rate{5, 5}, []Rate{{5, 5}}},
	} {
		var asked []Rate
		connect(t, Provider{Rate: c.provider}, Conn{BaseURL: "https://Portal.example.com/api", Rate: c.given, Turns: func(origin string, r Rate) Turns {
			if origin != "https://portal.example.com:443" {
				t.Errorf("origin %q", origin)
			}
			asked = append(asked, r)
			return &counter{}
		}})
		if !slices.Equal(asked, c.want) {
			t.Errorf("%v and %v: asked for %v", c.provider, c.given, asked)
		}
	}
}

func TestA429WithAnEndPausesAll(t *testing.T) {
	t.Parallel()
	own := Provider{Reset: func(h http.Header) time.Duration {
		wait, _ := time.ParseDuration(h.Get("X-Reset"))
		return wait
	}}
	for name, c := range map[string]struct {
		status int
		header []string
		want   time.Duration // 0 = none
	}{
		"Retry-After":            {429, []string{"Retry-After", "7"}, 8 * time.Second},
		"longer than worthwhile": {429, []string{"Retry-After", "600"}, 10*time.Minute + time.Second},
		"for ever":               {429, []string{"Retry-After", "99999999999999999999"}, time.Hour},
		"the service's own":      {429, []string{"X-Reset", "9s"}, 10 * time.Second},
		"no end":                 {429, nil, 0},
		"at once":                {429, []string{"Retry-After", "0"}, 0},
		"another status":         {408, []string{"Retry-After", "7"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, turns := serve(t, answer(c.status, "", c.header...)), &counter{}
			err := write(t.Context(), connect(t, own, sharing(turns, s.URL, Conn{})), http.MethodPost, false)
			if !Is(err, Temporary) || s.count() != 1 {
				t.Errorf("%d requests, %v", s.count(), err)
			}
			if len(turns.pauses) > 1 || (len(turns.pauses) == 1) != (c.want > 0) {
				t.Fatalf("pauses: %v", turns.pauses)
			}
			if c.want > 0 && (turns.pauses[0] > c.want || turns.pauses[0] < c.want-time.Minute) {
				t.Errorf("paused for %s, want %s", turns.pauses[0], c.want)
			}
		})
	}
}

// A write that was refused with 401 and then finds no turn was not carried out.
func TestNoTurnForTheRepetitionOfAWrite(t *testing.T) {
	t.Parallel()
	content, _, open := fileOf("a file")
	for name, r := range map[string]Request{
		"body": {Name: "W", Method: "POST", Path: "things", Body: []byte("{}")}, "upload": uploading(http.MethodPost, content),
	} {
		for _, c := range []struct {
			err     error
			message string
		}{
			{errors.New("no turn"), "the rate limit leaves no room for this call in the time given"},
			{pausedFor(90 * time.Second), "the service asked for a pause of all calls, which lasts longer than this call may wait"},
		} {
			s, turns := serve(t, onlyNew), &counter{room: 1, err: c.err}
			client := connect(t, Provider{}, sharing(turns, s.URL, Conn{Auth: &renewable{token: "old"}, Retries: 3}))
			_, err := NewCall(client, r, Ignore).Do(t.Context())
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Kind != Temporary || e.Message != c.message || s.count() != 1 || !errors.Is(err, c.err) {
				t.Errorf("%s: %d requests, %v", name, s.count(), err)
			}
			if c.err == pausedFor(90*time.Second) && (e.RetryAfter != 90*time.Second || !strings.HasPrefix(e.Hint, "the service asks to wait 1m30s with all calls: try again after ")) {
				t.Errorf("%s: wait %s, hint %q", name, e.RetryAfter, e.Hint)
			}
		}
	}
	if leftOpen(open) != 0 {
		t.Errorf("%d files left open", leftOpen(open))
	}
}

func TestA429PausesAllWorkersOfAClient(t *testing.T) {
	t.Parallel()
	const pause = time.Second
	var mu sync.Mutex
	var refused time.Time
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if refused.IsZero() {
			refused = time.Now()
			answer(429, "", "Retry-After", "1")(w, r)
			return
		}
		if got := time.Since(refused); got < pause {
			t.Errorf("a request after %s", got)
		}
		answer(200, "{}")(w, r)
	})
	turns := noticing{ratelimit.New("", "", "", ratelimit.Options{LongestWait: time.Minute}), make(chan struct{}, 1)}
	c := connect(t, Provider{}, Conn{
		BaseURL: s.URL, Retries: 1, Timeout: time.Minute, Turns: func(string, Rate) Turns { return turns },
	})
	var all sync.WaitGroup
	all.Go(func() {
		if err := write(t.Context(), c, http.MethodPost, false); err != nil {
			t.Error(err)
		}
	})
	<-turns.paused
	for range 8 {
		all.Go(func() {
			if _, err := fetch(t, c, "x"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if s.count() != 10 {
		t.Errorf("%d requests", s.count())
	}
}

func TestNoRequestInAPauseThatIsTooLong(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(429, "", "Retry-After", "600"))
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 2, Timeout: time.Minute})
	for range 3 {
		err := write(t.Context(), c, http.MethodPost, false)
		if e, ok := errors.AsType[*Error](err); !ok || e.Kind != Temporary || e.RetryAfter.Round(time.Minute) != 10*time.Minute {
			t.Errorf("%v", err)
		}
	}
	if s.count() != 1 {
		t.Errorf("%d requests", s.count())
	}
}

func TestAnInterruptedWaitIsTheContextsError(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	c := connect(t, Provider{Rate: Rate{PerSecond: 0.01, Burst: 1}}, Conn{BaseURL: s.URL})
	if _, err := fetch(t, c, "x"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := write(ctx, c, http.MethodPost, false); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	short, end := context.WithTimeout(t.Context(), time.Second)
	defer end()
	if err := write(short, c, http.MethodPost, false); !Is(err, Temporary) {
		t.Errorf("no turn in time: %v", err)
	}
	if s.count() != 1 {
		t.Errorf("%d requests", s.count())
	}
}

// A write that was lost stays unknown when its repetition is interrupted while
// it waits for its turn, and is not blamed on the rate.
func TestALostWriteThatWaitsToBeRepeated(t *testing.T) {
	t.Parallel()
	s := serve(t, reset)
	c := connect(t, Provider{Rate: Rate{PerSecond: 0.01, Burst: 1}}, Conn{BaseURL: s.URL, Retries: 1})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	err := write(ctx, c, http.MethodPut, true)
	if !Is(err, Unknown) || !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "rate") || s.count() != 1 {
		t.Errorf("%d requests, %v", s.count(), err)
	}
}

// A pause stops what was limited: other calls, other accounts and other users go
// on.
func TestAPauseIsOfItsLimit(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	provider := Provider{Rate: Rate{PerSecond: 1000, Burst: 1000}, Limit: func(r *Request) Limit {
		if r.Name == "All" {
			return Limit{}
		}
		return Limit{Name: "calls of " + r.Name, Of: r.Path, User: r.Path == "mine"}
	}}
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			answer(429, "", "Retry-After", "600")(w, r)
			return
		}
		answer(200, "{}")(w, r)
	})
	client := func(token string, rate *Rate) *Client { // each as if in a process of its own
		return connect(t, provider, Conn{BaseURL: s.URL, Timeout: time.Second, Auth: Bearer(token), Rate: rate, Turns: func(key string, r Rate) Turns {
			return ratelimit.New(folder, "test", key, ratelimit.Options{PerSecond: r.PerSecond, Burst: r.Burst, LongestWait: time.Second})
		}})
	}
	call := func(c *Client, name, method, path string) bool {
		_, err := NewCall(c, Request{Name: name, Method: method, Path: path}, Ignore).Do(t.Context())
		return err == nil
	}
	call(client("a", nil), "Mine", http.MethodPost, "mine")
	call(client("a", nil), "Theirs", http.MethodPost, "theirs")
	for _, c := range []struct {
		token, name, path string
		rate              *Rate
		want              bool
	}{
		{"a", "Mine", "mine", nil, false}, {"b", "Mine", "mine", nil, true}, {"a", "Other", "mine", nil, true}, {"a", "All", "x", nil, true},
		{"a", "Theirs", "theirs", nil, false}, {"b", "Theirs", "theirs", nil, false}, {"a", "Theirs", "ours", nil, true},
		{"a", "Mine", "mine", &Rate{PerSecond: 50, Burst: 50}, false}, {"a", "Mine", "mine", &Rate{}, true},
	} {
		if got := call(client(c.token, c.rate), c.name, http.MethodGet, c.path); got != c.want {
			t.Errorf("%+v: sent: %t", c, got)
		}
	}
	call(client("a", nil), "All", http.MethodPost, "x")
	if call(client("a", nil), "All", http.MethodGet, "y") {
		t.Error("the pause of all holds for nobody")
	}
}
