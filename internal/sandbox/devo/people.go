package devo

import "strings"

// right is the level at which a role has the permission "API Credentials".
type right int

const (
	rightNone right = iota
	rightView
	rightManage
)

func (r right) String() string { return [...]string{"None", "View", "Manage"}[r] }

const (
	homeAccount  = "northwind@machines"
	otherAccount = "contoso@robotics"

	adminEmail   = "maren.solberg@example.com"
	viewerEmail  = "piotr.nowak@example.com"
	limitedEmail = "claire.fontaine@example.com"
	goneEmail    = "gerd.altmann@example.com" // no longer a user of the domain
	ingestEmail  = "svc-ci@example.com"
	otherEmail   = "rita.sommer@example.org"
)

// person is a user of a domain. This API neither shows nor changes them.
type person struct {
	account, email string
	right          right
	audiences      []string // that the policies allow; nil is all
}

func people() []person {
	return []person{
		{homeAccount, adminEmail, rightManage, nil},
		{homeAccount, viewerEmail, rightView, nil},
		{homeAccount, limitedEmail, rightManage, []string{"http"}},
		{homeAccount, ingestEmail, rightNone, nil},
		{otherAccount, otherEmail, rightManage, nil},
	}
}

// personOf finds a user of a domain; nil when there is none.
func personOf(account, email string) *person {
	for _, p := range people() {
		if p.account == account && strings.EqualFold(p.email, email) {
			return &p
		}
	}
	return nil
}
