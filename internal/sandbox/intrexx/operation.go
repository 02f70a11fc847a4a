package intrexx

import (
	"mime"
	"net/http"
	"strings"
)

// intake is what an operation reads of the request's body.
type intake int

const (
	nothing intake = iota // a body is read and ignored (contract §3.3)
	content               // JSON, or nothing at all
	packets               // multipart with zips
)

// operation is one method of one path (contract §12).
type operation struct {
	method, path string
	takes        intake
	serve        func(*call) (answer, error)
}

// operations is all 53 of contract §12.
func operations() []operation {
	const get, post, put, patch, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete
	return []operation{
		{post, "auth", content, (*call).signIn},
		{get, "portals", nothing, (*call).listPortals},
		{post, "portals", content, (*call).createPortal},
		{del, "portals/{id}", nothing, (*call).deletePortal},
		{get, "templates", nothing, (*call).listTemplates},
		{post, "templates", packets, (*call).uploadTemplate},
		{put, "admin-api/license", content, (*call).licenseAPI},

		{get, "{portal}/webserver", nothing, read(docWebServer)},
		{put, "{portal}/webserver", content, (*call).setWebServer},
		{get, "{portal}/settings", nothing, read(docSettings)},
		{patch, "{portal}/settings", content, change(docSettings)},
		{get, "{portal}/mobile", nothing, (*call).getMobile},
		{patch, "{portal}/mobile", content, change(docMobile)},
		{del, "{portal}/mobile", nothing, (*call).deleteMobile},
		{get, "{portal}/reports/engine", nothing, read(docReports)},
		{patch, "{portal}/reports/engine", content, change(docReports)},
		{get, "{portal}/export", nothing, read(docExport)},
		{patch, "{portal}/export", content, change(docExport)},
		{get, "{portal}/diagnosis", nothing, (*call).diagnose},
		{post, "{portal}/search/index", content, (*call).runIndex},
		{post, "{portal}/applications", packets, (*call).importApplications},
		{patch, "{portal}/applications", packets, (*call).overwriteApplications},
		{post, "{portal}/logout", content, (*call).logout},

		{get, "{portal}/scheduler/jobs", nothing, (*call).listJobs},
		{post, "{portal}/scheduler/job/{type}", content, (*call).createJob},
		{get, "{portal}/scheduler/job/{id}", nothing, (*call).getJob},
		{patch, "{portal}/scheduler/job/{id}", content, (*call).changeJob},
		{del, "{portal}/scheduler/job/{id}", nothing, (*call).deleteJob},
		{get, "{portal}/scheduler/standby", nothing, read(docStandby)},
		{put, "{portal}/scheduler/standby", content, replace(docStandby)},
		{get, "{portal}/scheduler/configuration", nothing, read(docScheduler)},
		{patch, "{portal}/scheduler/configuration", content, change(docScheduler)},
		{put, "{portal}/scheduler/actions", content, (*call).actOnJobs},

		{get, "{portal}/mailservices", nothing, (*call).listMail},
		{post, "{portal}/mailservices", content, (*call).createMail},
		{get, "{portal}/mailservices/{id}", nothing, (*call).getMail},
		{patch, "{portal}/mailservices/{id}", content, (*call).changeMail},
		{get, "{portal}/mailservices/{id}/status", nothing, (*call).getMailStatus},
		{put, "{portal}/mailservices/{id}/status", content, (*call).setMailStatus},

		{post, "{portal}/users", content, (*call).createUser},
		{get, "{portal}/users/{user}", nothing, (*call).getUser},
		{patch, "{portal}/users/{user}", content, (*call).changeUser},
		{del, "{portal}/users/{user}", nothing, (*call).deleteUser},
		{get, "{portal}/users/{user}/groups", nothing, (*call).groupsOf},
		{put, "{portal}/users/{user}/groups/{group}", nothing, (*call).joinGroup},
		{del, "{portal}/users/{user}/groups/{group}", nothing, (*call).leaveGroup},
		{post, "{portal}/groups", content, (*call).createGroup},
		{get, "{portal}/groups/{group}", nothing, (*call).getGroup},
		{del, "{portal}/groups/{group}", nothing, (*call).deleteGroup},

		{get, "{portal}/licenses", nothing, (*call).listLicenses},
		{post, "{portal}/licenses", content, (*call).addLicense},
		{del, "{portal}/licenses/{key}", nothing, (*call).deleteLicense},
		{put, "{portal}/trial-license", content, (*call).startTrial},
	}
}

// call is one request, and inside its transaction also the view of the state.
type call struct {
	*view
	r        *http.Request
	segments []string
	op       *operation // nil where none stands
	others   []string   // the methods that stand there instead
	vars     map[string]string
	body     []byte
	zips     []*packet // what was uploaded
	portal   *portal   // of the path, nil where it names none
}

func (c *call) param(name string) string { return c.vars[name] }

// enter finds the portal of the path. One that is not in admin-api.yaml cannot
// be reached (contract §2.2).
func (c *call) enter() error {
	name := c.param("portal")
	if name == "" {
		return nil
	}
	switch c.portal = c.portalByName(name); {
	case c.portal == nil:
		return refuse(http.StatusNotFound, "portal %s not found", name)
	case c.portal.Unconfigured:
		return refuse(http.StatusNotFound, "portal %s is not configured in admin-api.yaml", name)
	}
	return nil
}

// at is the key of something that belongs to the call's portal.
func (c *call) at(parts ...string) string { return c.portal.at(parts...) }

// place is the Location of something below the portal: relative, without a
// leading slash, from the API's root (contract §2.7).
func (c *call) place(parts ...string) string {
	return c.portal.Name + "/" + strings.Join(parts, "/")
}

// discard removes what an upload left on disk.
func (c *call) discard() {
	for _, z := range c.zips {
		z.discard()
	}
}

// checkKind refuses a body that says it is something else. One that does not
// say what it is counts as what was due (contract §2.4).
func (c *call) checkKind(due string) error {
	said := c.r.Header.Get("Content-Type")
	if said == "" {
		return nil
	}
	if kind, _, err := mime.ParseMediaType(said); err != nil || !strings.EqualFold(kind, due) {
		return refuse(http.StatusUnsupportedMediaType, "Content-Type %s is not supported here: send %s", said, due)
	}
	return nil
}
