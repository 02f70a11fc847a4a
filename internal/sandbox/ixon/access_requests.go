package ixon

import (
	"net/http"
	"slices"

	"unictl/internal/sandbox/service"
)

// accessRequest is somebody's wish to reach a device for a while, which one of
// a few people allows (contract §6.9).
type accessRequest struct {
	entity
	Agent     string   `json:"agent"`
	User      string   `json:"user"`
	Approver  string   `json:"approver,omitempty"`
	VPN       bool     `json:"vpn,omitempty"`
	Servers   []string `json:"servers,omitempty"`
	Start     instant  `json:"start"`
	End       instant  `json:"end"`
	Status    string   `json:"status"` // pending, approved, rejected, revoked
	Reason    string   `json:"reason"`
	Created   instant  `json:"created"`
	Updated   instant  `json:"updated,omitempty"`
	Approvers []string `json:"approvers,omitempty"` // who may
	Review    instant  `json:"review,omitempty"`    // until when
}

func accessRequestOperations() []operation {
	list := source{
		shape:  func(sh *shapes) *schema { return sh.accessRequest },
		bucket: ownBucket(bRequests),
		load: func(c *call, id string, value []byte) any {
			if r := decode[accessRequest](c.view, id, value); r != nil && r.Agent == c.param("agentId") {
				return r
			}
			return nil
		},
	}
	const path = "/agents/{agentId}/access-requests"
	return member(
		operation{rel: "AgentAccessRequestList", method: "GET", path: path, serve: list.list},
		operation{rel: "AgentAccessRequestList", method: "POST", path: path, serve: askForAccess},
		operation{rel: "AgentAccessRequest", method: "GET", path: path + "/{publicId}", serve: list.get},
		operation{rel: "AgentAccessRequestAuthenticatedApprove", method: "POST", path: path + "/approve/{publicId}", serve: decide("approved")},
		operation{rel: "AgentAccessRequestAuthenticatedReject", method: "POST", path: path + "/reject/{publicId}", serve: decide("rejected")},
		operation{rel: "AgentAccessRequestResendList", method: "POST", path: path + "/resend", serve: resendAccessRequests},
		operation{rel: "AgentAccessRequestResend", method: "POST", path: path + "/resend/{publicId}/resend", serve: resendAccessRequests},
	)
}

func accessRequestSchema() *schema {
	bare := linkSchema(func(*view, string) string { return "" })
	named := namedSchema()
	return &schema{unasked: "status", fields: []field{
		text("publicId", func(r *accessRequest) string { return r.ID }),
		one("agent", bare, func(_ *view, r *accessRequest) *link { return linkTo(r.Agent) }),
		one("user", named, func(v *view, r *accessRequest) *link { return v.userLink(r.User) }),
		one("approver", named, func(v *view, r *accessRequest) *link { return v.userLink(r.Approver) }),
		one("approverCompany", bare, func(v *view, r *accessRequest) *link {
			if r.Approver == "" {
				return nil
			}
			return linkTo(v.coID)
		}),
		flag("vpn", func(r *accessRequest) bool { return r.VPN }),
		many("servers", named, func(_ *view, r *accessRequest) []*link { return serverLinks(r.Servers) }),
		moment("start", func(r *accessRequest) instant { return r.Start }),
		moment("end", func(r *accessRequest) instant { return r.End }),
		text("status", func(r *accessRequest) string { return r.Status }),
		text("reason", func(r *accessRequest) string { return r.Reason }),
		moment("createdOn", func(r *accessRequest) instant { return r.Created }),
		moment("updatedOn", func(r *accessRequest) instant { return r.Updated }),
		many("allowedApprovers", named, func(v *view, r *accessRequest) (all []*link) {
			for _, id := range r.Approvers {
				all = append(all, v.userLink(id))
			}
			return all
		}),
		moment("reviewExpiresOn", func(r *accessRequest) instant { return r.Review }),
	}}
}

// servers are what each device of the sandbox has to be reached, by id.
func servers() map[string]string {
	return map[string]string{"S3rv3rVNC001": "VNC panel", "S3rv3rWEB002": "Web interface"}
}

func serverLinks(ids []string) (all []*link) {
	for _, id := range ids {
		all = append(all, &link{id: id, name: servers()[id]})
	}
	return all
}

