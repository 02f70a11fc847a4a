package intrexx

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
