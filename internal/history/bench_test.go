package history

import (
	"os"
	"testing"
	"time"
)

func BenchmarkWrite(b *testing.B) {
	log := New(b.TempDir(), time.Now)
	defer log.Close()
	for b.Loop() {
		if _, err := log.Before(b.Context(), Write{Who: "ada@desk", Verb: "ixon users invite", Target: "ada@example.com"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	dir := b.TempDir()
	file, err := os.Create(Path(dir))
	if err != nil {
		b.Fatal(err)
	}
	prev := ""
	for seq := range int64(100_001) {
		e := Entry{Seq: seq, Event: Sent, At: time.Now().UTC(), Write: Write{
			Who: "ada@desk", Context: "prod", Provider: "ixon", Verb: "ixon users invite", Target: "somebody@example.com", Call: "InviteCreate",
			Method: "POST", URL: "https://portal.ixon.cloud/api/invites",
		}}
		if seq == 0 {
			e = Entry{Event: Begin, History: version, At: time.Now().UTC()}
		}
		line, hash, err := e.sealed(prev)
		if err == nil {
			_, err = file.Write(line)
		}
		if err != nil {
			b.Fatal(err)
		}
		prev = hash
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if v, err := Verify(b.Context(), dir, ""); err != nil || v.Records != 100_000 {
			b.Fatal(v, err)
		}
	}
}
