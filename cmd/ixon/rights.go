package ixon

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// rights are what IXON asks of whoever runs the commands, as far as it is public
// (§6.4, §6.8): the permissions of roles.
func rights() []cli.Right {
	const support = "IXON's web client and support pages"
	users := [][]string{{ixon.CompanyAdmin}, {ixon.ManageUser, ixon.CompanyWideRole}}
	return []cli.Right{
		{
			Commands: []string{"users invite", "users remove", "users rights", "invites", "memberships", "service-accounts", "access"},
			Needs:    "COMPANY_ADMIN, or MANAGE_USER with COMPANY_WIDE_ROLE; MANAGE_USER in a group reaches that group's people. Nobody gives more rights than they have",
			From:     "§6.4: " + support, AnyOf: users,
		},
		{Commands: []string{"audit"}, Needs: "VIEW_AUDIT_LOGS or COMPANY_ADMIN", From: "§6.8: IXON's web client", AnyOf: [][]string{{ixon.CompanyAdmin}, {ixon.ViewAuditLogs}}},
		{Commands: []string{"access-tokens", "trusted-devices", "ping", "companies list"}, Needs: "a credential of one's own", From: "§3, §6.2"},
		{Commands: []string{"users", "roles", "groups", "permissions", "companies", "support-access", "access-requests"}, From: "§6.4, §6.6"},
	}
}

// rightsHeld are the permissions of the caller's roles that hold in the whole company,
// on memberships that do not expire (§6.4). A service account has no /users/me:
// nothing is told of it.
func rightsHeld(ctx context.Context, client any) (cli.Held, error) {
	told := cli.Held{Where: "as far as roles for the whole company go that do not expire"}
	c, err := cli.ClientAs[*ixon.Client](client)
	if err != nil {
		return told, err
	}
	me, err := c.Me().Do(ctx)
	if err != nil {
		return told, err
	}
	given := map[string]bool{}
	for item, err := range c.Groups(ctx) {
		if err != nil {
			return told, err
		}
		given[item.Value.PublicID] = item.Value.IsCompanyGroup
	}
	roles := map[string]bool{}
	for item, err := range rest.Sure(c.Users(ctx, ixon.Eq("publicId", me.Value.PublicID)), "memberships") {
		if err != nil {
			return told, err
		}
		if item.Value.PublicID != me.Value.PublicID {
			continue
		}
		for _, m := range item.Value.Memberships {
			if m.ExpiresOn == nil && given[m.Group.PublicID] {
				roles[m.Role.PublicID] = true
			}
		}
		break
	}
	for item, err := range rest.Sure(c.Roles(ctx), "permissions") {
		if err != nil {
			return told, err
		}
		if roles[item.Value.PublicID] {
			for _, p := range item.Value.Permissions {
				told.Names = append(told.Names, p.PublicID)
			}
		}
	}
	return told, nil
}
