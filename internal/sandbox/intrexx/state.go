package intrexx

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

// A state is a tree of JSON values by path: "facts", "portal/<guid>",
// "in/<guid>/..." for what belongs to a portal, "template/<number>" and
// "sign-ins/<address>".
const (
	keyFacts       = "facts"
	keyLicense     = "license"
	prefixPortal   = "portal/"
	prefixIn       = "in/"
	prefixTemplate = "template/"
	prefixSignIns  = "sign-ins/"
)

// facts are what a state knows about itself. Its credentials open nothing
// else, so they are kept as they are.
type facts struct {
	Salt     string `json:"salt"`   // of all that is made up
	Plain    bool   `json:"plain"`  // names are plausible, not scrambled
	Secret   string `json:"secret"` // signs tokens
	User     string `json:"user"`
	Password string `json:"password"`
}

var errNoState = errors.New("the sandbox has no Intrexx state")

// view is one transaction's sight of the state.
type view struct {
	service.State
	s     *Service
	facts facts
	now   time.Time
}

func (s *Service) view(tx *bolt.Tx) (*view, error) {
	v := &view{State: service.State{Root: s.Root(tx)}, s: s, now: s.Now()}
	if v.Root == nil {
		return nil, errNoState
	}
	known := get[facts](v, keyFacts)
	if known == nil {
		return nil, errors.Join(v.Err(), errNoState)
	}
	v.facts = *known
	return v, nil
}

// get reads a value; nil when there is none.
func get[T any](v *view, key string) *T { return service.Get[T](&v.State, v.Root, key) }

func (v *view) put(key string, value any) { v.Put(v.Root, key, value) }
func (v *view) drop(key string)           { v.Drop(v.Root, key) }

// dropAll removes everything below a prefix.
func (v *view) dropAll(prefix string) {
	var keys [][]byte
	cur := v.Root.Cursor()
	for k, _ := cur.Seek([]byte(prefix)); bytes.HasPrefix(k, []byte(prefix)); k, _ = cur.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		v.drop(string(k))
	}
}

// each reads the values below a prefix, with what follows it in their keys, in
// their order. The loop must not write.
func each[T any](v *view, prefix string) iter.Seq2[string, *T] {
	return func(yield func(string, *T) bool) {
		cur := v.Root.Cursor()
		for k, data := cur.Seek([]byte(prefix)); bytes.HasPrefix(k, []byte(prefix)); k, data = cur.Next() {
			value := service.Decode[T](&v.State, string(k), data)
			if value == nil || !yield(string(k[len(prefix):]), value) {
				return
			}
		}
	}
}

// guid makes an id of 40 upper-case hexadecimal digits (contract §2.2).
func (v *view) guid() string { return strings.ToUpper(v.s.Random.Hex(20)) }

// readable leaves out what is easily misread (contract §8.1).
const readable = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// secret makes n letters and digits.
func (v *view) secret(n int) string { return v.s.Random.Text(n, readable) }

const (
	tokenLife  = time.Hour // contract §1.2
	msgNoToken = "the token is missing, invalid or expired"
)

// claims are the payload of a token; times are seconds since 1970.
type claims struct {
	Subject string `json:"sub"`
	Issued  int64  `json:"iat"`
	Expires int64  `json:"exp"`
}

// signer makes tokens of this state.
func (v *view) signer() service.Signer { return service.Signer{Key: v.facts.Secret} }

// token makes a JWT, signed with the state's secret (contract §1.2).
func (v *view) token() string {
	return v.signer().Sign(map[string]string{"alg": "HS256", "typ": "JWT"},
		claims{v.facts.User, v.now.Unix(), v.now.Add(tokenLife).Unix()})
}

// signedIn reports whether the call has a good token.
func (c *call) signedIn() bool {
	token, found := service.Bearer(c.r.Header)
	if !found || !c.signer().Signed(token) {
		return false
	}
	raw, _ := service.TokenPart(token, 1)
	var known claims
	return json.Unmarshal(raw, &known) == nil && c.now.Before(time.Unix(known.Expires, 0))
}
