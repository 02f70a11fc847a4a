package devo

import bolt "go.etcd.io/bbolt"

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

// issue makes a keyholder's token and notes its value.
func (v *view) issue(k keyholder) {
	t := &token{Account: k.account, Name: k.name, Owner: k.owner, User: k.user, Audience: v.made.Audience, Scope: "level://admin",
		Active: true, Created: v.now, Updated: v.now, Expires: v.now.add(tokenLife), Value: v.ids.Hex(16)}
	v.put(t)
	v.known.Tokens[k.setting] = t.Value
}

// Settings is how a client would be configured for this state: url (without
// the /ws of the paths), account, token of someone who may do everything, and
// api_key with api_secret to sign with. Further keys are other callers to try:
// viewer_token may only read, limited_token may make tokens of audience http
// only, and other_token belongs to other_account. A token that no longer works
// (disabled, deleted or expired) stays as it is, and a new one stands here in
// its place.
func (s *Service) Settings(base string) (map[string]string, error) {
	var known credentials
	stale := false
	err := s.db.View(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
		if err != nil {
			return err
		}
		known, stale = v.known, len(v.stale()) > 0
		return v.err
	})
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
	return known, s.db.Update(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
		if err != nil {
			return err
		}
		for _, k := range v.stale() {
			v.issue(k)
		}
		v.save(keyCredentials, v.known)
		known = v.known
		return v.err
	})
}
