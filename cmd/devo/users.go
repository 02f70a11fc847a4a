package devo

import (
	"context"
	"iter"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func usersGroup() cli.Group {
	return cli.Group{
		Use: "users", Short: "The users of the domain",
		Long: "The users of the account's domain, over Devo's Provisioning API. A token acts with the rights of its user;\n" +
			"for domains of a multitenant Devo documents calls that are signed with an API key: --auth hmac.",
		Children: func() []cli.Command {
			return []cli.Command{listUsers(), getUser(), createUser(), enableUser(), disableUser(), updateUser(), deleteUser(), userRolesGroup()}
		},
	}
}

// users finds a user of the domain by the address, which is the only name that
// the API takes.
func users() *cli.Lookup {
	return cli.LookupIn("user", isAddress, func(ctx context.Context, c *devotokens.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Users(ctx), func(u devotokens.User) cli.Entry {
			return cli.Entry{ID: u.Email, Addresses: []string{u.Email}, Note: cli.Words(u.UserName, u.UserName, u.Status)}
		})
	}).Addressed()
}

func isAddress(text string) bool { return strings.Contains(text, "@") }

// parseUser takes an address; id:TEXT takes one that no address looks like.
func parseUser(text string) (cli.Ref, error) {
	ref, err := cli.ParseRef(text)
	if err == nil && !strings.HasPrefix(ref.Text, "id:") {
		_, err = parse.Email(ref.Text)
	}
	return ref, err
}

func userColumns() []cli.Column[devotokens.User] {
	return []cli.Column[devotokens.User]{
		{Name: "email", ID: true, Cell: func(u devotokens.User) any { return u.Email }},
		{Name: "userName", Cell: func(u devotokens.User) any { return u.UserName }},
		{Name: "role", Cell: func(u devotokens.User) any { return u.Roles }},
		{Name: "status", Cell: func(u devotokens.User) any { return u.Status }},
		{Name: "owner", Cell: func(u devotokens.User) any { return u.Owner }},
		{Name: "domain", Wide: true, Cell: func(u devotokens.User) any { return u.Domain }},
	}
}

// whichUsers are the filters of the list. The API has none: all are applied here.
type whichUsers struct {
	Role, Status string
	Owner        bool
}

func (in *whichUsers) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Flag("role", &in.Role, parse.Any, "only users with this `ROLE`, letter by letter"),
		cli.Flag("status", &in.Status, parse.Any, "only users with this `STATUS`, like active or pending"),
		cli.Switch("owner", &in.Owner, "only the owner"),
	}
}

func (in *whichUsers) keep(u devotokens.User) bool {
	return (in.Role == "" || u.HasRole(in.Role)) && (in.Status == "" || strings.EqualFold(u.Status, in.Status)) && (!in.Owner || u.Owner)
}

func (in *whichUsers) asks() []string {
	return cli.Asked(in.Role != "", "role", in.Role != "", "roleList", in.Status != "", "status", in.Owner, "owner")
}

func listUsers() cli.Command {
	return cli.List[*devotokens.Client, whichUsers, devotokens.User]{
		Use: "list", Short: "List the users of the domain",
		Example: "  unictl devo users list --status pending\n  unictl devo users list --role ADMIN -o csv --auth hmac",
		Inputs:  (*whichUsers).inputs, Keep: (*whichUsers).keep, Asks: (*whichUsers).asks, Columns: userColumns(),
		Items: func(ctx context.Context, c *devotokens.Client, _ *whichUsers) iter.Seq2[rest.Item[devotokens.User], error] {
			return c.Users(ctx)
		},
	}
}

// oneUser is a user of the domain in use.
type oneUser struct{ User cli.Ref }

func (in *oneUser) arg() *cli.Input    { return cli.Arg("email", &in.User, parseUser).Find(users()) }
func (in *oneUser) target() string     { return in.User.String() }
func (in *oneUser) id() string         { return in.User.ID }
func (in *oneUser) look() string       { return "unictl devo users get " + in.User.ID }
func (in *oneUser) inputs() cli.Inputs { return cli.Inputs{in.arg()} }

type getUserIn struct {
	oneUser
	ExternalID string
}

func (in *getUserIn) inputs() cli.Inputs {
	return cli.Inputs{in.arg().Optional(), cli.Flag("external-id", &in.ExternalID, parse.Text(255), "`ID` that a third party gave, instead of the address")}
}

func (in *getUserIn) check() error {
	if in.User.Given() == (in.ExternalID != "") {
		return &cli.UsageError{Message: "give either the address of the user or --external-id"}
	}
	return nil
}

func getUser() cli.Command {
	return cli.Get[*devotokens.Client, getUserIn, devotokens.User]{
		Use: "get [EMAIL]", Short: "Show a user of the domain, by address or external id",
		Example: "  unictl devo users get ada@example.com\n  unictl devo users get --external-id hr-4711 -o json",
		Inputs:  (*getUserIn).inputs, Check: (*getUserIn).check, Columns: userColumns(),
		Item: func(ctx context.Context, c *devotokens.Client, in *getUserIn) (rest.Item[devotokens.User], error) {
			if in.ExternalID != "" {
				return c.UserByExternalID(in.ExternalID).Do(ctx)
			}
			return c.User(in.User.ID).Do(ctx)
		},
	}
}
