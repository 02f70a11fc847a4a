package ixon

import (
	"cmp"
	"context"
	"iter"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func accessRequestsGroup() cli.Group {
	return cli.Group{Use: "access-requests", Short: "Requests to reach a device that demands approval", Children: func() []cli.Command {
		return []cli.Command{listAccessRequests(), decideAccessRequest(approval()), decideAccessRequest(rejection())}
	}}
}

func devices() *cli.Lookup {
	return cli.LookupIn("device", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Agents(ctx), func(a ixon.Agent) cli.Entry {
			return cli.Entry{ID: a.PublicID, Names: []string{a.Name, a.DeviceID}, Note: a.DeviceID}
		})
	})
}

type whichRequests struct {
	Device cli.Ref
	Status string
}

func listAccessRequests() cli.Command {
	states := []string{ixon.RequestPending, ixon.RequestApproved, ixon.RequestRejected, ixon.RequestRevoked}
	return cli.List[*ixon.Client, whichRequests, ixon.AccessRequest]{
		Use: "list", Short: "List requests for access",
		Long: "List requests for access to devices. IXON lists them by device alone: without --device all devices\n" +
			"are asked, one after another.",
		Example: "  unictl ixon access-requests list --status pending\n  unictl ixon access-requests list --device \"Router 1\" -o wide",
		Inputs: func(in *whichRequests) cli.Inputs {
			return cli.Inputs{
				cli.Flag("device", &in.Device, cli.ParseRef, "only those for this `DEVICE`").Find(devices()),
				cli.Flag("status", &in.Status, parse.Choice(states...), "only those that are `pending|approved|rejected|revoked`").Words(states...),
			}
		},
		Columns: []cli.Column[ixon.AccessRequest]{
			{Name: "publicId", ID: true, Cell: func(r ixon.AccessRequest) any { return r.PublicID }},
			{Name: "device", Cell: func(r ixon.AccessRequest) any { return r.Agent.Label() }},
			{Name: "user", Cell: func(r ixon.AccessRequest) any { return r.User.Label() }},
			{Name: "status", Cell: func(r ixon.AccessRequest) any { return r.Status }},
			{Name: "start", Cell: func(r ixon.AccessRequest) any { return r.Start }},
			{Name: "end", Cell: func(r ixon.AccessRequest) any { return r.End }},
			{Name: "reason", Cell: func(r ixon.AccessRequest) any { return r.Reason }},
			{Name: "vpn", Wide: true, Cell: func(r ixon.AccessRequest) any { return r.VPN }},
			{Name: "servers", Wide: true, Cell: func(r ixon.AccessRequest) any { return cli.Each(r.Servers, ixon.Reference.Label) }},
			{Name: "approver", Wide: true, Cell: func(r ixon.AccessRequest) any { return r.Approver.Label() }},
			{Name: "reviewExpiresOn", Wide: true, Cell: func(r ixon.AccessRequest) any { return r.ReviewExpiresOn }},
		},
		Items: func(ctx context.Context, c *ixon.Client, in *whichRequests) iter.Seq2[rest.Item[ixon.AccessRequest], error] {
			return in.requests(ctx, c)
		},
		Keep: func(in *whichRequests, r ixon.AccessRequest) bool { return in.Status == "" || r.Status == in.Status },
		Asks: func(in *whichRequests) []string { return cli.Asked(in.Status != "", "status") },
	}
}

// requests are those of one device or of all, the devices by their names.
func (in *whichRequests) requests(ctx context.Context, c *ixon.Client) iter.Seq2[rest.Item[ixon.AccessRequest], error] {
	return func(yield func(rest.Item[ixon.AccessRequest], error) bool) {
		all := []ixon.Agent{{PublicID: in.Device.ID, Name: in.Device.Label}}
		if !in.Device.Given() {
			all = nil
			for item, err := range c.Agents(ctx) {
				if err != nil {
					yield(rest.Item[ixon.AccessRequest]{}, err)
					return
				}
				all = append(all, item.Value)
			}
		}
		for _, agent := range all {
			for item, err := range c.AccessRequests(ctx, agent.PublicID) {
				item.Value.Agent = ixon.Reference{PublicID: agent.PublicID, Name: cmp.Or(agent.Name, agent.DeviceID)}
				if !yield(item, err) || err != nil {
					return
				}
			}
		}
	}
}

