package devo

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

// The buckets and keys of one state.
const (
	bTokens        = "tokens" // by id, of all accounts
	bValues        = "values" // ids by value
	bUsers         = "users"  // of domains, by domain and address
	bPeople        = "people" // of the platform, by address
	keyInventions  = "inventions"
	keyCredentials = "credentials"
)

var errNoState = errors.New("the sandbox has no Devo state")

// view is one transaction's sight of the state.
type view struct {
	service.State
	ids   *service.Random
	now   instant
	made  inventions
	known credentials
}

func (s *Service) view(tx *bolt.Tx) (*view, error) {
	v := &view{State: service.State{Root: s.Root(tx)}, ids: s.Random, now: at(s.Now())}
	if v.Root == nil {
		return nil, errNoState
	}
	v.load(keyInventions, &v.made)
	v.load(keyCredentials, &v.known)
	return v, v.Err()
}

// inventions is for answers outside of a transaction; zero without a state.
func (s *Service) inventions() (made inventions) {
	_ = s.Look(func(v *view) error {
		made = v.made
		return nil
	})
	return made
}

func (v *view) load(key string, into any) {
	if err := json.Unmarshal(v.Root.Get([]byte(key)), into); err != nil {
		v.Fail(fmt.Errorf("stored %s: %w", key, err))
	}
}

func (v *view) save(key string, value any) { v.Put(v.Root, key, value) }

func (v *view) tokens() *bolt.Bucket { return v.Root.Bucket([]byte(bTokens)) }
func (v *view) values() *bolt.Bucket { return v.Root.Bucket([]byte(bValues)) }

// token reads the one of an id; nil when there is none.
func (v *view) token(id string) *token {
	return v.decode(id, v.tokens().Get([]byte(id)))
}

// tokenByValue reads the one of a value; nil when there is none.
func (v *view) tokenByValue(value string) *token {
	if value == "" {
		return nil
	}
	return v.token(string(v.values().Get([]byte(value))))
}

// tokensOf reads an account's tokens by ascending id.
func (v *view) tokensOf(account string) []*token {
	var all []*token
	v.Fail(v.tokens().ForEach(func(k, stored []byte) error {
		if t := v.decode(string(k), stored); t != nil && t.Account == account && !t.Hidden {
			all = append(all, t)
		}
		return nil
	}))
	slices.SortFunc(all, func(a, b *token) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

func (v *view) decode(id string, stored []byte) *token {
	t := service.Decode[token](&v.State, "token "+id, stored)
	if t != nil {
		var err error
		t.ID, err = strconv.ParseInt(id, 10, 64)
		v.Fail(err)
	}
	return t
}

// put writes a token, a new one under the next id. Ids have gaps, as where
// others have made tokens and deleted them.
func (v *view) put(t *token) {
	if t.ID == 0 {
		t.ID = int64(v.tokens().Sequence()) + 1 + int64(v.ids.Below(5))
		v.Fail(v.tokens().SetSequence(uint64(t.ID)))
	}
	v.Put(v.tokens(), t.key(), t)
	v.Fail(v.values().Put([]byte(t.Value), []byte(t.key())))
}

func (v *view) drop(t *token) {
	v.Drop(v.tokens(), t.key())
	v.Drop(v.values(), t.Value)
}

// tokenLife is how long a token lives that is made here: whether and how a
// create could say it is not public (contract §3.1).
const tokenLife = 365 * day

// token is a stored token (contract §3.4). Its value is kept as it is, for
// this API hands it out again and again; it opens the sandbox only.
type token struct {
	ID       int64   `json:"-"`
	Account  string  `json:"account"`
	Name     string  `json:"name"`
	Owner    string  `json:"owner"`
	User     string  `json:"user"`
	Audience string  `json:"audience"`
	Scope    string  `json:"scope"`
	Active   bool    `json:"active"`
	Created  instant `json:"created"`
	Updated  instant `json:"updated"`
	Expires  instant `json:"expires,omitempty"` // 0 is never
	Value    string  `json:"value"`
	Hidden   bool    `json:"hidden,omitempty"` // stands in no list: the sandbox's own
}

func (t *token) key() string { return strconv.FormatInt(t.ID, 10) }

// works reports whether the value lets anyone in.
func (t *token) works(now instant) bool {
	return t.Active && (t.Expires == 0 || t.Expires > now)
}

func (t *token) hasAudience(one string) bool {
	return slices.Contains(strings.Fields(t.Audience), one)
}

// shownTo is the value for its owner and its user, and a mask for anyone else
// (contract §2.1).
func (t *token) shownTo(email string) string {
	if strings.EqualFold(email, t.Owner) || strings.EqualFold(email, t.User) {
		return t.Value
	}
	sum := sha256.Sum256([]byte(t.Value))
	return "tk." + hex.EncodeToString(sum[:8]) + "." + t.Value[len(t.Value)-5:]
}

// field is one property of an object whose order and presence vary.
type field struct {
	name  string
	value any
}

// fields is a token as all answers show it: without its value.
func (v *view) fields(t *token) []field {
	all := []field{
		{"name", t.Name}, {"id", t.ID}, {"scope", t.Scope}, {"owner", t.Owner}, {"user", t.User},
		{"audience", t.Audience}, {"token_type", "Bearer"}, {"active", t.Active},
	}
	switch {
	case t.Expires != 0:
		all = append(all, field{"expiration", t.Expires.String()})
	case !v.made.OmitsExpiry:
		all = append(all, field{"expiration", nil})
	}
	all = append(all, field{"account", t.Account}, field{"created", t.Created.String()}, field{"updated", t.Updated.String()})
	switch {
	case t.Expires != 0:
		all = append(all, field{"expires_in_seconds", v.seconds(t)})
	case !v.made.OmitsExpiry:
		all = append(all, field{"expires_in_seconds", nil})
	}
	return all
}

// seconds is what is left of a token's life, or all of it: that is not public.
func (v *view) seconds(t *token) int64 {
	from := t.Created
	if v.made.CountsSeconds {
		from = v.now
	}
	return max(0, int64(t.Expires-from)/time.Second.Milliseconds())
}

func encodeObject(fields []field) []byte {
	b := []byte{'{'}
	for i, f := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, encode(f.name)...), ':')
		b = append(b, encode(f.value)...)
	}
	return append(b, '}')
}

// instant is a moment in milliseconds since 1970; 0 means never.
type instant int64

func at(t time.Time) instant { return instant(t.UnixMilli()) }

func (i instant) add(d time.Duration) instant { return i + instant(d.Milliseconds()) }

// String writes it as this API does, with no colon in the zone (contract §3.4).
func (i instant) String() string {
	return time.UnixMilli(int64(i)).UTC().Format("2006-01-02T15:04:05.000-0700")
}

const day = 24 * time.Hour
