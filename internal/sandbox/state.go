package sandbox

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// formatVersion is raised when an older program could not read the file.
const formatVersion = 1

// The file has a bucket of facts about itself and, per provider, one bucket
// per generation of its state: a reset seeds the next generation beside the
// current one and then points to it, so that it takes effect at once or not
// at all.
const (
	bMeta      = "sandbox"
	keyFormat  = "format"
	keyControl = "control-key"
	prefixRoot = "root/"
)

// checkFormat refuses the file of a later version and signs a new one.
func checkFormat(db *bolt.DB, path string) error {
	return db.Update(func(tx *bolt.Tx) error {
		meta := tx.Bucket([]byte(bMeta))
		if meta == nil {
			if first, _ := tx.Cursor().First(); first != nil {
				return &StateError{Path: path, Reason: "is a database of something else: name another file"}
			}
			return sign(tx)
		}
		found, err := strconv.Atoi(string(meta.Get([]byte(keyFormat))))
		if err != nil || found > formatVersion {
			return &StateError{Path: path, Reason: fmt.Sprintf(
				"has format %q and this program knows up to %d: use a newer unictl, or start afresh with `unictl sandbox reset`",
				meta.Get([]byte(keyFormat)), formatVersion)}
		}
		return nil
	})
}

func sign(tx *bolt.Tx) error {
	meta, err := tx.CreateBucketIfNotExists([]byte(bMeta))
	if err != nil {
		return err
	}
	return meta.Put([]byte(keyFormat), []byte(strconv.Itoa(formatVersion)))
}

// wipe empties the file.
func wipe(db *bolt.DB) error {
	return db.Update(func(tx *bolt.Tx) error {
		var names [][]byte
		cur := tx.Cursor()
		for k, _ := cur.First(); k != nil; k, _ = cur.Next() {
			names = append(names, append([]byte(nil), k...))
		}
		for _, name := range names {
			if err := tx.DeleteBucket(name); err != nil {
				return err
			}
		}
		return sign(tx)
	})
}

// controlKey is the state's key to the control endpoints, made once.
func controlKey(db *bolt.DB, random io.Reader) (string, error) {
	var key string
	return key, db.Update(func(tx *bolt.Tx) error {
		meta := tx.Bucket([]byte(bMeta))
		if key = string(meta.Get([]byte(keyControl))); key != "" {
			return nil
		}
		raw := make([]byte, 24)
		if _, err := io.ReadFull(random, raw); err != nil {
			return err
		}
		key = hex.EncodeToString(raw)
		return meta.Put([]byte(keyControl), []byte(key))
	})
}

// currentRoot finds the bucket of a provider's current generation.
func currentRoot(name string) func(*bolt.Tx) *bolt.Bucket {
	return func(tx *bolt.Tx) *bolt.Bucket {
		current := tx.Bucket([]byte(bMeta)).Get([]byte(prefixRoot + name))
		if current == nil {
			return nil
		}
		return tx.Bucket(current)
	}
}

// seedMissing seeds every provider that the file does not know yet.
func (s *Sandbox) seedMissing(ctx context.Context) error {
	for _, svc := range s.services {
		known := false
		err := s.db.View(func(tx *bolt.Tx) error {
			known = currentRoot(svc.Name())(tx) != nil
			return nil
		})
		if err == nil && !known {
			err = s.seed(ctx, svc, s.opt.SeedSize)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// BusyError says that another process holds the state file.
type BusyError struct {
	Path string
	Wait time.Duration
}

func (e *BusyError) Error() string {
	return fmt.Sprintf("sandbox state %s is in use by another process (waited %s): let it finish, or share one sandbox with `unictl sandbox serve`",
		e.Path, e.Wait)
}

// StateError says that a file cannot be used as a sandbox's state.
type StateError struct {
	Path   string
	Reason string
	Err    error // nil when the file is sound but not for this version
}

func (e *StateError) Error() string {
	return fmt.Sprintf("sandbox state %s %s", e.Path, e.Reason)
}

func (e *StateError) Unwrap() error { return e.Err }

// attempt is how long one try for the file's lock lasts; between tries the
// context is looked at, which bbolt does not do.
const attempt = 60 * time.Millisecond

func openState(ctx context.Context, opt Options) (*bolt.DB, error) {
	if err := os.MkdirAll(filepath.Dir(opt.StatePath), 0o700); err != nil {
		return nil, fmt.Errorf("sandbox state: %w", err)
	}
	deadline := time.Now().Add(opt.Wait)
	for {
		db, err := bolt.Open(opt.StatePath, 0o600, &bolt.Options{
			Timeout: attempt, NoSync: opt.NoSync, FreelistType: bolt.FreelistMapType,
		})
		switch {
		case err == nil:
			return db, nil
		case !errors.Is(err, bolterrors.ErrTimeout):
			return nil, unusable(opt.StatePath, err)
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !time.Now().Before(deadline):
			return nil, &BusyError{Path: opt.StatePath, Wait: max(opt.Wait, 0)}
		}
	}
}

func unusable(path string, err error) error {
	if errors.Is(err, bolterrors.ErrInvalid) || errors.Is(err, bolterrors.ErrChecksum) || errors.Is(err, bolterrors.ErrVersionMismatch) {
		return &StateError{Path: path, Err: err,
			Reason: "is not a sandbox state or is damaged: remove the file, or name another"}
	}
	return fmt.Errorf("sandbox state: %w", err)
}