func askForAccess(c *call) (answer, error) {
	if fetch[agent](c.view, c.own(bAgents), c.param("agentId")) == nil {
		return answer{}, notFound()
	}
	return c.create(func(f *form) string {
		r := &accessRequest{Agent: c.param("agentId"), User: c.caller.ID, Status: "pending", Created: c.now, Review: c.now + 2*day}
		r.ID = c.s.publicID()
		r.VPN, _ = f.flag("vpn")
		r.Servers = f.needed("servers", func(id string) bool { return servers()[id] != "" })
		r.Start, _ = f.future("start")
		r.End, _ = f.future("end")
		r.Reason, _ = f.text("reason", 0, 65535, true)
		r.Approvers = f.needed("allowedApprovers", c.isMember)
		f.require(r.Start != 0 && r.End > r.Start, "end")
		if f.bad {
			return ""
		}
		c.Put(c.own(bRequests), r.ID, r)
		c.record(&logEntry{Action: "CREATE", Kind: "AgentAccessRequest", Agent: r.Agent, User: r.User, After: shown(c.view, c.s.shapes.accessRequest, r)})
		return r.ID
	})
}

// needed reads a list of references that all must exist.
func (f *form) needed(name string, known func(id string) bool) []string {
	ids, given := f.refs(name)
	if !given && !f.bad {
		f.fault(http.StatusBadRequest, msgRequiredProperty, name)
	}
	for _, id := range ids {
		f.require(known(id), name)
	}
	return ids
}

// accessRequestInfo is what a decision answers.
type accessRequestInfo struct {
	DeviceName   string   `json:"deviceName"`
	ServiceNames []string `json:"serviceNames"`
	VPN          bool     `json:"vpn"`
	EmailAddress string   `json:"emailAddress"`
}

func (c *call) openRequest(id string) (*accessRequest, error) {
	r := fetch[accessRequest](c.view, c.own(bRequests), id)
	switch {
	case r == nil || r.Agent != c.param("agentId"):
		return nil, notFound()
	case r.Status != "pending" || r.Review <= c.now:
		return nil, refuse(http.StatusConflict, "This access request is "+r.standing(c.now)+".", "publicId")
	}
	return r, nil
}

func (r *accessRequest) standing(now instant) string {
	if r.Status == "pending" && r.Review <= now {
		return "expired"
	}
	return r.Status
}

// decide is for those whom the request names, and for an administrator.
func decide(status string) func(*call) (answer, error) {
	return func(c *call) (answer, error) {
		r, err := c.openRequest(c.param("publicId"))
		if err != nil {
			return answer{}, err
		}
		if !slices.Contains(r.Approvers, c.caller.ID) && !c.rightsOf(c.caller.ID).admin() {
			return answer{}, denied()
		}
		before := shown(c.view, c.s.shapes.accessRequest, r)
		r.Status, r.Approver, r.Updated = status, c.caller.ID, c.now
		c.Put(c.own(bRequests), r.ID, r)
		c.record(&logEntry{Action: "UPDATE", Kind: "AgentAccessRequest", Agent: r.Agent, User: r.User,
			Before: before, After: shown(c.view, c.s.shapes.accessRequest, r)})
		info := accessRequestInfo{ServiceNames: []string{}, VPN: r.VPN}
		if a := fetch[agent](c.view, c.own(bAgents), r.Agent); a != nil {
			info.DeviceName = a.Name
		}
		for _, id := range r.Servers {
			info.ServiceNames = append(info.ServiceNames, servers()[id])
		}
		if u := c.user(r.User); u != nil {
			info.EmailAddress = u.Email
		}
		return answer{data: service.Encode(info)}, nil
	}
}

// resendAccessRequests sends the mails to the approvers once more.
func resendAccessRequests(c *call) (answer, error) {
	if id := c.param("publicId"); id != "" {
		_, err := c.openRequest(id)
		return nothing(), err
	}
	_, err := c.each(func(f *form) {
		if id := f.target(); id != "" {
			if _, err := c.openRequest(id); err != nil {
				f.missing()
			}
		}
	})
	return nothing(), err
}

// requests are open, decided, and too late to be decided.
func (d *seeder) requests(v *view) {
	agents := every[agent](v, v.own(bAgents))
	for i, r := range []accessRequest{
		{Status: "pending", Reason: "Replace the panel of line 4", VPN: true, Review: v.now + day},
		{Status: "pending", Reason: "Read the counters", Review: v.now - day},
		{Status: "approved", Reason: "Yearly service", Approver: d.known.Admin, Updated: v.now - 3*day, Review: v.now - 2*day},
	} {
		r.ID, r.Agent, r.User, r.Approvers = v.s.publicID(), agents[i%len(agents)].ID, d.known.Viewer, []string{d.known.Admin}
		r.Servers = []string{"S3rv3rVNC001"}
		r.Created, r.Start, r.End = v.now-4*day, v.now+day, v.now+2*day
		v.Put(v.own(bRequests), r.ID, r)
	}
}
