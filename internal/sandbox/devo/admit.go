package devo

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"unictl/internal/sandbox/service"
)

// admit finds out who calls and whether they may.
func (c *call) admit() error {
	if c.op.probio {
		return c.admitProbio()
	}
	account, err := c.authenticate()
	if err != nil {
		return err
	}
	// The name is compared whole: without the tail it names no account
	// (contract §4). Of the accounts of others nothing is told.
	if c.account != account {
		return noAccount(c.account)
	}
	if c.caller.right < c.op.right {
		return refuse(http.StatusForbidden, "The role of the user lacks the permission API Credentials at level %s", c.op.right)
	}
	return c.checkMedia()
}

// authenticate sets the caller and returns the account that the credentials
// belong to.
func (c *call) authenticate() (account string, err error) {
	if c.r.Header.Get(signHeader) != "" {
		if !c.signed() {
			return "", badToken()
		}
		// An access key acts with all rights in its domain (contract §2.1).
		c.caller = personOf(c.known.Account, adminEmail)
		return c.known.Account, nil
	}
	t := c.tokenByValue(tokenIn(c.r.Header))
	if t == nil || !t.works(c.now) {
		return "", badToken()
	}
	if c.caller = personOf(t.Account, t.User); c.caller == nil {
		return "", badToken()
	}
	if u := c.user(t.Account, t.User); u == nil || u.Status != statusActive {
		return "", badToken()
	}
	if !c.op.probio && !t.hasAudience(c.made.Audience) {
		return "", refuse(http.StatusForbidden, "The token is not of type Credentials API")
	}
	return t.Account, nil
}

// tokenIn is the value in either header that the hosts of this API know
// (contract §2.1); "" when there is none.
func tokenIn(h http.Header) string {
	if h.Get("Authorization") != "" {
		value, found := service.Bearer(h)
		if !found {
			return "" // another scheme
		}
		return value
	}
	return h.Get("standAloneToken")
}

const (
	signHeader = "x-logtrust-sign"
	timeHeader = "x-logtrust-timestamp"
	// clockSkew is how far a timestamp may be off; the real limit is not public.
	clockSkew = 5 * time.Minute
)

// signed checks the signature of an access key over the bytes of the body.
// Which key header this API would want is not public: any will do (contract §2.2).
func (c *call) signed() bool {
	h := c.r.Header
	stamp := h.Get(timeHeader)
	millis, err := strconv.ParseInt(stamp, 10, 64)
	if off := instant(millis) - c.now; err != nil || off < -instant(clockSkew.Milliseconds()) || off > instant(clockSkew.Milliseconds()) {
		return false
	}
	key := h.Get("x-logtrust-domain-apikey")
	if key == "" {
		key = h.Get("x-logtrust-reseller-apikey")
	}
	if key == "" {
		key = h.Get("x-logtrust-apikey")
	}
	want := signature(c.known.APIKey, c.known.APISecret, stamp, c.body)
	return key == c.known.APIKey && hmac.Equal([]byte(want), []byte(h.Get(signHeader)))
}

// signature is contract §2.2: the key, the body and the time, in this order.
func signature(key, secret, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(key))
	mac.Write(body)
	mac.Write([]byte(stamp))
	return hex.EncodeToString(mac.Sum(nil))
}

// right is the level at which a role has the permission "API Credentials".
type right int

const (
	rightNone right = iota
	rightView
	rightManage
)

func (r right) String() string { return [...]string{"None", "View", "Manage"}[r] }

const (
	homeAccount  = "northwind@machines"
	otherAccount = "contoso@robotics"

	adminEmail   = "maren.solberg@example.com"
	viewerEmail  = "piotr.nowak@example.com"
	limitedEmail = "claire.fontaine@example.com"
	goneEmail    = "gerd.altmann@example.com" // no longer a user of the domain
	ingestEmail  = "svc-ci@example.com"
	otherEmail   = "rita.sommer@example.org"
)

// person is a user of a domain. This API neither shows nor changes them.
type person struct {
	account, email string
	right          right
	audiences      []string // that the policies allow; nil is all
}

func people() []person {
	return []person{
		{homeAccount, adminEmail, rightManage, nil},
		{homeAccount, viewerEmail, rightView, nil},
		{homeAccount, limitedEmail, rightManage, []string{"http"}},
		{homeAccount, ingestEmail, rightNone, nil},
		{otherAccount, otherEmail, rightManage, nil},
	}
}

// personOf finds a user of a domain; nil when there is none.
func personOf(account, email string) *person {
	for _, p := range people() {
		if p.account == account && strings.EqualFold(p.email, email) {
			return &p
		}
	}
	return nil
}

// properties reads a body: an object of strings and nulls. It is strict about
// names, so that a field that was made up cannot seem to work.
func (c *call) properties(known ...string) (map[string]string, error) {
	var given map[string]*string
	if err := json.Unmarshal(c.body, &given); err != nil || given == nil {
		return nil, badRequest("The body is not the JSON object that was due")
	}
	in := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(known, name) {
			return nil, badRequest("Unrecognized property %s", name)
		}
		if value := given[name]; value != nil {
			in[name] = *value
		}
	}
	return in, nil
}

// checkMedia wants any body declared as JSON (contract §2.1).
func (c *call) checkMedia() error {
	if len(c.body) == 0 {
		return nil
	}
	if media, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type")); err != nil || media != mediaJSON {
		return refuse(http.StatusUnsupportedMediaType, "Content-Type application/json is required")
	}
	return nil
}
