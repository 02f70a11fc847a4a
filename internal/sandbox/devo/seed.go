package devo

import (
	"context"
	"slices"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

// Seed fills the bucket that root gives with a fresh state. Its size is the
// same whatever number of people the sandbox has: this API shows tokens only.
func (s *Service) Seed(ctx context.Context, root func(*bolt.Tx) *bolt.Bucket, _ int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.DB.Update(func(tx *bolt.Tx) error {
		v := &view{State: service.State{Root: root(tx)}, ids: s.Random, now: at(s.Now()), made: invent(s.Random, s.Scrambled)}
		v.known = credentials{Account: homeAccount, APIKey: s.Random.Hex(16), APISecret: s.Random.Hex(32), Tokens: map[string]string{}}
		v.Buckets(v.Root, bTokens, bValues)
		if v.Err() != nil {
			return v.Err()
		}
		v.tellUsers()
		v.tellStory()
		v.save(keyInventions, v.made)
		v.save(keyCredentials, v.known)
		return v.Err()
	})
}

// tellStory makes the seeded tokens, the oldest first, and the callers' own.
func (v *view) tellStory() {
	v.Fail(v.tokens().SetSequence(uint64(100 + v.ids.Below(900))))
	for _, p := range story() {
		created := v.now.add(-p.age * day)
		t := &token{Account: p.account, Name: p.name, Owner: p.owner, User: p.user, Audience: p.audience,
			Scope: p.scope, Active: !p.disabled, Created: created, Updated: created, Value: v.ids.Hex(16)}
		if !p.eternal {
			t.Expires = v.now.add(p.left * day)
		}
		if p.disabled {
			t.Updated = created.add(7 * day)
		}
		t.Audience = strings.ReplaceAll(t.Audience, credentialsAPI, v.made.Audience)
		v.put(t)
	}
	for _, k := range keyholders() {
		v.issue(k, false)
	}
}

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

// credentials are what a state hands out to be called with. They are the
// sandbox's own and open nothing else, so they are kept as they are.
type credentials struct {
	Account   string            `json:"account"`
	APIKey    string            `json:"apiKey"`
	APISecret string            `json:"apiSecret"`
	Tokens    map[string]string `json:"tokens"` // values by setting
}

// keyholder is someone who is given a token of type "Credentials API", which
// in the real service only the web interface makes first (contract §2.1).
type keyholder struct {
	setting, name, account, owner, user string
}

func keyholders() []keyholder {
	return []keyholder{
		{"token", "unictl", homeAccount, adminEmail, adminEmail},
		{"viewer_token", "token review", homeAccount, adminEmail, viewerEmail},
		{"limited_token", "source onboarding", homeAccount, adminEmail, limitedEmail},
		{"other_token", "unictl", otherAccount, otherEmail, otherEmail},
	}
}

// issue makes a keyholder's token and notes its value. A hidden one stands in
// no list: what somebody deleted does not come back.
func (v *view) issue(k keyholder, hidden bool) {
	t := &token{Account: k.account, Name: k.name, Owner: k.owner, User: k.user, Audience: v.made.Audience, Scope: "level://admin",
		Active: true, Created: v.now, Updated: v.now, Expires: v.now.add(tokenLife), Value: v.ids.Hex(16), Hidden: hidden}
	v.put(t)
	v.known.Tokens[k.setting] = t.Value
}

// Settings is how a client would be configured for this state: url (without
// the /ws of the paths), account, token of someone who may do everything, and
// api_key with api_secret to sign with. Further keys are other callers to try:
// viewer_token may only read, limited_token may make tokens of audience http
// only, and other_token belongs to other_account. A token that no longer works
// (disabled, deleted or expired) stays as it is. One that is in no list stands
// here in its place, so that the sandbox can still be used.
func (s *Service) Settings(base string) (map[string]string, error) {
	var known credentials
	stale, older := false, false
	err := s.Look(func(v *view) error {
		known, stale, older = v.known, len(v.stale()) > 0, v.Root.Bucket([]byte(bUsers)) == nil
		return nil
	})
	if err == nil && older { // a state that was made before there were users
		err = s.Change(func(v *view) error {
			v.made.Disabled = "disabled"
			v.save(keyInventions, v.made)
			v.tellUsers()
			return nil
		})
	}
	if err == nil && stale {
		known, err = s.reissue()
	}
	all := map[string]string{"url": base, "account": known.Account, "api_key": known.APIKey,
		"api_secret": known.APISecret, "other_account": otherAccount}
	for setting, value := range known.Tokens {
		all[setting] = value
	}
	return all, err
}

// stale lists whose token no longer works.
func (v *view) stale() (out []keyholder) {
	for _, k := range keyholders() {
		if t := v.tokenByValue(v.known.Tokens[k.setting]); t == nil || !t.works(v.now) {
			out = append(out, k)
		}
	}
	return out
}

func (s *Service) reissue() (known credentials, err error) {
	err = s.Change(func(v *view) error {
		for _, k := range v.stale() {
			v.issue(k, true)
		}
		v.save(keyCredentials, v.known)
		known = v.known
		return nil
	})
	return known, err
}

// AddLookalikes makes a token whose name is the id of another one, and users
// whose name, or nearly whose address, is that of another one.
func (s *Service) AddLookalikes() error {
	return s.Change(func(v *view) error {
		v.addUserLookalikes()
		all := v.tokensOf(homeAccount)
		if len(all) == 0 || slices.ContainsFunc(all, func(t *token) bool { return t.Name == all[0].key() }) {
			return nil
		}
		v.put(&token{Account: homeAccount, Name: all[0].key(), Owner: adminEmail, User: ingestEmail, Audience: "http", Scope: "table://my.app.**",
			Active: true, Created: v.now, Updated: v.now, Expires: v.now.add(tokenLife), Value: v.ids.Hex(16)})
		return nil
	})
}
