package ixon

import (
	"encoding/json"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
)

const keyCredentials = "credentials"

// seededTokenLife is as long as a token can live (contract §3.1).
const seededTokenLife = maxExpiresIn * time.Second

// credentials are what a state hands out to be signed in with. They are the
// sandbox's own and open nothing else, so they are kept as they are.
type credentials struct {
	Application, Company             string
	Admin, AdminToken                string
	Viewer, ViewerToken              string
	ServiceApplication, ServiceToken string
	Password, OTP                    string
	Salt                             string // of the invented envelope types
	AdminEmail, ViewerEmail          string
}

func (v *view) credentials() credentials {
	var known credentials
	if err := json.Unmarshal(v.root.Get([]byte(keyCredentials)), &known); err != nil {
		v.fail(err)
	}
	return known
}

// Settings is how a client would be configured for this state: url,
// ending with a slash so that a path can be appended to it, application, company, and token or email, password and otp, of someone who
// may do everything. The otp stays the same for a state, and is everybody's who
// has a second factor. Further keys are other callers to try: viewer_token may
// only read, viewer_email signs in with the same password and no otp, and
// service_token goes with service_application. In a state too small for a
// service account those two are empty. Tokens that were revoked or ran out are
// made to work again.
func (s *Service) Settings(base string) (map[string]string, error) {
	var known credentials
	err := s.db.Update(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
		if err != nil {
			return err
		}
		known = v.credentials()
		v.buckets(v.root, bDevices) // which earlier versions did not have
		v.refresh(known.AdminToken, known.Admin, known.Application)
		v.refresh(known.ViewerToken, known.Viewer, known.Application)
		return v.err
	})
	return map[string]string{
		"url":                 strings.TrimSuffix(base, "/") + "/",
		"application":         known.Application,
		"company":             known.Company,
		"token":               known.AdminToken,
		"email":               known.AdminEmail,
		"password":            known.Password,
		"otp":                 known.OTP,
		"viewer_token":        known.ViewerToken,
		"viewer_email":        known.ViewerEmail,
		"service_application": known.ServiceApplication,
		"service_token":       known.ServiceToken,
	}, err
}

// refresh renews a seeded token in the second half of its life.
func (v *view) refresh(secret, userID, app string) {
	t := v.tokenBySecret(secret)
	if t != nil && t.Expires > v.now.add(seededTokenLife/2) {
		return
	}
	if t == nil {
		t = &token{User: userID, App: app, Created: v.now}
	}
	t.Expires = v.now.add(seededTokenLife)
	v.putToken(t, secret)
}
