package ixon

// shapes are the schemas of all resources, made once per service.
type shapes struct {
	user, me, membership, invite, role, group, groupRoles, groupType                *schema
	permission, audience, agent, company, myCompany, token, newToken, device, audit *schema
}

func newShapes() *shapes {
	person := linkSchema((*view).userName)
	team := linkSchema((*view).groupName)
	held := linkSchema((*view).roleName)
	sh := &shapes{
		membership: membershipSchema(person, team, held),
		me:         meSchema(),
		groupType:  groupTypeSchema(),
		permission: permissionSchema(),
		audience:   audienceSchema(),
		company:    companySchema(),
		myCompany:  myCompanySchema(),
		token:      tokenSchema(),
		newToken:   newTokenSchema(),
		device:     deviceSchema(),
		audit:      auditSchema(),
	}
	sh.user = userSchema(sh.membership)
	sh.invite = inviteSchema(sh.membership)
	sh.role = roleSchema(sh.permission, sh.audience)
	sh.group = groupSchema(sh.groupType)
	sh.groupRoles = groupRolesSchema(sh.group, sh.role)
	sh.agent = agentSchema(team)
	return sh
}
