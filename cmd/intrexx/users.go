package intrexx

import (
	"cmp"
	"context"
	"encoding/json"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func usersGroup() cli.Group {
	return cli.Group{
		Use: "users", Short: "Users of the portal",
		Long: "Users of the portal, by their id. The API lists no users and finds none by name: an id is known from\n" +
			"`users create`, or from the portal itself (F4, Details, with the expert options on).",
		Children: func() []cli.Command {
			return []cli.Command{createUser(), getUser(), updateUser(), setPassword(), deleteUser(), userGroupsGroup()}
		},
	}
}

// oneUser is a user by id.
type oneUser struct{ User string }

func (in *oneUser) arg() *cli.Input    { return cli.Arg("user", &in.User, idOf("user")) }
func (in *oneUser) inputs() cli.Inputs { return cli.Inputs{in.arg()} }
func (in *oneUser) many() cli.Inputs   { return cli.Inputs{in.arg().Many()} }
func (in *oneUser) id() string         { return in.User }
func (in *oneUser) target() string     { return "user " + in.User }

func getUser() cli.Command {
	return cli.Get[*intrexx.Client, oneUser, intrexx.Object]{
		Use: "get USER", Short: "Show a user", Long: "Show a user." + notPublic,
		Example: "  unictl intrexx users get 6 --portal intranet --context sandbox",
		Inputs:  (*oneUser).inputs,
		Item: func(ctx context.Context, c *intrexx.Client, in *oneUser) (item, error) {
			return c.User(in.User).Do(ctx)
		},
	}
}

type updateUserIn struct {
	oneUser
	cli.Edit
}

func updateUser() cli.Command {
	return cli.Change[*intrexx.Client, updateUserIn]{
		Use: "update USER", Short: "Change properties of a user", Effect: cli.Update,
		Long: "Change properties of a user. They are read first, and only the values that change are sent; what\n" +
			"else changed with them is said. The flags are members that the vendor's samples show; --set reaches the\n" +
			"others. For the password there is `users set-password`." + notPublic,
		Example: "  unictl intrexx users update 6 --portal intranet --last-name Lovelace --dry-run",
		Inputs: func(in *updateUserIn) cli.Inputs {
			return in.Updating(
				in.arg(),
				cli.Member(&in.Edit, "first-name", parse.Text(255), "first `NAME`", "general_settings", "first_name"),
				cli.Member(&in.Edit, "last-name", parse.Text(255), "last `NAME`", "general_settings", "last_name"),
				cli.Member(&in.Edit, "object-name", parse.Text(255), "`NAME` of the object in the portal", "general_settings", "object_name"),
				cli.Member(&in.Edit, "email", parse.Email, "e-mail `ADDRESS` at work", "contact", "email", "work"),
				cli.Member(&in.Edit, "login-username", parse.Text(255), "`NAME` to log in with", "account", "login_username"),
			)
		},
		Check:  (*updateUserIn).Check,
		Target: (*updateUserIn).target,
		ID:     (*updateUserIn).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *updateUserIn) ([]cli.Step, error) {
			in.Merges = true // §7.2
			return cli.Patched(ctx, &in.Edit, "change "+in.target(), c.User(in.User), func(body json.RawMessage) writes { return c.UpdateUser(in.User, body) })
		},
	}
}

type passwordIn struct {
	oneUser
	Password string
}

func setPassword() cli.Command {
	return cli.Change[*intrexx.Client, passwordIn]{
		Use: "set-password USER", Short: "Set a user's password", Effect: cli.Update,
		Long: "Set a user's password: typed twice at a terminal, or read from a file or standard input. The password\n" +
			"of the account that the Administration API itself uses is in admin-api.yaml too: change it there as\n" +
			"well, or no command reaches the portal any more.",
		Example: "  unictl intrexx users set-password 6 --portal intranet --password-file new-password.txt\n" +
			"  pass show portal/ada | unictl intrexx users set-password 6 --portal intranet --password-file -",
		Inputs: func(in *passwordIn) cli.Inputs {
			return cli.Inputs{in.arg(), cli.SecretInput{Noun: "password", Target: &in.Password, Twice: true}.Input()}
		},
		Target: (*passwordIn).target,
		ID:     (*passwordIn).id,
		Steps: func(_ context.Context, c *intrexx.Client, in *passwordIn) ([]cli.Step, error) {
			return []cli.Step{{Name: "set the password of " + in.target(), Call: c.UpdateUser(in.User, intrexx.User{Account: intrexx.UserAccount{Password: in.Password}}.Body())}}, nil
		},
	}
}

