package bulk

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"unictl/internal/atomicfile"
	"unictl/internal/cli/fault"
	"unictl/internal/rows"
)

// secretLost is the journal's word for a row whose thing exists without its
// secret.
const secretLost = "secret_lost"

// errEarlier is why a secret of an earlier process is not there.
var errEarlier = errors.New("the run ended between its creation and its arrival")

// valuesFile is where the secrets of the rows go: JSON lines of key, id and
// value, each on disk before its row is recorded.
type valuesFile struct {
	mu   sync.Mutex
	file *os.File
	ids  map[string]string // by key, of earlier processes of the run
	own  bool              // this process made it
	some bool              // a secret stands in it

	release func() error // lets other runs at it
}

// openValues makes the file of --values-file. One that is there already belongs
// to a run that goes on, and one process at a time writes to it. A part without
// rows makes none.
func (b *Run) openValues(ctx context.Context) error {
	path := b.RowFlags.valuesFile
	if path == "" || b.total == 0 {
		return nil
	}
	release, err := b.holdValues(ctx, path)
	if err != nil {
		return err
	}
	file, made, err := openOwn(path, os.O_RDWR|os.O_APPEND)
	switch {
	case err != nil:
		err = &fault.UsageError{Flag: "--values-file", Message: fault.Cause(err), Hint: "name a new file in a folder you can write to"}
		return errors.Join(err, release())
	case !made && !b.RowFlags.goesOn():
		return errors.Join(valuesThere(path), file.Close(), release())
	}
	b.values = &valuesFile{file: file, ids: map[string]string{}, own: made, release: release}
	b.Session.OnClose(b.values.close)
	if err := b.values.load(); err != nil {
		return &fault.UsageError{Flag: "--values-file", Message: path + ": " + fault.Cause(err), Hint: "it must be one that an earlier run of this file wrote"}
	}
	return b.strangeValues(path)
}

// holdValues keeps other runs of this machine out: two that go on, such as the
// parts of one file of rows, would both take an empty file for their own.
func (b *Run) holdValues(ctx context.Context, path string) (release func() error, err error) {
	dir, err := bulkDir(b.Session)
	if err != nil {
		return nil, err
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(folder, filepath.Base(path))
	}
	sum := sha256.Sum256([]byte(path))
	ctx, cancel := context.WithTimeout(ctx, valuesWait)
	defer cancel()
	release, err = atomicfile.Hold(ctx, filepath.Join(dir, "values-"+hex.EncodeToString(sum[:12])))
	if lock, ok := errors.AsType[*atomicfile.LockError](err); ok && lock.Held() {
		return nil, &fault.UsageError{Flag: "--values-file", Message: path + ": another run is writing to it", Hint: oneEach}
	}
	return release, err
}

// valuesWait outlasts a process that is about to end.
const valuesWait = 500 * time.Millisecond

// oneEach is the way out where several runs name one file of secrets.
const oneEach = "each run needs a file of its own, each part of --shard too"

// strangeValues refuses a file that holds values of rows which this run has not
// sent: it is of another run, or of another part of the rows.
func (b *Run) strangeValues(path string) error {
	for key := range b.values.ids {
		if !b.known(key).attempted {
			return &fault.UsageError{Flag: "--values-file", Message: path + ": it holds values of rows that this run has not sent", Hint: oneEach}
		}
	}
	return nil
}

func valuesThere(path string) error {
	return &fault.UsageError{Flag: "--values-file", Message: path + " is there already", Hint: "name a file that does not exist yet; only --resume and --continue add to one"}
}

// load reads what earlier processes kept. A line that a crash tore stays, since
// a person may read more out of it, and is ended, so that the next one does not
// follow it.
func (v *valuesFile) load() error {
	lines := bufio.NewReader(v.file)
	for {
		text, err := lines.ReadBytes('\n')
		if len(text) > 0 {
			v.some = true
			var line struct{ Key, ID, Value string }
			switch whole := json.Unmarshal(text, &line) == nil; {
			case whole && line.Key != "":
				v.ids[line.Key] = line.ID
			case whole || text[0] != '{':
				return errors.New("it holds no values of rows")
			}
		}
		switch {
		case err == nil:
		case !errors.Is(err, io.EOF):
			return err
		case len(text) > 0:
			_, err = io.WriteString(v.file, "\n")
			return err
		default:
			return nil
		}
	}
}

func (v *valuesFile) keep(key, id, value string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.some = true
	w := rows.NewWriter(v.file, rows.JSONL, []string{"key", "id", "value"})
	return errors.Join(w.Write([]rows.Cell{
		{Column: "key", Values: []string{key}, Given: true}, {Column: "id", Values: []string{id}, Given: id != ""},
		{Column: "value", Values: []string{value}, Given: true},
	}), w.Close(), v.file.Sync())
}

// close leaves no file behind in which nothing stands.
func (v *valuesFile) close() error {
	err := v.file.Close()
	if v.own && !v.some {
		err = errors.Join(err, os.Remove(v.file.Name()))
	}
	return errors.Join(err, v.release())
}

// saveRowValue puts a secret that a service shows once on disk.
func (b *Run) saveRowValue(row *row) error {
	if b.Once == nil {
		return nil
	}
	value := row.Form.Secret()
	b.Session.Hidden.Add(value)
	switch {
	case b.values == nil:
		return nil
	case value == "":
		return b.unseen(row)
	}
	if err := b.values.keep(row.key, row.Form.ID(), value); err != nil {
		return &fault.SecretLostError{Noun: b.Once.Noun, ID: row.Form.ID(), Err: err}
	}
	return nil
}

// unseen is a secret that the service does not show, where it says so.
func (b *Run) unseen(row *row) error {
	err := row.Form.Lost()
	if err == nil {
		return nil
	}
	return &fault.SecretLostError{Noun: b.Once.Noun, ID: row.Form.ID(), Err: err, Way: fault.Hint(err), Kept: true}
}

// lostForGood is a row whose thing exists without its secret, of a verb that
// cannot look whether it still does: to send it again would make another one.
func (b *Run) lostForGood(row *row) result {
	return b.recorded(row, row.before.Outcome, &fault.SecretLostError{
		Noun: b.Once.Noun, ID: row.before.ID, Err: errEarlier,
		Way: "it is not created again: look at the service, then take the row out of the file",
	})
}

// secretLost reports that an earlier process created what a row is about, and
// ended before its secret was on disk.
func (b *Run) secretLost(row *row) bool {
	if b.Once == nil || b.Once.Optional || b.values == nil || !row.before.doubtful() && row.before.Code != secretLost {
		return false
	}
	_, kept := b.values.ids[row.key]
	return !kept
}
