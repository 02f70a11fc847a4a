package intrexx

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

const (
	apiUser = "iaa-admin"
	// The seeded portals; the last one is not in admin-api.yaml.
	firstPortal, otherPortal, lostPortal = "intranet", "staging", "archive"
)

// Seed fills the bucket that root gives with a fresh state. Its size is the
// same whatever number of people the sandbox has: this API lists none.
func (s *Service) Seed(ctx context.Context, root func(*bolt.Tx) *bolt.Bucket, _ int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.DB.Update(func(tx *bolt.Tx) error {
		v := &view{State: service.State{Root: root(tx)}, s: s, now: s.Now()}
		v.facts = facts{Salt: v.s.Random.Hex(16), Plain: !s.Scrambled, Secret: v.secret(43), User: apiUser, Password: v.secret(24)}
		v.put(keyFacts, v.facts)
		v.tellStory()
		return v.Err()
	})
}

// tellStory makes the templates and three portals: one with much in it, one
// to stage to, and one that cannot be reached.
func (v *view) tellStory() {
	for i, name := range []string{"blank", "intranet", "customer"} {
		v.put(templateKey(i), template{Name: name, Path: "/opt/intrexx/orgtempl/" + name + "/"})
	}
	for _, p := range []portal{
		{Name: firstPortal, Display: "Intranet Northwind", BaseURL: "https://intranet.example.com"},
		{Name: otherPortal, Display: "Staging Northwind", BaseURL: "https://staging.example.com"},
		{Name: lostPortal, Display: "Archive 2019", BaseURL: "https://archive.example.com", Unconfigured: true},
	} {
		v.newPortal(&p)
	}
	first, other := v.portalByName(firstPortal), v.portalByName(otherPortal)
	if first == nil || other == nil {
		v.Fail(errNoState)
		return
	}
	v.seedJobs(first, other)
	v.seedMail(first, other)
}

// newPortal fills a portal: its documents, the two groups and the administrator
// of every new one (contract §2.3, §7.4), and a licence.
func (v *view) newPortal(p *portal) {
	p.GUID = v.guid()
	p.Next = 3
	v.putPortal(p)
	for name, doc := range v.freshDocuments(p) {
		v.put(p.at("doc", name), doc)
	}
	for _, name := range []string{"Administrators", "Users"} {
		g := v.newGroup(p)
		g.Doc[v.word("group name")] = name
		v.putGroup(p, g)
	}
	admin := v.newUser(p)
	if err := merge(admin.Doc, document{
		"general_settings": document{"first_name": "Portal", "last_name": "Administrator", "object_name": "administrator"},
		"contact":          document{"email": document{"work": "administrator@" + p.Name + ".example"}},
		"account":          document{"login_username": "administrator"},
	}); err != nil {
		v.Fail(fmt.Errorf("seed of %s: %w", p.Name, err))
	}
	admin.setPassword(v.secret(24), v)
	admin.Groups = []int{3, 4}
	v.putUser(p, admin)
	v.putPortal(p)
	v.put(p.at("license", v.secret(108)), license{Count: 25})
}

// The documents of a portal that are read and changed as a whole.
const (
	docWebServer = "webserver"
	docSettings  = "settings"
	docMobile    = "mobile"
	docReports   = "reports"
	docExport    = "export"
	docScheduler = "scheduler"
	docStandby   = "standby"
)

// freshDocuments are those of a new portal. Of the names only base_url and five
// settings are public (contract §4).
func (v *view) freshDocuments(p *portal) map[string]document {
	return map[string]document{
		docWebServer: {"base_url": p.BaseURL},
		docSettings:  v.freshSettings(),
		docMobile:    {v.word("mobile key"): v.secret(32)},
		docReports: {
			v.word("reports engine"): v.word("reports engine0"),
			v.word("reports configuration"): document{
				v.word("reports workers"): 2, v.word("reports cached"): true, v.word("reports folder"): "/opt/intrexx/reports",
			},
			v.word("reports formats"): []any{"pdf", "xlsx"},
		},
		docExport: {
			v.word("export name"): p.Name + "-nightly", v.word("export folder"): "/opt/intrexx/export",
			v.word("export overwrite"): true, v.word("export kept"): 5,
			v.word("export cleaned"): document{v.word("export mail"): true, v.word("export passwords"): true},
		},
		docScheduler: {
			v.word("scheduler threads"): 10, v.word("scheduler late"): document{v.word("scheduler seconds"): 60, v.word("scheduler skips"): false},
			v.word("scheduler calendars"): []any{},
		},
		docStandby: {v.word("standby on"): false, v.word("standby node"): "scheduler-" + p.Name},
	}
}

func (v *view) freshSettings() document {
	proxy := v.word("settings proxy")
	return document{
		"jvm_minimal_memory_mb": 512, "jvm_maximal_memory_mb": 2048, "session_timeout_sek": 3600,
		"anonymous_session_timeout_sek": 1800, "workflow_event_on_login": false,
		v.word("settings mode"):      "production",
		v.word("settings languages"): []any{"de", "en"},
		proxy: document{
			v.word("settings host"): "proxy.example.com", v.word("settings port"): 3128, v.word("settings active"): false,
			v.word("settings proxy secret") + "_password": v.secret(16),
		},
	}
}
