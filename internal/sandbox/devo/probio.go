package devo

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"unictl/internal/sandbox/service"
)

// probioOperations are those of the Provisioning API (contract §6). Which right
// each needs is not public: whoever is a user of the domain may read, and its
// administrators may change.
func probioOperations() []operation {
	const (
		user   = "probio/user/email/{email}/domain/{domain}"
		domain = "probio/domain/{domain}"
	)
	all := []operation{
		{method: http.MethodGet, path: "probio/user/email/{email}", right: rightView, serve: getPerson},
		{method: http.MethodGet, path: "probio/user/domain/{domain}", right: rightView, serve: listUsers},
		{method: http.MethodGet, path: user, right: rightView, serve: getUser},
		{method: http.MethodGet, path: "probio/user/external/{external}/domain/{domain}", right: rightView, serve: getUser},
		{method: http.MethodPost, path: "probio/user/internal", right: rightManage, serve: createInternal},
		{method: http.MethodPost, path: "probio/user/external", right: rightManage, serve: createExternal},
		{method: http.MethodGet, path: "probio/user/internal/{id}", right: rightView, serve: getPersonByID},
		{method: http.MethodPut, path: "probio/user/internal/{id}", right: rightManage, serve: updatePerson},
		{method: http.MethodPost, path: user + "/enable", right: rightManage, serve: enableUser},
		{method: http.MethodPost, path: user + "/disable", right: rightManage, serve: disableUser},
		{method: http.MethodDelete, path: user, right: rightManage, serve: deleteUser},
		{method: http.MethodPut, path: user + "/role", right: rightManage, serve: setRoles},
		{method: http.MethodPut, path: user + "/role/{role}", right: rightManage, serve: setRoles},
		{method: http.MethodDelete, path: user + "/role", right: rightManage, serve: removeRoles},
		{method: http.MethodGet, path: "probio/domain", right: rightView, serve: listDomains},
		{method: http.MethodGet, path: domain, right: rightView, serve: getDomain},
		{method: http.MethodGet, path: domain + "/roles", right: rightView, serve: listRoles},
	}
	for i := range all {
		all[i].probio = true
	}
	return all
}

// admitProbio finds out who calls the Provisioning API. A token works for its own
// domain, with the role of its user; the access key for all domains of its
// multitenant (contract §6).
func (c *call) admitProbio() error {
	account, err := c.authenticate()
	if err != nil {
		return err
	}
	c.account = account
	if domain, named := c.values["domain"]; named {
		if err := c.reach(domain); err != nil {
			return err
		}
	}
	if c.op.right == rightManage && !c.multitenant() {
		if me := c.user(account, c.caller.email); !me.Owner && !slices.Contains(me.Roles, roleAdmin) {
			return refuse(http.StatusForbidden, "The role of the user does not allow this")
		}
	}
	return c.checkMedia()
}

// multitenant reports a call that is signed with the multitenant's access key.
func (c *call) multitenant() bool { return c.r.Header.Get(signHeader) != "" }

// reach makes a domain the one that the call is about, if the caller may.
func (c *call) reach(domain string) error {
	own := domain == c.account
	if c.multitenant() {
		own = tailOf(domain) == tailOf(c.account)
	}
	if !own || !slices.Contains(domains(), domain) {
		return refuse(http.StatusNotFound, "Domain %s not found", domain)
	}
	c.account = domain
	return nil
}

func tailOf(domain string) string {
	_, tail, _ := strings.Cut(domain, "@")
	return tail
}

// forMultitenant refuses what needs the multitenant's access key.
func (c *call) forMultitenant(what string) error {
	if c.multitenant() {
		return nil
	}
	return refuse(http.StatusForbidden, "%s needs multitenant credentials", what)
}

const (
	archiveAccount = "archive@machines" // of the multitenant of homeAccount
	labAccount     = "lab@machines"     // new: nobody is in it
)

func domains() []string { return []string{homeAccount, archiveAccount, labAccount, otherAccount} }

// listDomains answers the domains of the multitenant. What they look like is not
// public, but for the members of a creation: the others are the sandbox's own.
func listDomains(c *call) (answer, error) {
	if err := c.forMultitenant("The list of domains"); err != nil {
		return answer{}, err
	}
	var rows []json.RawMessage
	for _, name := range domains() {
		if tailOf(name) == tailOf(c.account) {
			rows = append(rows, c.domainRow(name))
		}
	}
	return jsonList(rows), nil
}

func (c *call) domainRow(name string) json.RawMessage {
	return encodeObject([]field{{"name", name}, {"plan", "child"}, {"users", len(c.usersOf(name))}})
}

func getDomain(c *call) (answer, error) {
	return answer{Kind: mediaJSON, Body: c.domainRow(c.account)}, nil
}

// roles are those of every domain here.
func roles() []string { return []string{roleAdmin, roleNone, "reviewer", "token manager", "auditor"} }

func listRoles(*call) (answer, error) {
	var rows []json.RawMessage
	for _, name := range roles() {
		rows = append(rows, encodeObject([]field{{"name", name}}))
	}
	return jsonList(rows), nil
}

func jsonList(rows []json.RawMessage) answer {
	if rows == nil {
		rows = []json.RawMessage{}
	}
	return answer{Kind: mediaJSON, Body: service.Encode(rows)}
}
