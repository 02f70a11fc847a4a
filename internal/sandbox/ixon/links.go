package ixon

// userLink names a user; nil for nobody.
func (v *view) userLink(id string) *link {
	if id == "" {
		return nil
	}
	return &link{id: id, name: v.userName(id)}
}

func (v *view) companyLink(id string) *link {
	if co := v.company(id); co != nil {
		return &link{id: id, name: co.Name}
	}
	return nil
}

func (v *view) appLink(id string) *link {
	if app := fetch[application](v, v.shared(bApps), id); app != nil {
		return &link{id: id, name: app.Name}
	}
	return nil
}

func (v *view) inviteEmail(id string) string {
	if i := v.invite(id); i != nil {
		return i.Email
	}
	return ""
}
