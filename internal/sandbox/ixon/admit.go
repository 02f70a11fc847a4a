package ixon

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"unictl/internal/sandbox/service"
)

const defaultBranding = "portal.ixon.cloud"

// admit checks headers, token, scope and rights (contract §1), in an order of
// its own: the service's is not public. Api-Company on operations that need none
// is ignored.
func (c *call) admit() error {
	c.checkVersion()
	if c.op.auth != authNone {
		c.checkApplication()
		if c.op.auth != authApplication {
			c.checkAuthorization()
		}
		if c.op.company {
			c.checkCompany()
		}
		c.checkBranding()
	}
	if err := c.faults.found(); err != nil {
		return err
	}
	if c.op.auth != authBearer {
		return nil
	}
	if !c.inScope() {
		return denied()
	}
	if c.op.company {
		return c.checkRights()
	}
	return nil
}

func (c *call) badHeader(status int, message, name string) {
	c.faults.add(status, message, name, nil)
}

func (c *call) checkVersion() {
	switch c.r.Header.Get("Api-Version") {
	case "2":
	case "":
		c.badHeader(http.StatusBadRequest, msgRequiredHeader, "Api-Version")
	default:
		c.badHeader(http.StatusBadRequest, msgInvalidValue, "Api-Version")
	}
}

func (c *call) checkApplication() {
	id := c.r.Header.Get("Api-Application")
	if id == "" {
		c.badHeader(http.StatusBadRequest, msgRequiredHeader, "Api-Application")
		return
	}
	if isPublicID(id) {
		c.app = fetch[application](c.view, c.shared(bApps), id)
	}
	if c.app == nil {
		c.badHeader(http.StatusBadRequest, msgInvalidValue, "Api-Application")
	}
}

func (c *call) checkAuthorization() {
	value := c.r.Header.Get("Authorization")
	if value == "" {
		c.badHeader(http.StatusUnauthorized, msgRequiredHeader, "Authorization")
		return
	}
	if c.op.auth == authBasic {
		return // the login itself looks into it
	}
	secret, isBearer := service.Bearer(c.r.Header)
	if isBearer {
		c.token = c.tokenBySecret(secret)
	}
	// A service account's token is bound to that account's own application
	// (contract §3.3).
	if c.token == nil || c.token.Expires <= c.now ||
		c.token.Service && (c.app == nil || c.app.ID != c.token.App) {
		c.badHeader(http.StatusUnauthorized, msgInvalidValue, "Authorization")
		return
	}
	if c.caller = c.user(c.token.User); c.caller == nil {
		c.badHeader(http.StatusUnauthorized, msgInvalidValue, "Authorization")
	}
}

func (c *call) checkCompany() {
	id := c.r.Header.Get("Api-Company")
	switch {
	case id == "":
		c.badHeader(http.StatusBadRequest, msgRequiredHeader, "Api-Company")
	case !isCompanyID(id) || !c.enter(id):
		c.badHeader(http.StatusBadRequest, msgInvalidValue, "Api-Company")
	case c.caller != nil && !c.isMember(c.caller.ID):
		c.badHeader(http.StatusBadRequest, msgInvalidValue, "Api-Company")
	}
}

func (c *call) checkBranding() {
	host := c.r.Header.Get("Api-Branding")
	switch {
	case host == "" && c.op.branding:
		c.badHeader(http.StatusBadRequest, msgRequiredHeader, "Api-Branding")
	case host != "" && !strings.EqualFold(host, defaultBranding):
		c.badHeader(http.StatusBadRequest, msgInvalidValue, "Api-Branding")
	}
}

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

// scope limits a token to operations (contract §3.1).
type scope struct {
	Type string      `json:"type"` // unrestricted, allow, deny
	Rels []scopedRel `json:"rels,omitempty"`
}

type scopedRel struct {
	Rel    string `json:"rel"`
	Get    *bool  `json:"get"`
	Post   *bool  `json:"post"`
	Patch  *bool  `json:"patch"`
	Delete *bool  `json:"delete"`
	Put    *bool  `json:"put"`
}

func (r scopedRel) names(method string) bool {
	switch method {
	case http.MethodGet:
		return isTrue(r.Get)
	case http.MethodPost:
		return isTrue(r.Post)
	case http.MethodPatch:
		return isTrue(r.Patch)
	case http.MethodDelete:
		return isTrue(r.Delete)
	default:
		return isTrue(r.Put)
	}
}

func isTrue(b *bool) bool { return b != nil && *b }

// inScope reports whether the caller's token may run this operation.
func (c *call) inScope() bool {
	if len(c.token.Scope) == 0 {
		return true
	}
	var sc scope
	if err := json.Unmarshal(c.token.Scope, &sc); err != nil {
		c.Fail(err)
		return false
	}
	named := false
	for _, r := range sc.Rels {
		named = named || r.Rel == c.op.rel && r.names(c.op.method)
	}
	switch sc.Type {
	case "allow":
		return named
	case "deny":
		return !named
	}
	return true
}

// readScope checks the `scope` of a new token; nil bytes mean unrestricted.
func (c *call) readScope(f *form) json.RawMessage {
	given, present := f.props["scope"]
	f.used["scope"] = true
	if !present || string(given) == "null" {
		return nil
	}
	dec := json.NewDecoder(strings.NewReader(string(given)))
	dec.DisallowUnknownFields()
	var sc scope
	if err := dec.Decode(&sc); err != nil || !c.s.knownScope(sc) {
		f.invalid("scope")
		return nil
	}
	return given
}

func (s *Service) knownScope(sc scope) bool {
	switch sc.Type {
	case "unrestricted":
		return len(sc.Rels) == 0
	case "allow", "deny":
	default:
		return false
	}
	for _, r := range sc.Rels {
		if !s.rels[r.Rel] {
			return false
		}
	}
	return true
}
