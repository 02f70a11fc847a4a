package intrexx

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"
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
	return s.db.Update(func(tx *bolt.Tx) error {
		v := &view{s: s, root: root(tx), now: s.now()}
		v.facts = facts{Salt: v.s.random.Hex(16), Secret: v.secret(43), User: apiUser, Password: v.secret(24)}
		v.put(keyFacts, v.facts)
		v.tellStory()
		return v.err
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
		v.fail(errNoState)
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
		v.fail(fmt.Errorf("seed of %s: %w", p.Name, err))
	}
	admin.setPassword(v.secret(24), v)
	admin.Groups = []int{3, 4}
	v.putUser(p, admin)
	v.putPortal(p)
	v.put(p.at("license", v.secret(108)), license{Count: 25})
}
