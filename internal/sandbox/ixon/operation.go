package ixon

// authKind is how a caller proves who it is.
type authKind int

const (
	authBearer authKind = iota
	authNone            // no Authorization and no Api-Application either
	authBasic           // email:otp:password, only to make a token
)

// right is what the caller must be allowed in the company.
type right int

const (
	rightNone right = iota
	rightUsers
	rightGroups
	rightCompany
	rightAudit
)

// operation is one method of one path (contract §6); discovery and token
// scopes know it by rel.
type operation struct {
	rel, method, path string
	auth              authKind
	company           bool
	branding          bool
	right             right
	noFields          bool
	noFilters         bool
	serve             func(*call) (answer, error)
}

// member marks operations that need Api-Company.
func member(ops ...operation) []operation {
	for i := range ops {
		ops[i].company = true
	}
	return ops
}

// operations is everything this service answers.
func operations() []operation {
	var all []operation
	for _, part := range [][]operation{
		discoveryOperations(), tokenOperations(), deviceOperations(), companyOperations(), meOperations(),
		userOperations(), serviceAccountOperations(), inviteOperations(),
		roleOperations(), roleListOperations(), groupOperations(), groupTypeOperations(),
		membershipOperations(), audienceOperations(), agentOperations(), auditOperations(),
	} {
		all = append(all, part...)
	}
	return all
}
