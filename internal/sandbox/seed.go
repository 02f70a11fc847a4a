package sandbox

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/iot"
)

// Reset throws away what the services hold and seeds them afresh with size
// people, 0 meaning what the sandbox was opened with. Ids and credentials are
// new afterwards. Requests keep being answered from the old state until then.
func (s *Sandbox) Reset(ctx context.Context, size int) error {
	return s.ResetWith(ctx, Fresh{Size: size})
}

// ResetWith is Reset with more to choose.
func (s *Sandbox) ResetWith(ctx context.Context, fresh Fresh) error {
	if err := fresh.check(); err != nil {
		return err
	}
	s.resetting.Lock()
	defer s.resetting.Unlock()
	size := fresh.Size
	if size == 0 {
		size = s.opt.SeedSize
	}
	for _, svc := range s.services {
		if err := s.seed(ctx, svc, size); err != nil {
			return err
		}
	}
	if err := s.speak(fresh.Dialect); err != nil {
		return err
	}
	if err := s.confuse(); err != nil {
		return err
	}
	return s.configure(s.baseURL())
}

// seed makes a provider's next generation and then points to it. Writing in
// between is not flushed; the last step is, and everything before it with it.
func (s *Sandbox) seed(ctx context.Context, svc provider, size int) error {
	var next string
	err := s.db.Update(func(tx *bolt.Tx) (err error) {
		s.db.NoSync = true // under the write lock, as everyone reads it there
		next, err = nextGeneration(tx, svc.Name())
		return err
	})
	if err == nil {
		err = svc.Seed(ctx, func(tx *bolt.Tx) *bolt.Bucket { return tx.Bucket([]byte(next)) }, size)
	}
	done := s.db.Update(func(tx *bolt.Tx) error {
		s.db.NoSync = s.opt.NoSync
		if err != nil {
			return nil
		}
		return pointTo(tx, svc.Name(), next)
	})
	if err == nil {
		err = done
	}
	if err != nil {
		return fmt.Errorf("sandbox: seed %s: %w", svc.Name(), err)
	}
	return nil
}

// nextGeneration makes an empty bucket, clearing away what an interrupted
// seeding may have left there.
func nextGeneration(tx *bolt.Tx, name string) (string, error) {
	current := string(tx.Bucket([]byte(bMeta)).Get([]byte(prefixRoot + name)))
	_, count, _ := strings.Cut(current, "@")
	n, err := strconv.Atoi(count)
	if err != nil {
		n = 0
	}
	next := name + "@" + strconv.Itoa(n+1)
	if tx.Bucket([]byte(next)) != nil {
		if err := tx.DeleteBucket([]byte(next)); err != nil {
			return "", err
		}
	}
	_, err = tx.CreateBucket([]byte(next))
	return next, err
}

func pointTo(tx *bolt.Tx, name, next string) error {
	meta := tx.Bucket([]byte(bMeta))
	if old := meta.Get([]byte(prefixRoot + name)); old != nil {
		if err := tx.DeleteBucket(append([]byte(nil), old...)); err != nil {
			return err
		}
	}
	return meta.Put([]byte(prefixRoot+name), []byte(next))
}

// Fresh is how a state is to be seeded anew.
type Fresh struct {
	Size    int    `json:"seedSize"`          // people; 0 means what the sandbox was opened with
	Dialect string `json:"dialect,omitempty"` // of the IoT platform, "J" or "K"; empty means K
}

// check finds out before anything is thrown away.
func (f Fresh) check() error {
	if f.Dialect == "" {
		return nil
	}
	_, err := ParseDialect(f.Dialect)
	return err
}

// Dialects lists what ParseDialect understands, for help and completion.
func Dialects() []string { return []string{string(iot.DialectJ), string(iot.DialectK)} }

// ParseDialect reads the dialect of the IoT platform: J or K.
func ParseDialect(text string) (string, error) {
	d, err := iot.ParseDialect(text)
	return string(d), err
}

// polyglot is a service with several dialects.
type polyglot interface{ SetDialect(to string) error }

// speak switches the services that have dialects; to "" nothing.
func (s *Sandbox) speak(dialect string) error {
	if dialect == "" {
		return nil
	}
	for _, svc := range s.services {
		if p, ok := svc.(polyglot); ok {
			if err := p.SetDialect(dialect); err != nil {
				return err
			}
		}
	}
	return nil
}

// confuse lets those join who are easily confused, if that is asked for.
func (s *Sandbox) confuse() error {
	for _, svc := range s.services {
		if c, ok := svc.(confusing); ok && s.opt.Faults.Lookalikes {
			if err := c.AddLookalikes(); err != nil {
				return fmt.Errorf("sandbox: lookalikes of %s: %w", svc.Name(), err)
			}
		}
	}
	return nil
}
