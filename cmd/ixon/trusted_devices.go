package ixon

import (
	"cmp"
	"context"
	"iter"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

func trustedDevicesGroup() cli.Group {
	return cli.Group{Use: "trusted-devices", Short: "Your own devices that sign in without a one-time code", Children: func() []cli.Command {
		return []cli.Command{listTrustedDevices(), revokeTrustedDevice()}
	}}
}

func listTrustedDevices() cli.Command {
	return cli.List[*ixon.Client, struct{}, ixon.TrustedDevice]{
		Use: "list", Short: "List your trusted devices", Example: "  unictl ixon trusted-devices list -o wide", Without: []string{"company"},
		Columns: []cli.Column[ixon.TrustedDevice]{
			{Name: "publicId", ID: true, Cell: func(d ixon.TrustedDevice) any { return d.PublicID }},
			{Name: "name", Cell: func(d ixon.TrustedDevice) any { return d.Name }},
			{Name: "lastLogin", Cell: func(d ixon.TrustedDevice) any { return d.LastLogin }},
			{Name: "isCurrent", Cell: func(d ixon.TrustedDevice) any { return d.IsCurrent }},
			{Name: "createdOn", Wide: true, Cell: func(d ixon.TrustedDevice) any { return d.CreatedOn }},
			{Name: "from", Wide: true, Cell: func(d ixon.TrustedDevice) any { return placeWords(d.LastLoginGeoLocation) }},
			{Name: "userAgent", Wide: true, Cell: func(d ixon.TrustedDevice) any { return d.UserAgent }},
		},
		Items: func(ctx context.Context, c *ixon.Client, _ *struct{}) iter.Seq2[rest.Item[ixon.TrustedDevice], error] {
			return c.TrustedDevices(ctx)
		},
	}
}

func placeWords(at ixon.TokenLocation) string {
	return strings.Trim(at.City+", "+at.Country, ", ")
}

func trustedDevices() *cli.Lookup {
	return cli.LookupIn("trusted device", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.TrustedDevices(ctx), func(d ixon.TrustedDevice) cli.Entry {
			return cli.Entry{ID: d.PublicID, Names: []string{d.Name}, Note: cmp.Or(placeWords(d.LastLoginGeoLocation), d.UserAgent)}
		})
	})
}

type oneTrustedDevice struct{ Device cli.Ref }

func revokeTrustedDevice() cli.Command {
	return cli.Change[*ixon.Client, oneTrustedDevice]{
		Use: "revoke DEVICE…", Short: "Trust devices no more: they need a one-time code again", Effect: cli.Delete,
		Long: "Trust devices no more: their next sign-in needs a one-time code again. Whether the tokens that they\n" +
			"made end with it is not public: `access-tokens revoke` ends them. The device that the command signed\n" +
			"in from needs --allow-self.",
		Example: "  unictl ixon trusted-devices revoke \"Old laptop\" --yes", Without: []string{"company"},
		Inputs: func(in *oneTrustedDevice) cli.Inputs {
			return cli.Inputs{cli.Arg("device", &in.Device, cli.ParseRef).Many().Find(trustedDevices())}
		},
		Target: func(in *oneTrustedDevice) string { return in.Device.String() },
		ID:     func(in *oneTrustedDevice) string { return in.Device.ID },
		Guard: &cli.Guard[*ixon.Client, oneTrustedDevice]{Read: func(ctx context.Context, c *ixon.Client, _ cli.Allowed) (func(context.Context, *oneTrustedDevice) error, error) {
			current := map[string]bool{}
			for item, err := range rest.Sure(c.TrustedDevices(ctx), "isCurrent") {
				if err != nil {
					return nil, err
				}
				current[item.Value.PublicID] = item.Value.IsCurrent
			}
			return func(_ context.Context, in *oneTrustedDevice) error {
				if current[in.Device.ID] {
					return cli.Lockout(cli.Yourself, "this is the device that the command signed in from")
				}
				return nil
			}, nil
		}},
		Steps: func(_ context.Context, c *ixon.Client, in *oneTrustedDevice) ([]cli.Step, error) {
			return []cli.Step{{Name: "revoke trusted device " + in.Device.String(), Call: c.RevokeTrustedDevice(in.Device.ID), Look: "unictl ixon trusted-devices list"}}, nil
		},
	}
}
