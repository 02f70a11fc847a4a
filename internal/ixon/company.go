package ixon

import (
	"context"
	"iter"
	"net/http"
	"time"

	"unictl/internal/rest"
)

// CompanyFields are the fields asked for of companies, MyCompanyFields those of
// the company in use, which shows more.
const (
	CompanyFields   = "publicId,name,branding(publicId,name,fqdn)"
	MyCompanyFields = CompanyFields + ",country,defaultUserInviteLanguage,supportAccessExpiresOn,appOwnerName,createdOn,licenceModel"
)

// Company is a company that the caller belongs to (§6.7). The fields from
// Country on are those of MyCompany alone.
type Company struct {
	PublicID                  string     `json:"publicId"` // dddd-dddd-dddd-dddd-dddd
	Name                      string     `json:"name"`
	Branding                  Branding   `json:"branding"`
	Country                   string     `json:"country" sent:"sometimes"` // two capital letters
	DefaultUserInviteLanguage string     `json:"defaultUserInviteLanguage" sent:"sometimes"`
	SupportAccessExpiresOn    *time.Time `json:"supportAccessExpiresOn" sent:"sometimes"`
	AppOwnerName              string     `json:"appOwnerName" sent:"sometimes"` // "" = null
	CreatedOn                 *time.Time `json:"createdOn" sent:"sometimes"`
	LicenceModel              string     `json:"licenceModel" sent:"sometimes"`
}

// Branding is the look of a company's portal (§6.7).
type Branding struct {
	PublicID string `json:"publicId"`
	Name     string `json:"name"` // "" = null
	FQDN     string `json:"fqdn"` // host for Settings.Branding, "" = null
}

// Companies lists the caller's companies: GET /companies; no company is needed
// (§6.7).
func (c *Client) Companies(ctx context.Context) iter.Seq2[rest.Item[Company], error] {
	return list[Company](ctx, c, "CompanyList", "companies", CompanyFields)
}

// Company is GET /companies/{publicId}; no company is needed (§6.7).
func (c *Client) Company(id string) rest.Call[rest.Item[Company]] {
	return get[Company](c, "Company", rest.Path("companies", id), CompanyFields)
}

// MyCompany is the company of the settings: GET /companies/me (§6.7).
func (c *Client) MyCompany() rest.Call[rest.Item[Company]] {
	return get[Company](c, "MyCompany", "companies/me", MyCompanyFields)
}

// SupportAccessGrant lets IXON's support into the company (§6.7).
type SupportAccessGrant struct {
	ExpiresOn  Timestamp `json:"expiresOn"`
	CaseNumber string    `json:"caseNumber,omitempty"` // 1 to 255 characters
	Message    string    `json:"message,omitempty"`    // up to 65535 characters
}

const supportAccess = "companies/me/support-access"

// GrantSupportAccess is POST /companies/me/support-access (§6.7). MyCompany shows
// until when it lasts.
func (c *Client) GrantSupportAccess(grant SupportAccessGrant) rest.Call[struct{}] {
	return write(c, "MyCompanySupportAccess", http.MethodPost, supportAccess, grant, nothing)
}

// ExtendSupportAccess sets another end: PATCH /companies/me/support-access (§6.7).
func (c *Client) ExtendSupportAccess(until time.Time) rest.Call[struct{}] {
	return write(c, "MyCompanySupportAccess", http.MethodPatch, supportAccess, map[string]Timestamp{"expiresOn": At(until)}, nothing)
}

// RevokeSupportAccess is DELETE /companies/me/support-access (§6.7). It is repeated
// after a lost answer, as RemoveUser is.
func (c *Client) RevokeSupportAccess() rest.Call[struct{}] {
	return remove(c, "MyCompanySupportAccess", supportAccess)
}
