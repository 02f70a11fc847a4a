package intrexx

import "encoding/json"

// PortalName is how a portal that is to be created is called: its display name,
// from p or from a body of one's own; "a portal" when neither says.
func PortalName(p PortalCreate, body json.RawMessage) string {
	if p.Portal.DisplayName != "" {
		return p.Portal.DisplayName
	}
	if name := (Object{body}).section("portal").first("displayname"); name != "" {
		return name
	}
	return "a portal"
}

// UserName is how a user that is to be created is called: the name to log in
// with, from u or from a body of one's own; "a user" when neither says.
func UserName(u UserCreate, body json.RawMessage) string {
	if u.LoginUsername != "" {
		return u.LoginUsername
	}
	if name := (Object{body}).section("account").first("loginusername"); name != "" {
		return name
	}
	return "a user"
}
