package intrexx

import (
	"encoding/json"
	"strings"
	"time"
	"unictl/internal/sandbox/service"
)

// license is one of a portal; its key is the record's.
type license struct {
	Count int64  `json:"count"`
	Ends  string `json:"ends,omitempty"` // of a trial, RFC 3339
}

const trialDays = 30

// listLicenses is GET /{portal}/licenses.
func (c *call) listLicenses() (answer, error) {
	var rows []document
	for key, l := range each[license](c.view, c.at("license", "")) {
		rows = append(rows, document{
			c.choice("license key", "key", "license_key"): key,
			c.choice("license count", "count", "units"):   l.Count, c.word("license ends"): l.Ends,
		})
	}
	return c.list("licenses", rows), nil
}

// addLicense is POST /{portal}/licenses (contract §8.1).
func (c *call) addLicense() (answer, error) {
	body, err := c.object()
	if err == nil {
		err = merge(document{"key": "", "count": 0}, body)
	}
	if err == nil {
		err = need(body, "key", "count")
	}
	if err != nil {
		return answer{}, err
	}
	key := text(body, "key")
	if err := checkLicense(key); err != nil {
		return answer{}, err
	}
	count, err := body["count"].(json.Number).Int64()
	if err != nil || count < 0 {
		return answer{}, badRequest("field \"count\" is no whole number from 0")
	}
	if get[license](c.view, c.at("license", key)) != nil {
		return answer{}, conflict("the licence is there already")
	}
	c.put(c.at("license", key), license{Count: count})
	return c.done("adding a licence", nil), nil
}

// checkLicense knows keys by their letters only.
func checkLicense(key string) error {
	if strings.Trim(key, readable) != "" || len(key) < 12 {
		return badRequest("the licence key is not valid: at least 12 letters and digits without 0, O, I and l are due")
	}
	return nil
}

// deleteLicense is DELETE /{portal}/licenses/{key}. Its refusal does not repeat
// the key.
func (c *call) deleteLicense() (answer, error) {
	key := c.at("license", c.param("key"))
	if get[license](c.view, key) == nil {
		return answer{}, notFound("licence", "of this key")
	}
	c.drop(key)
	return c.done("deleting a licence", nil), nil
}

// startTrial is PUT /{portal}/trial-license: once per portal, with any body.
func (c *call) startTrial() (answer, error) {
	if _, err := c.objectOrNothing(); err != nil {
		return answer{}, err
	}
	if c.portal.Trial {
		return answer{}, conflict("portal %s has had its trial licence", c.portal.Name)
	}
	c.portal.Trial = true
	c.putPortal(c.portal)
	c.put(c.at("license", c.secret(108)), license{Count: 10, Ends: c.now.AddDate(0, 0, trialDays).UTC().Format(time.RFC3339)})
	return c.done("trial licence", nil), nil
}

// licenseAPI is PUT /admin-api/license, which is not below a portal. Of the key
// only a hash is kept.
func (c *call) licenseAPI() (answer, error) {
	field := c.word("api license")
	body, err := c.object()
	if err == nil {
		err = merge(document{field: ""}, body)
	}
	if err == nil {
		err = need(body, field)
	}
	if err == nil {
		err = checkLicense(text(body, field))
	}
	if err != nil {
		return answer{}, err
	}
	c.put(keyLicense, service.Hash("", text(body, field)))
	return c.done("licensing the API", nil), nil
}
