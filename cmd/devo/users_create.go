package devo

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

// inDomain is the domain that somebody says they mean: it must be the account
// in use. One file of rows is for one domain.
type inDomain struct{ Domain, account string }

func (in *inDomain) domain() *cli.Input {
	return cli.Flag("domain", &in.Domain, parse.Checked(devotokens.CheckAccount), "`DOMAIN` that is meant: must be the account in use").
		Bind(func(s *cli.Session) {
			if settings, err := s.Settings.Of(context.Background(), "devo"); err == nil {
				in.account = settings.String("devo.account")
			}
		})
}

func (in *inDomain) checkDomain() error {
	if in.Domain == "" || in.account == "" || in.Domain == in.account {
		return nil
	}
	return &cli.UsageError{
		Flag: "--domain", Message: fmt.Sprintf("%s is not the account in use, %s", in.Domain, in.account),
		Hint: "--account " + in.Domain + " works there: a command, and a file of rows, is for one domain",
	}
}

type createUserIn struct {
	inDomain
	cli.Warnings
	Email                       parse.Address
	UserName, Phone, ExternalID string
	Role                        cli.Ref
	Owner, Skip                 bool
	Body                        json.RawMessage
}

func (in *createUserIn) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Arg("email", &in.Email, parse.Email).Optional(),
		cli.Flag("role", &in.Role, cli.ParseRef, "`ROLE` in the domain").Find(roles()).Strict(),
		cli.Switch("owner", &in.Owner, "make the owner of a new domain (signed calls)"),
		cli.Flag("user-name", &in.UserName, parse.Text(255), "`NAME` of the user"),
		cli.Flag("phone", &in.Phone, parsePhone, "`NUMBER` like +34 600 123 456"),
		cli.Flag("external-id", &in.ExternalID, parse.Text(255), "`ID` of a third party: an external user"),
		cli.Switch("skip-mail-validation", &in.Skip, "send no mail to one whom Devo knows (signed)"),
		in.domain(),
		cli.BodyFlag(&in.Body),
	}
}

func (in *createUserIn) check() error {
	flags := in.Email != "" || in.Role.Given() || in.Owner || in.UserName != "" || in.Phone != "" || in.ExternalID != ""
	switch {
	case in.Body != nil && flags:
		return &cli.UsageError{Message: "--body and what says single fields exclude each other"}
	case in.Body != nil && in.target() == "":
		return &cli.UsageError{Flag: "--body", Message: "the member email is missing, or is no address"}
	case in.Body != nil:
	case in.Email == "":
		return &cli.UsageError{Flag: "EMAIL", Message: "is missing", Hint: "or the whole body with --body FILE"}
	case in.Role.Text == devotokens.RoleOwner:
		return &cli.UsageError{Flag: "--role", Message: "OWNER is said with --owner"}
	case in.Owner && in.ExternalID != "":
		return &cli.UsageError{Message: "an external user cannot be the owner of a domain"}
	case in.Owner == in.Role.Given():
		return &cli.UsageError{Message: "a user needs --role, and the owner of a new domain --owner instead", Hint: "`unictl devo roles list` shows the roles; " + devotokens.RoleNoPrivileges + " gives none"}
	}
	return in.checkDomain()
}

// parsePhone takes a number in the form that §6 is sure of; "" takes it away.
func parsePhone(text string) (string, error) {
	text = strings.TrimSpace(text)
	digits := strings.TrimPrefix(text, "+")
	plain := strings.ReplaceAll(digits, " ", "")
	odd := strings.Trim(digits, "0123456789 ") != "" || strings.Contains(digits, "  ") || strings.TrimSpace(digits) != digits
	if text != "" && (digits == text || odd || len(plain) < 7 || len(plain) > 15) {
		return "", fmt.Errorf("%q is not a phone number: it begins with + and the country, and has 7 to 15 digits, like +34 600 123 456", text)
	}
	return text, nil
}

// target is the address, which a body may hold as well.
func (in *createUserIn) target() string {
	if in.Body == nil {
		return in.Email.String()
	}
	var known struct {
		Email string `json:"email"`
	}
	if json.Unmarshal(in.Body, &known) != nil {
		return ""
	}
	email, err := parse.Email(known.Email)
	if err != nil {
		return ""
	}
	return email.String()
}

func createUser() cli.Command {
	return cli.Change[*devotokens.Client, createUserIn]{
		Use: "create [EMAIL]", Short: "Add a user to the domain", Effect: cli.Create,
		Long: "Add a user to the domain that --account names. One whom Devo knows from another domain keeps name and phone.\n" +
			"The first user of a new domain is its owner. What has no flag is not public: --body sends it as it is.",
		Example: "  unictl devo users create ada@example.com --user-name \"Ada Example\" --role reviewer",
		Inputs:  (*createUserIn).inputs, Check: (*createUserIn).check, Target: (*createUserIn).target, ID: (*createUserIn).target,
		Exists: &cli.Exists[*devotokens.Client, createUserIn]{Index: presentUsers, Differs: (*createUserIn).differs},
		Steps: func(ctx context.Context, c *devotokens.Client, in *createUserIn) ([]cli.Step, error) {
			return in.steps(ctx, c)
		},
	}
}