func deleteUser() cli.Command {
	return cli.Change[*intrexx.Client, oneUser]{
		Use: "delete USER…", Short: "Delete users", Effect: cli.Delete,
		Long:    "Delete users. Their memberships go with them; what they own in applications may lose its owner.",
		Example: "  unictl intrexx users delete 6 --portal intranet --yes",
		Inputs:  (*oneUser).many, Target: (*oneUser).target, ID: (*oneUser).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *oneUser) ([]cli.Step, error) {
			return deletion(ctx, c, in.target(), "unictl intrexx users get "+in.User, c.DeleteUser(in.User), c.User(in.User))
		},
	}
}

type createUserIn struct {
	cli.Warnings
	editIn
	User  intrexx.User
	Email parse.Address
}

func createUser() cli.Command {
	return cli.Change[*intrexx.Client, createUserIn]{
		Use: "create", Short: "Create a user", Effect: cli.Create,
		Long: "Create a user. The id that the server gives is printed: keep it, since the API finds no user by name.\n" +
			"The password is typed, or read from a file or standard input; without one the account may be open to\n" +
			"anybody who knows its name. Each user counts for a named-user licence. Members that have no flag go\n" +
			"into --body.",
		Example: "  unictl intrexx users create --portal intranet --first-name Ada --last-name Example --login-username ada.example --password-file password.txt\n" +
			"  unictl intrexx users create --portal intranet --body user.json -o name",
		Inputs: (*createUserIn).inputs,
		Check:  (*createUserIn).check,
		Target: (*createUserIn).name,
		ID:     (*createUserIn).id,
		Steps: func(ctx context.Context, c *intrexx.Client, in *createUserIn) ([]cli.Step, error) {
			if in.Body() == nil {
				in.SetBody(in.User.Body())
			}
			in.Warn(in.warning())
			return in.send(ctx, "create user "+in.name(), "", c.CreateUser)
		},
	}
}

func (in *createUserIn) inputs() cli.Inputs {
	password := cli.SecretInput{
		Noun: "password", Target: &in.User.Account.Password, Optional: true, Twice: true,
		Unless: func() bool { return in.Body() != nil },
	}
	return cli.Inputs{
		cli.Flag("first-name", &in.User.General.FirstName, parse.Text(255), "first `NAME`"),
		cli.Flag("last-name", &in.User.General.LastName, parse.Text(255), "last `NAME`"),
		cli.Flag("object-name", &in.User.General.ObjectName, parse.Text(255), "`NAME` of the object in the portal (default: that of the login)"),
		cli.Flag("email", &in.Email, parse.Email, "e-mail `ADDRESS` at work"),
		cli.Flag("login-username", &in.User.Account.LoginUsername, parse.Text(255), "`NAME` to log in with"),
		password.Input(),
		in.BodyInput(),
	}
}

// name is the name to log in with, "a user" when nobody says one.
func (in *createUserIn) name() string {
	u := in.User
	if in.Body() != nil {
		_ = json.Unmarshal(in.Body(), &u) // a body of one's own may be anything
	}
	return cmp.Or(rest.Line(u.Account.LoginUsername), "a user")
}

func (in *createUserIn) check() error {
	u := &in.User
	u.Contact.Email.Work = in.Email.String()
	switch {
	case in.Body() != nil && *u != intrexx.User{}:
		return &cli.UsageError{Message: "--body and the flags for single values exclude each other"}
	case in.Body() == nil && (u.General.LastName == "" || u.Account.LoginUsername == ""):
		return &cli.UsageError{Message: "a user needs --last-name and --login-username", Hint: "or the whole of it with --body FILE"}
	}
	u.General.ObjectName = cmp.Or(u.General.ObjectName, u.Account.LoginUsername)
	return nil
}

// warning is about a user that anybody could log in as.
func (in *createUserIn) warning() string {
	if in.User.Account.Password == "" && !in.HasText("account", "password") {
		return "the user gets no password: anybody who knows the name may be able to log in; set one with `unictl intrexx users set-password`"
	}
	return ""
}
