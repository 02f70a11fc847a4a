package iotinvites

import (
	"encoding/hex"
	"net/url"
	"strings"
)

const hintURL = "it looks like https://dashboard.example.com; /v1/api is added where there is no path"

// CheckAccount says what is wrong with an account id: a UUID in lower case,
// because the service compares text and answers upper case with 401 (§6). A
// value that is no UUID is not repeated: it may be a token pasted in its place.
// The error is a *rest.Error of kind BadInput.
func CheckAccount(s string) error {
	switch {
	case !IsUUID(s):
		return badInput("the account must be a UUID: 36 characters, hexadecimal digits and hyphens",
			"it looks like 0c574252-31d5-4b76-bce6-53f2c56b544d")
	case strings.ToLower(s) != s:
		return badInput("the account id has upper-case letters, and the service compares them as they are", "write it "+strings.ToLower(s))
	}
	return nil
}

// CheckInviteID says what is wrong with the id of an invitation: a UUID (§3).
// To anything else the service answers 500 (§4.4). The error is a *rest.Error
// of kind BadInput.
func CheckInviteID(s string) error {
	if IsUUID(s) {
		return nil
	}
	return badInput("the id of an invitation must be a UUID: 36 characters, hexadecimal digits and hyphens",
		"ids of 24 digits are of servers that are long gone")
}

// CheckURL says what is wrong with a base URL: http or https, a host, perhaps a
// port and a path, nothing else. The URL is not repeated, it may hold a
// password. The error is a *rest.Error of kind BadInput.
func CheckURL(s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil, u.Hostname() == "", u.Scheme != "https" && u.Scheme != "http":
		return badInput("the URL must begin with https:// and a host", hintURL)
	case u.User != nil:
		return badInput("the URL carries a user name or password", "give credentials as secrets, not in the URL")
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(s, "#"):
		return badInput("the URL must not have a query or fragment", hintURL)
	}
	return nil
}

// IsUUID reports whether text has the form of an id of this service: of a user,
// an account or an invitation.
func IsUUID(s string) bool {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	_, err := hex.DecodeString(s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:])
	return err == nil
}
