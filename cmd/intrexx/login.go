package intrexx

import (
	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/rest"
)

// login is how one signs in to Intrexx: the password is kept, and makes a token
// for each hour.
func login() *cli.Login {
	how := signingIn()
	return &cli.Login{
		Verb: loginVerb, Without: unbound(), SignIn: &how,
		Methods: []cli.Method{{How: "password", Secrets: []string{"password"}, Person: "user"}},
	}
}

func signingIn() cli.SignIn {
	return cli.SignIn{Provider: "intrexx", UserSetting: "user", SecretSettings: []string{"password"}, Do: signIn}
}

func loginVerb(p *cli.Provider) any {
	return cli.LoginVerb[*intrexx.Client, struct{}]{
		Provider: p,
		Long: "Sign in with user name and password. Both are kept for the context in use once the server has taken\n" +
			"them, and the token for its hour. The server counts sign-ins, failed ones too, and blocks an address\n" +
			"after 50. Without a terminal the password comes from --password-file or UNICTL_INTREXX_PASSWORD.",
		Example: "  unictl auth login intrexx --user iaa-admin\n" +
			"  unictl auth login intrexx --user iaa-admin --password-file - --store file < admin.password",
		Person: &cli.PersonMethod[*intrexx.Client, struct{}]{
			Setting: "user", Noun: "user name", Keeps: "password",
			SignIn: func(c *intrexx.Client, _ *struct{}, who cli.Person, got *cli.Granted) rest.Prepared {
				return c.SignIn(who.Name, who.Password).Then(func(t intrexx.Token) {
					*got = cli.Granted{Token: t.Value, Expires: &t.Expires}
				})
			},
		},
	}
}
