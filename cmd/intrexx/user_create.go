package intrexx

import (
	"cmp"
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
)

type createUserIn struct {
	cli.Warnings
	cli.Edit
	User  intrexx.UserCreate
	Email parse.Address
	made  intrexx.Answer
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
		Target: func(in *createUserIn) string { return intrexx.UserName(in.User, in.Body()) },
		ID:     func(in *createUserIn) string { return in.made.ID },
		Steps: func(ctx context.Context, c *intrexx.Client, in *createUserIn) ([]cli.Step, error) {
			if in.Body() == nil {
				in.SetBody(in.User.Body())
			}
			in.Warn(in.warning())
			body, err := in.New()
			call := c.CreateUser(body).Then(func(a intrexx.Answer) { in.made = a })
			return []cli.Step{{Name: "create user " + intrexx.UserName(in.User, in.Body()), Call: call}}, err
		},
	}
}

func (in *createUserIn) inputs() cli.Inputs {
	password := cli.SecretInput{
		Noun: "password", Target: &in.User.Password, Optional: true, Twice: true,
		Unless: func() bool { return in.Body() != nil },
	}
	return cli.Inputs{
		cli.Flag("first-name", &in.User.FirstName, parse.Text(255), "first `NAME`"),
		cli.Flag("last-name", &in.User.LastName, parse.Text(255), "last `NAME`"),
		cli.Flag("object-name", &in.User.ObjectName, parse.Text(255), "`NAME` of the object in the portal (default: that of the login)"),
		cli.Flag("email", &in.Email, parse.Email, "e-mail `ADDRESS` at work"),
		cli.Flag("login-username", &in.User.LoginUsername, parse.Text(255), "`NAME` to log in with"),
		password.Input(),
		in.BodyInput(),
	}
}

func (in *createUserIn) check() error {
	in.User.Email = in.Email.String()
	flags := in.User.FirstName + in.User.LastName + in.User.ObjectName + in.User.Email + in.User.LoginUsername + in.User.Password
	switch {
	case in.Body() != nil && flags != "":
		return &cli.UsageError{Message: "--body and the flags for single values exclude each other"}
	case in.Body() == nil && (in.User.LastName == "" || in.User.LoginUsername == ""):
		return &cli.UsageError{Message: "a user needs --last-name and --login-username", Hint: "or the whole of it with --body FILE"}
	}
	in.User.ObjectName = cmp.Or(in.User.ObjectName, in.User.LoginUsername)
	return nil
}

// warning is about a user that anybody could log in as.
func (in *createUserIn) warning() string {
	if in.User.Password == "" && !in.HasText("account", "password") {
		return "the user gets no password: anybody who knows the name may be able to log in; set one with `unictl intrexx users set-password`"
	}
	return ""
}
