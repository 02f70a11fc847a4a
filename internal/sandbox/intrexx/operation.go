package intrexx

import (
	"net/http"
	"net/url"
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

// operations are in the order in which they are tried: all 53 of contract §12.
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

// match reads the values of the {names} from the segments of a path.
func (op *operation) match(segments []string) (map[string]string, bool) {
	names := strings.Split(op.path, "/")
	if len(names) != len(segments) {
		return nil, false
	}
	values := map[string]string{}
	for i, name := range names {
		if strings.HasPrefix(name, "{") && segments[i] != "" {
			values[strings.Trim(name, "{}")] = segments[i]
		} else if name != segments[i] {
			return nil, false
		}
	}
	return values, true
}

// find is the operation of a method and path, with the values of its {names};
// nil with the methods that the path does have, which may be none.
func (s *Service) find(method string, segments []string) (op *operation, vars map[string]string, others []string) {
	for i := range s.routes {
		values, ok := s.routes[i].match(segments)
		switch {
		case ok && s.routes[i].method == method:
			return &s.routes[i], values, nil
		case ok:
			others = append(others, s.routes[i].method)
		}
	}
	return nil, nil, others
}

// segmentsOf takes a path apart and decodes each segment.
func segmentsOf(path string) []string {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, s := range segments {
		if plain, err := url.PathUnescape(s); err == nil {
			segments[i] = plain
		}
	}
	return segments
}
