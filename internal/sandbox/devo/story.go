package devo

import "time"

// credentialsAPI stands for the invented audience of that type.
const credentialsAPI = "{credentials}"

// past is a token of the story; age and left are in days.
type past struct {
	account, name, owner, user, audience, scope string
	age, left                                   time.Duration
	eternal, disabled                           bool
}

// story is the tokens of every fresh state, the oldest first: working and
// disabled ones, expired and soon expiring ones, two of one name, over-broad
// ones, some whose owner has left, and some that their administrator may not
// see the value of.
func story() []past {
	all := []past{
		{name: "old collector", owner: goneEmail, user: goneEmail, audience: "http",
			scope: "table://box.unix.** level://admin", age: 900, left: -200, disabled: true},
		{name: "dashboards", owner: adminEmail, user: adminEmail, audience: "apiv2",
			scope: "table://*.** level://admin", age: 700, eternal: true},
		{name: "nightly export", owner: goneEmail, user: ingestEmail, audience: "apiv2-admin aggregations apiv2",
			scope: "table://siem.** level://admin", age: 640, left: 60},
		{name: "migration", owner: adminEmail, user: ingestEmail, audience: "apiv2",
			scope: "table://my.app.** level://admin", age: 395, left: -30},
		{name: "alert routing", owner: adminEmail, user: adminEmail, audience: "alerts",
			scope: "level://admin", age: 362, left: 3},
		{name: "firewall ingest", owner: adminEmail, user: ingestEmail, audience: "http",
			scope: "table://firewall.fortinet.** level://admin", age: 345, left: 20},
		{name: "ci ingest - app.web", owner: adminEmail, user: ingestEmail, audience: "http",
			scope: "table://my.app.web.errors level://admin", age: 320, left: 45, disabled: true},
		{name: "data science", owner: limitedEmail, user: limitedEmail, audience: "apiv2",
			scope: "table://my.app.?.* table://siem.logtrust.**", age: 200, left: 165},
		{name: "ci ingest - app.web", owner: adminEmail, user: ingestEmail, audience: "http",
			scope: "table://my.app.web.access level://admin", age: 65, left: 300},
		{name: "Qualität 品質 ποιότητα", owner: adminEmail, user: ingestEmail, audience: "aggregations",
			scope: "table://my.quality.**", age: 40, left: 325},
		{name: "red \x1b[31malert\x1b[0m", owner: viewerEmail, user: viewerEmail, audience: "alerts",
			scope: "level://admin", age: 30, left: 335},
		{name: "query everything", owner: adminEmail, user: adminEmail, audience: "apiv2 apiv2-admin",
			scope: "table://*.*.** level://admin", age: 12, left: 353},
		{name: "retired automation", owner: adminEmail, user: adminEmail, audience: credentialsAPI,
			scope: "level://admin", age: 11, left: 354, disabled: true},
		{account: otherAccount, name: "robot ingest", owner: otherEmail, user: otherEmail, audience: "http",
			scope: "table://my.robots.**", age: 10, left: 355},
	}
	for i := range all {
		if all[i].account == "" {
			all[i].account = homeAccount
		}
	}
	return all
}
