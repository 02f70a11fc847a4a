package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"unictl/internal/parse"
	"unictl/internal/rest"
)

type fetchIn struct {
	File string
	Like Ref
}

// fetchReport downloads a report: a file that begins with "RPT".
func fetchReport() Command {
	return Download[*plant, fetchIn]{
		Use: "fetch FILE", Short: "Download the report", Noun: "report",
		Inputs: func(in *fetchIn) Inputs {
			return Inputs{Arg("file", &in.File, parse.Any).Path(), Flag("like", &in.Like, ParseRef, "like `THING`").Find(things())}
		},
		To:      func(in *fetchIn) string { return in.File },
		Genuine: func(head []byte) bool { return bytes.HasPrefix(head, []byte("RPT")) },
		Tail:    4,
		Whole: func(tail []byte, size int64) error {
			if string(tail) != "end\n" || size < 8 {
				return errors.New("it has no end")
			}
			return nil
		},
		Call: func(p *plant, in *fetchIn, receive rest.Receive) rest.Prepared {
			r := rest.Get("ReportGet", "report", rest.Param{Name: "like", Value: in.Like.ID})
			r.Long, r.Receive = true, receive
			return rest.NewCall(p.Client, r, func(*rest.Response) (struct{}, error) { return struct{}{}, nil })
		},
	}
}

const report1 = "RPT all is well, end\n"

// fetchBench has a folder of its own for downloads.
func fetchBench(t *testing.T, answer http.HandlerFunc) (b *bench, folder string) {
	t.Helper()
	b = worksBench(t, fetchReport())
	b.service.on("GET /report", answer)
	return b, t.TempDir()
}

func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }
}

// cutShort announces more than it sends, the first times.
func cutShort(times int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if times--; times >= 0 {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte("RPT but cut short"))
			return
		}
		_, _ = w.Write([]byte(body))
	}
}

// holds checks which files a folder has, with their texts.
func holds(t *testing.T, folder string, want map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(want) {
		t.Errorf("the folder holds %v, want %d", entries, len(want))
	}
	for name, wanted := range want {
		if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(got) != wanted {
			t.Errorf("%s holds %q, %v", name, got, err)
		}
	}
}

func sum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
