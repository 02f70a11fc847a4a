package devo

const (
	secondAdminEmail = "hiro.tanaka@example.com"
	pendingEmail     = "lena.maurer@example.com"
	disabledEmail    = "joao.silva@example.com"
	externalEmail    = "support@partner.example.net"
)

// tellUsers makes the users of every fresh state: an owner, a second
// administrator, people with roles, one who has not activated yet, one who is
// disabled, one from elsewhere, and some who are in two domains.
func (v *view) tellUsers() {
	v.Buckets(v.Root, bUsers, bPeople)
	if v.Err() != nil {
		return
	}
	add := func(domain, email, name, status string, owner bool, roles ...string) {
		if v.person(email) == nil {
			v.Put(v.people(), email, &profile{ID: v.ids.Hex(4) + "-" + v.ids.Hex(2), Email: email, Name: name})
		}
		u := &user{Domain: domain, Email: email, Roles: roles, Status: status, Owner: owner}
		if email == externalEmail {
			u.External = "partner-42"
		}
		v.putUser(u)
	}
	add(homeAccount, adminEmail, "Maren Solberg", statusActive, true, roleAdmin)
	add(homeAccount, secondAdminEmail, "Hiro Tanaka", statusActive, false, roleAdmin)
	add(homeAccount, viewerEmail, "Piotr Nowak", statusActive, false, "reviewer", roleNone)
	add(homeAccount, limitedEmail, "Claire Fontaine", statusActive, false, "token manager")
	add(homeAccount, ingestEmail, "svc-ci", statusActive, false, roleNone)
	add(homeAccount, pendingEmail, "Lena Maurer", statusPending, false, "reviewer")
	add(homeAccount, disabledEmail, "João Silva", v.made.Disabled, false, "auditor", "reviewer")
	add(homeAccount, externalEmail, "Partner Support", statusActive, false, "reviewer")
	add(archiveAccount, adminEmail, "", statusActive, true, roleAdmin)
	add(archiveAccount, viewerEmail, "", statusActive, false, "auditor")
	add(otherAccount, otherEmail, "Rita Sommer", statusActive, true, roleAdmin)
}

// addUserLookalikes makes somebody who is called like another one's address, and
// one whose address differs from another one's in letter case alone.
func (v *view) addUserLookalikes() {
	for email, name := range map[string]string{"mallory@example.com": viewerEmail, "Piotr.Nowak@example.com": "Other Nowak"} {
		v.Put(v.people(), email, &profile{ID: v.ids.Hex(4) + "-" + v.ids.Hex(2), Email: email, Name: name})
		v.putUser(&user{Domain: homeAccount, Email: email, Roles: []string{roleNone}, Status: statusActive})
	}
}
