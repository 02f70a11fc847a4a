package ixon

import (
	"context"
	"iter"
	"net/http"
	"time"

	"unictl/internal/rest"
)

// AccessRequestFields are the fields asked for of access requests.
const AccessRequestFields = "publicId,agent(publicId),user(publicId,name),approver(publicId,name),vpn,servers(publicId,name)," +
	"start,end,status,reason,createdOn,updatedOn,allowedApprovers(publicId,name),reviewExpiresOn"

// States of an access request (§6.9).
const (
	RequestApproved = "approved"
	RequestPending  = "pending"
	RequestRejected = "rejected"
	RequestRevoked  = "revoked"
)

// AccessRequest is somebody's wish to reach a device for a time, where the device
// demands approval (§6.9).
type AccessRequest struct {
	PublicID         string      `json:"publicId"`
	Agent            Reference   `json:"agent"`
	User             Reference   `json:"user"`     // who asks
	Approver         Reference   `json:"approver"` // who decided; zero = null: nobody yet
	VPN              bool        `json:"vpn"`
	Servers          []Reference `json:"servers"`
	Start            *time.Time  `json:"start"`
	End              *time.Time  `json:"end"`
	Status           string      `json:"status"` // one of the Request… words
	Reason           string      `json:"reason"`
	CreatedOn        *time.Time  `json:"createdOn"`
	UpdatedOn        *time.Time  `json:"updatedOn"`
	AllowedApprovers []Reference `json:"allowedApprovers"`
	ReviewExpiresOn  *time.Time  `json:"reviewExpiresOn"` // until then it can be decided; nil = null
}

// AccessRequests lists the requests for one agent: GET
// /agents/{agentId}/access-requests (§6.9). There is no list of all agents.
func (c *Client) AccessRequests(ctx context.Context, agentID string) iter.Seq2[rest.Item[AccessRequest], error] {
	return list[AccessRequest](ctx, c, "AgentAccessRequestList", rest.Path("agents", agentID, "access-requests"), AccessRequestFields)
}

// AccessRequest is GET /agents/{agentId}/access-requests/{publicId} (§6.9).
func (c *Client) AccessRequest(agentID, id string) rest.Call[rest.Item[AccessRequest]] {
	return get[AccessRequest](c, "AgentAccessRequest", rest.Path("agents", agentID, "access-requests", id), AccessRequestFields)
}

// AccessDecided is the answer to a decision: what it was about (§6.9).
type AccessDecided struct {
	DeviceName   string   `json:"deviceName"`
	ServiceNames []string `json:"serviceNames"`
	VPN          bool     `json:"vpn"`
	EmailAddress string   `json:"emailAddress"` // of who asked
}

// ApproveAccessRequest is POST /agents/{agentId}/access-requests/approve/{publicId}
// without a body (§6.9).
func (c *Client) ApproveAccessRequest(agentID, id string) rest.Call[AccessDecided] {
	return write(c, "AgentAccessRequestAuthenticatedApprove", http.MethodPost, rest.Path("agents", agentID, "access-requests", "approve", id), nil, value[AccessDecided])
}

// RejectAccessRequest is POST /agents/{agentId}/access-requests/reject/{publicId}
// without a body (§6.9).
func (c *Client) RejectAccessRequest(agentID, id string) rest.Call[AccessDecided] {
	return write(c, "AgentAccessRequestAuthenticatedReject", http.MethodPost, rest.Path("agents", agentID, "access-requests", "reject", id), nil, value[AccessDecided])
}