// decision is one of the two that a request can meet.
type decision struct {
	verb, status, short string
	call                func(c *ixon.Client, device, id string) rest.Call[ixon.AccessDecided]
}

func approval() decision {
	return decision{"approve", ixon.RequestApproved, "Let people reach a device for the time that they asked for", (*ixon.Client).ApproveAccessRequest}
}

func rejection() decision {
	return decision{"reject", ixon.RequestRejected, "Refuse requests for access", (*ixon.Client).RejectAccessRequest}
}

type decideIn struct {
	ID, who string
	Device  cli.Ref
}

// words say what was asked for, once it is read.
func (in *decideIn) words() string {
	if in.who == "" {
		return in.ID
	}
	return in.ID + " of " + in.who + " for " + in.Device.String()
}

// findDevice asks all devices for the request, where it is not said whose it is; they
// are asked once for all rows.
func (in *decideIn) findDevice(ctx context.Context, c *ixon.Client, known *readOnce[map[string]cli.Ref]) error {
	if in.Device.Given() {
		return nil
	}
	devices, err := known.get(func() (map[string]cli.Ref, error) {
		of := map[string]cli.Ref{}
		for item, err := range (&whichRequests{}).requests(ctx, c) {
			if err != nil {
				return nil, err
			}
			agent := item.Value.Agent
			of[item.Value.PublicID] = cli.Ref{Text: agent.PublicID, ID: agent.PublicID, Label: agent.Name}
		}
		return of, nil
	})
	device, found := devices[in.ID]
	if err == nil && !found {
		err = &cli.NotFoundError{Noun: "request", Text: in.ID, Target: true, Way: "`unictl ixon access-requests list` shows all"}
	}
	in.Device = device
	return err
}

func decideAccessRequest(d decision) cli.Command {
	known := &readOnce[map[string]cli.Ref]{}
	return cli.Change[*ixon.Client, decideIn]{
		Use: d.verb + " REQUEST…", Short: d.short, Effect: cli.Update,
		Long: d.short + ". `access-requests list` shows ids and devices. A request that is " + d.status + " already\n" +
			"is left as it is; one that was decided otherwise is a conflict (exit 6).",
		Example: "  unictl ixon access-requests " + d.verb + " Req000000001",
		Inputs: func(in *decideIn) cli.Inputs {
			return cli.Inputs{
				cli.Arg("request", &in.ID, parse.Checked(ixon.CheckPublicID)).Many(),
				cli.Flag("device", &in.Device, cli.ParseRef, "the `DEVICE` that it is for; without it all devices are asked").Find(devices()),
			}
		},
		Target: (*decideIn).words,
		ID:     func(in *decideIn) string { return in.ID },
		Steps: func(ctx context.Context, c *ixon.Client, in *decideIn) ([]cli.Step, error) {
			read := func(ctx context.Context) (ixon.AccessRequest, error) {
				item, err := c.AccessRequest(in.Device.ID, in.ID).Do(ctx)
				if err == nil {
					err = item.Certain("status")
				}
				return item.Value, err
			}
			if err := in.findDevice(ctx, c, known); err != nil {
				return nil, err
			}
			now, err := read(ctx)
			if err != nil {
				return nil, err
			}
			in.who = now.User.Label()
			switch now.Status {
			case d.status:
				return nil, nil
			case ixon.RequestPending:
			default:
				return nil, &cli.ExistsError{What: "the request is " + now.Status + " already" + decidedBy(now), ID: in.ID}
			}
			return []cli.Step{{
				Name: d.verb + " " + in.words(), Call: d.call(c, in.Device.ID, in.ID), Look: "unictl ixon access-requests list --device " + in.Device.ID,
				Seen: func(ctx context.Context) (bool, error) {
					then, err := read(ctx)
					return err == nil && then.Status == d.status, err
				},
			}}, nil
		},
	}
}

func decidedBy(r ixon.AccessRequest) string {
	text := ""
	if by := r.Approver.Label(); by != "" {
		text = ", by " + by
	}
	if r.UpdatedOn != nil {
		text += " on " + r.UpdatedOn.UTC().Format(time.RFC3339)
	}
	return text
}
