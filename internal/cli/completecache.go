package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"unictl/internal/atomicfile"
	"unictl/internal/config"
)

// completionAge is how long an answer serves the tab key.
const completionAge = time.Minute

// completionFile keeps the names of one kind of thing in one place of one
// service. It holds no secrets, but names of people: it is 0600.
type completionFile struct{ path string }

type completionAnswer struct {
	At      time.Time `json:"at"`
	Entries []Entry   `json:"entries"`
}

func completionCache(s *Session, settings *config.Settings, noun string) completionFile {
	dir, err := config.CacheDir(s.App.Env)
	if err != nil {
		return completionFile{}
	}
	hash := sha256.New()
	for _, e := range settings.Entries() {
		hash.Write([]byte(e.Key + "=" + e.Value + "\x00"))
	}
	hash.Write([]byte(settings.Context() + "\x00" + s.Provider.Word() + "\x00" + noun))
	return completionFile{filepath.Join(dir, "completion", hex.EncodeToString(hash.Sum(nil)[:16])+".json")}
}

func (f completionFile) read(now time.Time) ([]Entry, bool) {
	if f.path == "" {
		return nil, false
	}
	text, err := os.ReadFile(f.path)
	var answer completionAnswer
	if err != nil || json.Unmarshal(text, &answer) != nil {
		return nil, false
	}
	age := now.Sub(answer.At)
	return answer.Entries, age >= 0 && age < completionAge
}

// write is best effort: a completion that cannot be cached is still right.
func (f completionFile) write(entries []Entry, now time.Time) {
	if f.path == "" {
		return
	}
	if text, err := json.Marshal(completionAnswer{At: now, Entries: entries}); err == nil {
		_ = atomicfile.Write(f.path, text, 0o600)
	}
}
