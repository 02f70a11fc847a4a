package iot

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
)

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
		return subtle.ConstantTimeCompare([]byte(u.Given), []byte(password)) == 1
	}
	return u.Hash != "" && subtle.ConstantTimeCompare([]byte(u.Hash), []byte(hashOf(u.Salt, password))) == 1
}

func hashOf(salt, secret string) string {
	sum := sha256.Sum256([]byte(salt + "\x00" + secret))
	return hex.EncodeToString(sum[:])
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
