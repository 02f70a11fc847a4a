package iot

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
	v.fail(v.bucket(bEmails).Put([]byte(u.Email), []byte(u.ID)))
}

// newUser is a person whom the sandbox knows the password of.
func (v *view) newUser(email string) *user {
	return &user{ID: v.s.random.UUID(), Email: email, Given: v.s.random.Secret(16), Created: v.millis()}
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
