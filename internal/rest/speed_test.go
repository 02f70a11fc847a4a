package rest

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"
)

// person is what every way of reading decodes to.
type person struct {
	ID    string `json:"publicId"`
	Name  string `json:"name"`
	Email string `json:"emailAddress"`
	Seen  string `json:"lastSeenOn"`
}

type envelope struct {
	Data []person `json:"data"`
}

// BenchmarkGet16Workers reads pages of 25 people with 16 workers. The service
// runs in a process of its own, so that cpu-ns/op is the client's alone.
func BenchmarkGet16Workers(b *testing.B) {
	base := serveElsewhere(b)
	tuned, err := newTransport("test", Conn{})
	if err != nil {
		b.Fatal(err)
	}
	bare := &http.Client{Transport: tuned, Timeout: time.Minute}
	ours := connect(b, Provider{Headers: http.Header{"Api-Version": {"2"}}}, Conn{
		BaseURL: base, Timeout: time.Minute, Retries: 3, Auth: Bearer("token"), UserAgent: "unictl/1", Secrets: &Secrets{},
	})
	plain := resty.New().SetAuthToken("token").SetHeader("Api-Version", "2")
	ways := []way{
		{"bare", func() error { return getBare(b, bare, base+"/users") }},
		{"ours", func() error {
			_, err := NewCall(ours, Get("UserList", "users"), JSON[envelope]).Do(b.Context())
			return err
		}},
		{"resty", func() error {
			var page envelope
			_, err := plain.R().SetResult(&page).Get(base + "/users")
			return err
		}},
	}
	for _, w := range ways {
		measure(b, w)
	}
	b.Run("ratios", func(b *testing.B) { compare(b, ways) })
}

type way struct {
	name string
	do   func() error
}

// round has 16 workers make n calls and gives the time and CPU they took.
func (w way) round(b *testing.B, n int) (wall, cpu time.Duration) {
	used, _ := cpuTime()
	begin := time.Now()
	spread(16, n, func() {
		if err := w.do(); err != nil {
			b.Error(err)
		}
	})
	wall = time.Since(begin)
	now, _ := cpuTime()
	return wall, now - used
}

// compare takes turns, a thousand calls each, so that a slow moment of the
// machine hits all alike, and reports medians of the ratios to the first way.
// One op is a turn of each.
func compare(b *testing.B, ways []way) {
	wall, cpu := make([][]float64, len(ways)), make([][]float64, len(ways))
	for b.Loop() {
		firstWall, firstCPU := ways[0].round(b, 1000)
		for i, w := range ways[1:] {
			nextWall, nextCPU := w.round(b, 1000)
			wall[i+1] = append(wall[i+1], float64(nextWall)/float64(firstWall))
			cpu[i+1] = append(cpu[i+1], float64(nextCPU)/float64(max(firstCPU, 1)))
		}
	}
	for i, w := range ways[1:] {
		b.ReportMetric(median(wall[i+1]), w.name+"-wall-ratio")
		b.ReportMetric(median(cpu[i+1]), w.name+"-cpu-ratio")
	}
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

func getBare(b *testing.B, client *http.Client, url string) error {
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer token")
	r.Header.Set("Api-Version", "2")
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	var page envelope
	return json.Unmarshal(body, &page)
}

func measure(b *testing.B, w way) {
	b.Run(w.name, func(b *testing.B) {
		b.ReportAllocs()
		_, cpu := w.round(b, b.N)
		b.ReportMetric(float64(cpu)/float64(b.N), "cpu-ns/op")
	})
}

const serveVariable = "REST_BENCHMARK_SERVE"

// TestMain is the benchmark's service when serveElsewhere started it.
func TestMain(m *testing.M) {
	if os.Getenv(serveVariable) == "" {
		m.Run()
		return
	}
	s := httptest.NewServer(answer(http.StatusOK, users(25), "Content-Type", "application/json"))
	defer s.Close()
	_, _ = io.WriteString(os.Stdout, s.URL+"\n")
	_, _ = io.Copy(io.Discard, os.Stdin) // until the benchmark ends
}

// serveElsewhere starts this test binary once more, as the service.
func serveElsewhere(b *testing.B) string {
	b.Helper()
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	command := exec.CommandContext(b.Context(), program)
	command.Env = append(os.Environ(), serveVariable+"=1")
	stdin, err := command.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = stdin.Close()
		_ = command.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(line)
}
