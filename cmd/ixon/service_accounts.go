package ixon

import (
	"context"
	"fmt"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func serviceAccountsGroup() cli.Group {
	return cli.Group{
		Use: "service-accounts", Short: "Accounts of scripts and other programs",
		Long: "Accounts of scripts and other programs. They are listed with `users list --type service_account`;\n" +
			"their rights come from memberships.",
		Children: func() []cli.Command { return []cli.Command{createServiceAccount(), deleteServiceAccount()} },
	}
}

// listServiceAccounts are the users that are no people.
func listServiceAccounts(ctx context.Context, c *ixon.Client) iter.Seq2[rest.Item[ixon.User], error] {
	return func(yield func(rest.Item[ixon.User], error) bool) {
		for item, err := range c.Users(ctx, ixon.Eq("type", ixon.ServiceAccount)) {
			if err == nil && item.Value.Type != ixon.ServiceAccount {
				continue
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

type createServiceAccountIn struct {
	Name string
	made ixon.ServiceAccountCreated
}

func createServiceAccount() cli.Command {
	return cli.Change[*ixon.Client, createServiceAccountIn]{
		Use: "create NAME", Short: "Create a service account", Effect: cli.Create,
		Long: "Create a service account. Its token is shown by IXON this one time, so it must have a place\n" +
			"to go; it works with the account's own Application ID alone, which is in the response.\n" +
			"A name that one has already is found first: exit 6, or with --if-absent exit 0 and\n" +
			"\"changed\": false.",
		Example: "  unictl ixon service-accounts create ci --value-file ci.token -o json\n" +
			"  TOKEN=$(unictl ixon service-accounts create ci --print-value)",
		Inputs: func(in *createServiceAccountIn) cli.Inputs {
			return cli.Inputs{cli.Arg("name", &in.Name, parse.Text(255))}
		},
		Key:    func(in *createServiceAccountIn) string { return parse.Folded(in.Name) }, // as the look for what exists compares
		Target: func(in *createServiceAccountIn) string { return in.Name },
		ID:     func(in *createServiceAccountIn) string { return in.made.PublicID },
		Exists: &cli.Exists[*ixon.Client, createServiceAccountIn]{
			Index: func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Existing, error] {
				return cli.ExistingOf(listServiceAccounts(ctx, c), func(u ixon.User) cli.Existing {
					return cli.Existing{Key: parse.Folded(u.Name), ID: u.PublicID, What: fmt.Sprintf("there is a service account %q already", u.Name), Value: u.Name}
				})
			},
			Differs: func(in *createServiceAccountIn, there cli.Existing) []cli.Difference {
				if name, _ := there.Value.(string); name != in.Name {
					return []cli.Difference{{Field: "name", Is: name, Asked: in.Name}}
				}
				return nil
			},
		},
		Once: &cli.Once[createServiceAccountIn]{
			Noun: "token", Value: func(in *createServiceAccountIn) string { return in.made.Token.Reveal() },
		},
		Steps: func(_ context.Context, c *ixon.Client, in *createServiceAccountIn) ([]cli.Step, error) {
			call := c.CreateServiceAccount(in.Name).Then(func(made ixon.ServiceAccountCreated) { in.made = made })
			return []cli.Step{{Name: "create service account " + in.Name, Call: call}}, nil
		},
	}
}

type oneServiceAccount struct{ Account cli.Ref }

func deleteServiceAccount() cli.Command {
	return cli.Change[*ixon.Client, oneServiceAccount]{
		Use: "delete ACCOUNT…", Short: "Delete service accounts; their tokens stop working", Effect: cli.Delete,
		Long: "Delete service accounts; their tokens stop working. The one that the command runs as needs\n" +
			"--allow-self, and so does any where the service does not tell which one that is.",
		Example: "  unictl ixon service-accounts delete ci --yes",
		Inputs: func(in *oneServiceAccount) cli.Inputs {
			return cli.Inputs{cli.Arg("account", &in.Account, cli.ParseRef).Many().Find(serviceAccounts())}
		},
		Target: func(in *oneServiceAccount) string { return in.Account.String() },
		ID:     func(in *oneServiceAccount) string { return in.Account.ID },
		Guard:  guarding(func(_ context.Context, l *lockout, in *oneServiceAccount) error { return l.of(in.Account.ID) }),
		Steps: func(_ context.Context, c *ixon.Client, in *oneServiceAccount) ([]cli.Step, error) {
			return []cli.Step{{Name: "delete " + in.Account.String(), Call: c.DeleteServiceAccount(in.Account.ID)}}, nil
		},
	}
}
