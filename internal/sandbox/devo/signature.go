package devo

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

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
