package iot

import (
	"encoding/binary"
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

// The buckets of a state: records by id, and what finds them. "queue" has the
// invitations in the order in which they were made.
const (
	bFacts, bUsers, bAccounts, bInvites = "facts", "users", "accounts", "invites"
	bEmails, bPending, bQueue           = "emails", "pending", "queue"
	bFailures, bRefresh                 = "failures", "refresh"
	keyFacts                            = "facts"
)

var errNoState = errors.New("the sandbox has no IoT platform state")

// view is one transaction's sight of the state.
type view struct {
	service.State
	s     *Service
	facts facts
	now   time.Time
}

func (s *Service) view(tx *bolt.Tx) (*view, error) {
	v := &view{State: service.State{Root: s.Root(tx)}, s: s, now: s.Now()}
	if v.Root == nil || v.Root.Bucket([]byte(bFacts)) == nil {
		return nil, errNoState
	}
	if known := get[facts](v, bFacts, keyFacts); known != nil {
		v.facts = *known
	}
	return v, v.Err()
}

func (v *view) millis() int64 { return v.now.UnixMilli() }

func (v *view) bucket(name string) *bolt.Bucket { return v.Root.Bucket([]byte(name)) }

// get reads a record; nil when there is none.
func get[T any](v *view, bucket, key string) *T {
	return service.Get[T](&v.State, v.bucket(bucket), key)
}

func (v *view) save(bucket, key string, rec any) { v.Put(v.bucket(bucket), key, rec) }
func (v *view) drop(bucket, key string)          { v.Drop(v.bucket(bucket), key) }

const (
	roleAdmin = "admin"
	roleUser  = "user"
)

// user is a person (contract §5). Times are milliseconds since 1970.
type user struct {
	ID       string            `json:"-"` // its key
	Email    string            `json:"email"`
	Accounts map[string]string `json:"accounts,omitempty"` // role by account id
	Created  int64             `json:"created"`
	Updated  int64             `json:"updated"`
	// Unverified people cannot sign in; Activation is what a mail would bring.
	Unverified bool   `json:"unverified,omitempty"`
	Activation string `json:"activation,omitempty"`
	// Given is a password that the sandbox made up and hands out. Of one that
	// somebody chose there is only a hash.
	Given string `json:"given,omitempty"`
	Salt  string `json:"salt,omitempty"`
	Hash  string `json:"hash,omitempty"`
}

func (u *user) join(account, role string) {
	if u.Accounts == nil {
		u.Accounts = map[string]string{}
	}
	u.Accounts[account] = role
}

func (u *user) knows(password string) bool {
	if u.Given != "" {
		return service.Same(u.Given, password)
	}
	return u.Hash != "" && service.Same(u.Hash, service.Hash(u.Salt, password))
}

// account is what people are invited to. Its code lets devices join.
type account struct {
	ID          string `json:"-"` // its key
	Name        string `json:"name"`
	Code        string `json:"code"`
	CodeExpires int64  `json:"codeExpires"`
	Created     int64  `json:"created"`
}

// invitation is a pending one: there is no other kind (contract §3).
type invitation struct {
	ID      string `json:"-"` // its key
	Account string `json:"account"`
	Email   string `json:"email"`
}

// failures counts a person's wrong passwords since the last right one.
type failures struct {
	Count int   `json:"count"`
	Last  int64 `json:"last"`
}

// facts are what a state knows about itself. Its credentials open nothing
// else, so they are kept as they are.
type facts struct {
	Dialect      Dialect `json:"dialect"`
	Key          string  `json:"key"` // signs tokens
	Admin        string  `json:"admin"`
	Other        string  `json:"other"`
	Account      string  `json:"account"`
	OtherAccount string  `json:"otherAccount"`
}

func (v *view) user(id string) *user {
	u := get[user](v, bUsers, id)
	if u != nil {
		u.ID = id
	}
	return u
}

// userByEmail finds a person by the address as it was registered, to the letter.
func (v *view) userByEmail(email string) *user {
	return v.user(string(v.bucket(bEmails).Get([]byte(email))))
}

func (v *view) putUser(u *user) {
	u.Updated = v.millis()
	v.save(bUsers, u.ID, u)
	v.Fail(v.bucket(bEmails).Put([]byte(u.Email), []byte(u.ID)))
}

// newUser is a person whom the sandbox knows the password of.
func (v *view) newUser(email string) *user {
	return &user{ID: v.s.Random.UUID(), Email: email, Given: v.s.Random.Secret(16), Created: v.millis()}
}

// everyone goes through all people, in no order that means anything.
func (v *view) everyone(yield func(*user) bool) {
	cur := v.bucket(bUsers).Cursor()
	for id, _ := cur.First(); id != nil; id, _ = cur.Next() {
		if u := v.user(string(id)); u != nil && !yield(u) {
			return
		}
	}
}

// otherAdmin reports whether an account has an administrator beside a person.
func (v *view) otherAdmin(account, than string) bool {
	for u := range v.everyone {
		if u.ID != than && u.Accounts[account] == roleAdmin {
			return true
		}
	}
	return false
}

func (v *view) account(id string) *account {
	a := get[account](v, bAccounts, id)
	if a != nil {
		a.ID = id
	}
	return a
}

// place is the key of what is pending: an address invited to an account.
func place(account, email string) string { return account + "\x00" + email }

func (v *view) invitation(id string) *invitation {
	i := get[invitation](v, bInvites, id)
	if i != nil {
		i.ID = id
	}
	return i
}

// pending finds the invitation of an address to an account, to the letter.
func (v *view) pending(account, email string) *invitation {
	return v.invitation(string(v.bucket(bPending).Get([]byte(place(account, email)))))
}

// everyInvitation goes through the invitations, oldest first.
func (v *view) everyInvitation(yield func(*invitation) bool) {
	cur := v.bucket(bQueue).Cursor()
	for turn, id := cur.First(); turn != nil; turn, id = cur.Next() {
		if i := v.invitation(string(id)); i != nil && !yield(i) {
			return
		}
	}
}

func (v *view) invite(account, email string) *invitation {
	i := &invitation{ID: v.s.Random.UUID(), Account: account, Email: email}
	turn, err := v.bucket(bQueue).NextSequence()
	v.Fail(err)
	v.save(bInvites, i.ID, i)
	v.Fail(v.bucket(bPending).Put([]byte(place(account, email)), []byte(i.ID)))
	v.Fail(v.bucket(bQueue).Put(binary.BigEndian.AppendUint64(nil, turn), []byte(i.ID)))
	return i
}

// withdraw takes an invitation away without a trace.
func (v *view) withdraw(i *invitation) {
	v.drop(bInvites, i.ID)
	v.drop(bPending, place(i.Account, i.Email))
	cur := v.bucket(bQueue).Cursor()
	for turn, id := cur.First(); turn != nil; turn, id = cur.Next() {
		if string(id) == i.ID {
			v.Fail(cur.Delete())
			return
		}
	}
}
