package sandbox

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"testing"
)

// walkUsers reads the whole list as a client does, counting rows.
func walkUsers(tb testing.TB, set map[string]string, fields string) (rows, pages int) {
	tb.Helper()
	after := ""
	for {
		q := url.Values{"page-size": {"4000"}, "fields": {fields}}
		if after != "" {
			q.Set("page-after", after)
		}
		req, err := http.NewRequest("GET", set["url"]+"users?"+q.Encode(), nil)
		if err != nil {
			tb.Fatal(err)
		}
		req.Header.Set("Api-Version", "2")
		req.Header.Set("Api-Application", set["application"])
		req.Header.Set("Api-Company", set["company"])
		req.Header.Set("Authorization", "Bearer "+set["token"])
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			tb.Fatal(err)
		}
		n, more := countRows(tb, resp.Body)
		_ = resp.Body.Close()
		rows += n
		pages++
		if more == "" {
			return rows, pages
		}
		if more == after {
			tb.Fatalf("cursor %s came twice", more)
		}
		after = more
	}
}

func countRows(tb testing.TB, body io.Reader) (rows int, more string) {
	tb.Helper()
	var page struct {
		Data      []json.RawMessage `json:"data"`
		MoreAfter *string           `json:"moreAfter"`
	}
	if err := json.NewDecoder(bufio.NewReader(body)).Decode(&page); err != nil {
		tb.Fatal(err)
	}
	if page.MoreAfter != nil {
		more = *page.MoreAfter
	}
	return len(page.Data), more
}

func BenchmarkSeed100k(b *testing.B) {
	for b.Loop() {
		box, err := Open(b.Context(), Options{StatePath: filepath.Join(b.TempDir(), "state.db"), SeedSize: 100_000})
		if err != nil {
			b.Fatal(err)
		}
		_ = box.Close()
	}
}

func BenchmarkWalk100k(b *testing.B) {
	box, err := Open(b.Context(), Options{StatePath: filepath.Join(b.TempDir(), "state.db"), SeedSize: 100_000})
	if err != nil {
		b.Fatal(err)
	}
	defer box.Close()
	if _, err := box.Start("127.0.0.1:0"); err != nil {
		b.Fatal(err)
	}
	for name, fields := range map[string]string{
		"names":  "publicId,name,emailAddress",
		"access": "*,memberships(expiresOn,group(publicId,reference.name),role(publicId,reference.name))",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if rows, pages := walkUsers(b, box.Settings()["ixon"], fields); rows != 100_000 || pages != 25 {
					b.Fatalf("%d rows in %d pages", rows, pages)
				}
			}
		})
	}
}
