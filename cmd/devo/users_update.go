package devo

import (
	"context"
	"encoding/json"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

type updateUserIn struct {
	inDomain
	oneUser
	cli.Edit
}

func updateUser() cli.Command {
	return cli.Change[*devotokens.Client, updateUserIn]{
		Use: "update EMAIL", Short: "Change name, phone or address of a user", Effect: cli.Update,
		Long: "Change name, phone or address of a user, in all domains that the user is in. They are read first, and only\n" +
			"what changes is sent. An empty phone takes it away. Members that have no flag are not publicly documented:\n" +
			"--set and --body send them as they are. Roles are changed with `users roles`.",
		Example: "  unictl devo users update ada@example.com --phone \"+34 600 123 456\"",
		Inputs: func(in *updateUserIn) cli.Inputs {
			return append(in.Edit.Inputs(
				in.arg(),
				cli.Member(&in.Edit, "user-name", parse.Text(255), "`NAME` of the user", "userName"),
				cli.Member(&in.Edit, "phone", parsePhone, "`NUMBER` with its country; \"\" takes it away", "phone"),
				cli.Member(&in.Edit, "new-email", parse.Email, "`ADDRESS` in the place of the present one", "email"),
			), in.domain())
		},
		Check: (*updateUserIn).check, Target: (*updateUserIn).target, ID: (*updateUserIn).id,
		Steps: func(ctx context.Context, c *devotokens.Client, in *updateUserIn) ([]cli.Step, error) {
			who, err := c.Person(in.id()).Do(ctx)
			if err != nil {
				return nil, err
			}
			if who.Value.ID == "" {
				return nil, failure(rest.Failed, "Devo does not say the id of "+in.target()+", and users are changed by id", "-o json of `unictl devo users get` shows what it says")
			}
			write := func(body json.RawMessage) rest.Call[devotokens.Object] { return c.UpdateUser(who.Value.ID, body) }
			return cli.Patched(ctx, &in.Edit, "change "+in.target(), c.PersonByID(who.Value.ID), write)
		},
	}
}

func (in *updateUserIn) check() error {
	if err := in.Edit.Check(); err != nil {
		return err
	}
	return in.checkDomain()
}
