package ixon

import (
	"net/http"
	"slices"
)

// The permissions the sandbox acts on (contract §6.4).
const (
	permAdmin       = "COMPANY_ADMIN"
	permCompanyWide = "COMPANY_WIDE_ROLE"
	permUsers       = "MANAGE_USER"
	permGroups      = "MANAGE_GROUP"
	permCompany     = "MANAGE_COMPANY"
	permAudit       = "VIEW_AUDIT_LOGS"
)

// permissionIDs is every permission the sandbox knows; the real list is longer.
func permissionIDs() []string {
	return []string{
		permAdmin, permCompanyWide, "EDIT_TRANSLATIONS", "MANAGE_AGENT", "MANAGE_AGENT_TEMPLATE",
		"MANAGE_BRANDING", permCompany, permGroups, "MANAGE_LICENCE", "MANAGE_PAGE", permUsers, permAudit,
	}
}

// rights is the union of a person's roles in the company.
type rights struct {
	all       []string
	permanent []string // of memberships that do not expire
	needs2FA  bool
}

func (v *view) rightsOf(userID string) rights {
	var r rights
	for _, m := range v.membershipsOf(userID) {
		held := v.role(m.Role)
		if held == nil || m.Expires != 0 && m.Expires <= v.now {
			continue
		}
		r.all = append(r.all, held.Permissions...)
		if m.Expires == 0 {
			r.permanent = append(r.permanent, held.Permissions...)
		}
		r.needs2FA = r.needs2FA || held.Enforce2FA
	}
	return r
}

func (r rights) admin() bool { return slices.Contains(r.permanent, permAdmin) }

// manageUsers is the rule of contract §6.4 for managing all users.
func (r rights) manageUsers() bool {
	return r.admin() ||
		slices.Contains(r.permanent, permUsers) && slices.Contains(r.permanent, permCompanyWide)
}

func (r rights) allow(need right) bool {
	switch need {
	case rightUsers:
		return r.manageUsers()
	case rightGroups:
		return r.admin() || slices.Contains(r.permanent, permGroups)
	case rightCompany:
		return r.admin() || slices.Contains(r.permanent, permCompany)
	case rightAudit:
		return r.admin() || slices.Contains(r.all, permAudit)
	}
	return true
}

// mayGrant holds that nobody can grant more than they have (contract §6.4).
func (r rights) mayGrant(permissions []string) bool {
	if r.admin() {
		return true
	}
	for _, p := range permissions {
		if !slices.Contains(r.all, p) {
			return false
		}
	}
	return true
}

func (c *call) checkRights() error {
	r := c.rightsOf(c.caller.ID)
	if r.needs2FA && c.caller.OTP == "" && !c.caller.SSO && !c.caller.Service {
		return refuse(http.StatusForbidden, "2FA is required", "")
	}
	if !r.allow(c.op.right) {
		return denied()
	}
	return nil
}
