package intrexx

import "net/http"

// Evidence is how much is known of a request's body (§12).
type Evidence string

// The levels of evidence.
const (
	Sample    Evidence = "S" // a vendor sample shows it
	NoBody    Evidence = "-" // none is needed
	NotPublic Evidence = "N" // only the server's own Swagger page has it
)

// Operation is one endpoint of the API.
type Operation struct {
	Number int    // in the contract's index
	Name   string // as in errors of its calls
	Method string
	Path   string // with {portal}, {id} and so on
	Body   Evidence
}

// Operations is the index of all 53 endpoints (§12).
func Operations() []Operation {
	const get, post, put, patch, remove = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete
	return []Operation{
		{1, "SignIn", post, "/auth", Sample},
		{2, "PortalList", get, "/portals", NoBody},
		{3, "PortalCreate", post, "/portals", Sample},
		{4, "PortalDelete", remove, "/portals/{id}", Sample},
		{5, "TemplateList", get, "/templates", NoBody},
		{6, "TemplateUpload", post, "/templates", NotPublic},
		{7, "WebServerGet", get, "/{portal}/webserver", NoBody},
		{8, "WebServerSet", put, "/{portal}/webserver", Sample},
		{9, "SettingsGet", get, "/{portal}/settings", NoBody},
		{10, "SettingsUpdate", patch, "/{portal}/settings", Sample},
		{11, "MobileKeyGet", get, "/{portal}/mobile", NoBody},
		{12, "MobileKeyUpdate", patch, "/{portal}/mobile", NotPublic},
		{13, "MobileKeyDelete", remove, "/{portal}/mobile", NoBody},
		{14, "ReportsEngineGet", get, "/{portal}/reports/engine", NoBody},
		{15, "ReportsEngineUpdate", patch, "/{portal}/reports/engine", NotPublic},
		{16, "ExportConfigurationGet", get, "/{portal}/export", NoBody},
		{17, "ExportConfigurationUpdate", patch, "/{portal}/export", NotPublic},
		{18, "DiagnosisGet", get, "/{portal}/diagnosis", NoBody},
		{19, "SearchIndexRun", post, "/{portal}/search/index", NotPublic},
		{20, "ApplicationImport", post, "/{portal}/applications", Sample},
		{21, "ApplicationOverwrite", patch, "/{portal}/applications", NotPublic},
		{22, "Logout", post, "/{portal}/logout", NotPublic},
		{23, "JobList", get, "/{portal}/scheduler/jobs", NoBody},
		{24, "JobCreate", post, "/{portal}/scheduler/job/{type}", NotPublic},
		{25, "JobGet", get, "/{portal}/scheduler/job/{id}", NoBody},
		{26, "JobUpdate", patch, "/{portal}/scheduler/job/{id}", NotPublic},
		{27, "JobDelete", remove, "/{portal}/scheduler/job/{id}", NoBody},
		{28, "StandbyGet", get, "/{portal}/scheduler/standby", NoBody},
		{29, "StandbySet", put, "/{portal}/scheduler/standby", NotPublic},
		{30, "SchedulerConfigurationGet", get, "/{portal}/scheduler/configuration", NoBody},
		{31, "SchedulerConfigurationUpdate", patch, "/{portal}/scheduler/configuration", NotPublic},
		{32, "JobActions", put, "/{portal}/scheduler/actions", NotPublic},
		{33, "MailServiceList", get, "/{portal}/mailservices", NoBody},
		{34, "MailServiceCreate", post, "/{portal}/mailservices", NotPublic},
		{35, "MailServiceGet", get, "/{portal}/mailservices/{id}", NoBody},
		{36, "MailServiceUpdate", patch, "/{portal}/mailservices/{id}", NotPublic},
		{37, "MailStatusGet", get, "/{portal}/mailservices/{id}/status", NoBody},
		{38, "MailStatusSet", put, "/{portal}/mailservices/{id}/status", NotPublic},
		{39, "UserCreate", post, "/{portal}/users", Sample},
		{40, "GroupCreate", post, "/{portal}/groups", NotPublic},
		{41, "GroupGet", get, "/{portal}/groups/{group-id}", NoBody},
		{42, "GroupDelete", remove, "/{portal}/groups/{group-id}", NoBody},
		{43, "UserGroupList", get, "/{portal}/users/{user-id}/groups", NoBody},
		{44, "UserGroupAdd", put, "/{portal}/users/{user-id}/groups/{group-id}", NoBody},
		{45, "UserGroupRemove", remove, "/{portal}/users/{user-id}/groups/{group-id}", NoBody},
		{46, "UserGet", get, "/{portal}/users/{user-id}", NoBody},
		{47, "UserUpdate", patch, "/{portal}/users/{user-id}", Sample},
		{48, "UserDelete", remove, "/{portal}/users/{user-id}", NoBody},
		{49, "LicenseList", get, "/{portal}/licenses", NoBody},
		{50, "LicenseAdd", post, "/{portal}/licenses", Sample},
		{51, "LicenseDelete", remove, "/{portal}/licenses/{key}", NoBody},
		{52, "TrialLicense", put, "/{portal}/trial-license", NotPublic},
		{53, "APILicense", put, "/admin-api/license", NotPublic},
	}
}