// presentUsers are the users of the domain by address. Whether Devo tells
// addresses apart by letter case is not public.
func presentUsers(ctx context.Context, c *devotokens.Client) iter.Seq2[cli.Existing, error] {
	return cli.ExistingOf(c.Users(ctx), func(u devotokens.User) cli.Existing {
		email := rest.Line(u.Email)
		return cli.Existing{
			Key: u.Email, ID: u.Email, What: email + " is already a user of " + c.Account(), Value: u,
			Alike: email + " is a user of " + c.Account() + " too: the addresses differ in letter case alone, or in how accents are written",
		}
	})
}

func (in *createUserIn) differs(there cli.Existing) []cli.Difference {
	u, known := there.Value.(devotokens.User)
	if !known || in.Body != nil {
		return nil
	}
	is := strings.Join(u.Roles, ", ")
	switch {
	case in.Owner && !u.Owner:
		return []cli.Difference{{Field: "--owner", Is: "not the owner", Asked: "owner", Hint: "the owner of a domain cannot be changed over this API"}}
	case in.Role.Given() && !u.HasRole(in.Role.ID):
		return []cli.Difference{{Field: "--role", Is: is, Asked: in.Role.ID, Hint: "`unictl devo users roles add " + u.Email + " --role " + in.Role.ID + "`"}}
	}
	return nil
}

func (in *createUserIn) steps(ctx context.Context, c *devotokens.Client) ([]cli.Step, error) {
	wanted := devotokens.UserCreate{Email: in.target(), UserName: in.UserName, Phone: in.Phone, Role: in.Role.ID, ExternalID: in.ExternalID}
	if in.Owner {
		wanted.Role = devotokens.RoleOwner
		if err := needNoOwner(ctx, c); err != nil {
			return nil, err
		}
	}
	if err := in.known(ctx, c); err != nil {
		return nil, err
	}
	call := c.CreateUser(wanted, in.Skip)
	if in.Body != nil {
		var err error
		if call, err = c.CreateUserRaw(in.Body, in.Skip); err != nil {
			return nil, err
		}
	}
	return []cli.Step{{
		Name: "add " + in.target() + " to " + c.Account(), Call: call, Look: "unictl devo users get " + in.target(),
		Verify: func(ctx context.Context) error {
			_, err := c.User(in.target()).Do(ctx)
			return unconfirmed("added", err)
		},
	}}, nil
}

// known looks what Devo knows of the address, where that decides something:
// whether its validation can be left out, and whether name and phone are taken.
func (in *createUserIn) known(ctx context.Context, c *devotokens.Client) error {
	if !in.Skip && in.UserName == "" && in.Phone == "" {
		return nil
	}
	there, err := c.Person(in.target()).Do(ctx)
	switch {
	case rest.Is(err, rest.NotFound) && in.Skip:
		return failure(rest.BadInput, in.target()+" is not known to Devo, and the validation of the address is left out only for those who are",
			"leave out --skip-mail-validation: a mail goes to the address")
	case err != nil && in.Skip:
		return err
	case err != nil: // it is a warning that is lost
		return nil
	case in.UserName != "" && there.Value.UserName != in.UserName, in.Phone != "" && there.Value.Phone != in.Phone:
		in.Warn(in.target() + " is known to Devo already: name and phone stay as they are; `unictl devo users update` changes them")
	}
	return nil
}

// needNoOwner refuses a second owner: a domain has one (§6).
func needNoOwner(ctx context.Context, c *devotokens.Client) error {
	for item, err := range rest.Sure(c.Users(ctx), "owner") {
		if err != nil {
			return err
		}
		if item.Value.Owner {
			return failure(rest.Conflict, rest.Line(item.Value.Email)+" is the owner of "+c.Account()+", and a domain has one owner", "--role ADMIN makes a further administrator")
		}
	}
	return nil
}

// unconfirmed is the error of a read that was to confirm a change which was
// answered as done.
func unconfirmed(what string, err error) error {
	if err == nil {
		return nil
	}
	if rest.Is(err, rest.NotFound) {
		return failure(rest.Failed, "the service answered OK, but the user is not found in the domain", "try again, and ask Devo if it stays so")
	}
	return failure(rest.Unknown, "the service answered OK, and whether the user is "+what+" cannot be read: "+err.Error(), "`unictl devo users list` shows the users of the domain")
}

// roles finds a role of the domain by its name. Whether the basic ones stand in
// the list is not public (§6): they are taken always.
func roles() *cli.Lookup {
	return cli.LookupIn("role", func(text string) bool { return text != "" }, func(ctx context.Context, c *devotokens.Client) iter.Seq2[cli.Entry, error] {
		return func(yield func(cli.Entry, error) bool) {
			basic := []string{devotokens.RoleAdmin, devotokens.RoleNoPrivileges}
			for item, err := range c.Roles(ctx) {
				name := item.Value.Name
				basic = slices.DeleteFunc(basic, func(one string) bool { return one == name })
				if !yield(cli.Entry{ID: name, Names: []string{name}}, err) || err != nil {
					return
				}
			}
			for _, name := range basic {
				if !yield(cli.Entry{ID: name, Names: []string{name}}, nil) {
					return
				}
			}
		}
	})
}
