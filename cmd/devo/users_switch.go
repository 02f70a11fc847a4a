package devo

import (
	"context"
	"fmt"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/rest"
)

type someUsers struct {
	inDomain
	oneUser
}

func (in *someUsers) many() cli.Inputs { return cli.Inputs{in.arg().Many(), in.domain()} }

func enableUser() cli.Command {
	return cli.Change[*devotokens.Client, someUsers]{
		Use: "enable EMAIL…", Short: "Let disabled users into the domain again", Effect: cli.Update,
		Example: "  unictl devo users enable ada@example.com",
		Inputs:  (*someUsers).many, Check: (*someUsers).checkDomain, Target: (*someUsers).target, ID: (*someUsers).id,
		Steps: func(ctx context.Context, c *devotokens.Client, in *someUsers) ([]cli.Step, error) {
			return in.switchTo(ctx, c, true)
		},
	}
}

func disableUser() cli.Command {
	return cli.Change[*devotokens.Client, someUsers]{
		Use: "disable EMAIL…", Short: "Keep users out of the domain; they can be enabled again", Effect: cli.Delete,
		Long: "Keep users out of the domain; they can be enabled again. Only one who is active can be disabled. Whether their\n" +
			"tokens end with that is not public: `unictl devo tokens list --user EMAIL` and `--owner EMAIL` show them.",
		Example: "  unictl devo users disable ada@example.com --yes",
		Inputs:  (*someUsers).many, Check: (*someUsers).checkDomain, Target: (*someUsers).target, ID: (*someUsers).id,
		Guard: keepAdmins(true, func(in *someUsers) (string, bool) { return in.id(), false }),
		Steps: func(ctx context.Context, c *devotokens.Client, in *someUsers) ([]cli.Step, error) {
			return in.switchTo(ctx, c, false)
		},
	}
}

// switchTo has no steps where there is nothing to switch. Devo refuses to enable
// one who is active, and to disable one who is not (§6): of somebody who has yet
// to confirm the address the service itself says so.
func (in *oneUser) switchTo(ctx context.Context, c *devotokens.Client, active bool) ([]cli.Step, error) {
	item, err := c.User(in.id()).Do(ctx)
	if err == nil {
		err = item.Certain("status")
	}
	if err != nil || item.Value.Active() == active && item.Value.Status != statusPending {
		return nil, err
	}
	verb, call := "disable ", c.DisableUser
	if active {
		verb, call = "enable ", c.EnableUser
	}
	return []cli.Step{{
		Name: verb + in.target(), Call: call(in.id()), Look: in.look(),
		Verify: func(ctx context.Context) error { return in.confirmActive(ctx, c, active) },
	}}, nil
}

const statusPending = "pending"

func (in *oneUser) confirmActive(ctx context.Context, c *devotokens.Client, active bool) error {
	item, err := c.User(in.id()).Do(ctx)
	if err != nil {
		return unconfirmed("enabled", err)
	}
	if item.Certain("status") == nil && item.Value.Active() == active {
		return nil
	}
	return failure(rest.Failed, fmt.Sprintf("the service answered OK, but the status of %s is %q", in.target(), rest.Line(item.Value.Status)),
		"try again, and ask Devo if it stays so")
}

func deleteUser() cli.Command {
	return cli.Change[*devotokens.Client, someUsers]{
		Use: "delete EMAIL…", Short: "Take users out of the domain", Effect: cli.Delete,
		Long: "Take users out of the domain. Whoever is in no other domain is deleted from Devo altogether. Devo lets nobody\n" +
			"delete the owner of a domain. Disabling can be undone, this cannot.",
		Example: "  unictl devo users delete ada@example.com --yes",
		Inputs:  (*someUsers).many, Check: (*someUsers).checkDomain, Target: (*someUsers).target, ID: (*someUsers).id,
		Guard:  keepAdmins(false, func(in *someUsers) (string, bool) { return in.id(), false }),
		Review: func(ctx context.Context, c *devotokens.Client, in *someUsers) (string, error) { return in.loss(ctx, c) },
		Steps: func(ctx context.Context, c *devotokens.Client, in *someUsers) ([]cli.Step, error) {
			item, err := c.User(in.id()).Do(ctx)
			if err == nil {
				err = item.Certain("owner")
			}
			if err == nil && item.Value.Owner {
				err = failure(rest.Failed, in.target()+" is the owner of "+c.Account()+", and Devo lets nobody delete the owner of a domain", "")
			}
			if err != nil {
				return nil, err
			}
			return []cli.Step{{Name: "delete " + in.target() + " from " + c.Account(), Call: c.DeleteUser(in.id()), Look: "unictl devo users list"}}, nil
		},
	}
}

// loss says what goes with a user.
func (in *oneUser) loss(ctx context.Context, c *devotokens.Client) (string, error) {
	item, err := c.User(in.id()).Do(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s loses the roles %s in %s, and is deleted from Devo altogether if in no other domain\n",
		in.target(), strings.Join(item.Value.Roles, ", "), c.Account()), nil
}
