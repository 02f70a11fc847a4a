package iot

const (
	adminEmail = "maren.solberg@example.com"
	otherEmail = "robin.peeters@example.com"
)

type plant int

const (
	north plant = iota
	south
)

type someone struct {
	email      string
	roles      map[plant]string
	unverified bool
}

// people are the first of every sandbox, each for a reason. Plant South has
// one administrator only.
func people() []someone {
	in := func(at plant, role string) map[plant]string { return map[plant]string{at: role} }
	return []someone{
		{email: adminEmail, roles: map[plant]string{north: roleAdmin, south: roleAdmin}},
		{email: "bram.visser@example.com", roles: in(north, roleAdmin)},
		{email: "claire.fontaine@example.com", roles: map[plant]string{north: roleUser, south: roleUser}},
		{email: "nadia.rahman@example.com", roles: in(north, roleUser)},
		{email: "piotr.nowak@example.com", roles: in(north, roleUser)},
		{email: "Lena.Hoffmann@Example.com", roles: in(north, roleUser)},
		{email: "jürgen.groß@example.com", roles: in(north, roleUser)},
		{email: "taro+line3@example.com", roles: in(south, roleUser)},
		{email: otherEmail},               // invited, to both
		{email: "dana.novak@example.com"}, // registered and nothing else
		{email: "tomas.lindqvist@example.com", unverified: true},
	}
}

type openInvitation struct {
	at    plant
	email string
}

// pendingAtFirst are the invitations of a fresh state, oldest first: most
// addresses have no user yet, as is usual; two are the same but for their
// case; the platform has taken one that is none and one with an escape
// sequence.
func pendingAtFirst() []openInvitation {
	return []openInvitation{
		{north, "new.person@example.com"},
		{north, otherEmail},
		{north, "New.Person@Example.com"},
		{north, "ops+iot@example.com"},
		{north, "vera.koch@example.org"},
		{north, "contractor(at)example.org"},
		{north, "mallory\x1b[31m@example.org"},
		{south, otherEmail},
		{south, "new.person@example.com"},
	}
}
