package intrexx

import (
	"strings"
	"unicode"
)

// CheckPortal reports what is wrong with the name of a portal: *rest.Error of
// kind BadInput. A portal named like a fixed path cannot be reached (§2.2).
func CheckPortal(name string) error {
	switch strings.ToLower(name) {
	case "":
		return badInput("the name of the portal is empty", "its name is the one in the server's admin-api.yaml")
	case "auth", "portals", "templates", "admin-api":
		return badInput("the name of the portal collides with a path of the API: "+name,
			"a portal cannot be reached under this name: rename it in the server's admin-api.yaml")
	}
	if why := unfit(name); why != "" {
		return badInput("the name of the portal "+why, "it is the one in the server's admin-api.yaml")
	}
	return nil
}

// CheckID reports what is wrong with an id, of whatever object: *rest.Error of
// kind BadInput. Ids are opaque (§2.3): users and groups have small numbers in
// the vendor's samples, portals have a GUID.
func CheckID(id string) error {
	if id == "" {
		return badInput("the id is empty", "")
	}
	if why := unfit(id); why != "" {
		return badInput("the id "+why, "ids are numbers or GUIDs, without a path")
	}
	return nil
}

// unfit says why text must not become a segment of a path; "" = it may.
func unfit(text string) string {
	switch {
	case strings.ContainsAny(text, `/\`):
		return "must not have a slash or backslash in it"
	case text == "." || text == "..":
		return "must not be . or .."
	case strings.ContainsFunc(text, unicode.IsControl):
		return "has a control character in it"
	case strings.TrimSpace(text) != text:
		return "has blanks around it"
	}
	return ""
}

// IsGUID reports that text looks like the GUID of an Intrexx object: 40 hex
// digits in the vendor's samples (§2.2); 32, and 36 with hyphens, are let pass
// as other forms of a GUID. What does not look like one may still be an id.
func IsGUID(text string) bool {
	if len(text) == 36 {
		for _, at := range []int{8, 13, 18, 23} {
			if text[at] != '-' {
				return false
			}
		}
		text = strings.ReplaceAll(text, "-", "")
		return len(text) == 32 && isHex(text)
	}
	return (len(text) == 40 || len(text) == 32) && isHex(text)
}

func isHex(text string) bool { return strings.Trim(text, "0123456789abcdefABCDEF") == "" }
