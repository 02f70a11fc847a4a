package iot

import "encoding/binary"

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
	i := &invitation{ID: v.s.random.UUID(), Account: account, Email: email}
	turn, err := v.bucket(bQueue).NextSequence()
	v.fail(err)
	v.save(bInvites, i.ID, i)
	v.fail(v.bucket(bPending).Put([]byte(place(account, email)), []byte(i.ID)))
	v.fail(v.bucket(bQueue).Put(binary.BigEndian.AppendUint64(nil, turn), []byte(i.ID)))
	return i
}

// withdraw takes an invitation away without a trace.
func (v *view) withdraw(i *invitation) {
	v.drop(bInvites, i.ID)
	v.drop(bPending, place(i.Account, i.Email))
	cur := v.bucket(bQueue).Cursor()
	for turn, id := cur.First(); turn != nil; turn, id = cur.Next() {
		if string(id) == i.ID {
			v.fail(cur.Delete())
			return
		}
	}
}
