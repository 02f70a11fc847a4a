package iot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

func whoami() cli.Command {
	return cli.Get[*iotinvites.Client, struct{}, iotinvites.User]{
		Use: "whoami", Short: "Show who is signed in", Example: "  unictl iot whoami -o json", Without: personal(),
		Columns: []cli.Column[iotinvites.User]{
			{Name: "id", ID: true, Cell: func(u iotinvites.User) any { return u.ID }},
			{Name: "email", Cell: func(u iotinvites.User) any { return u.Email }},
			{Name: "accounts", Cell: func(u iotinvites.User) any { return accountNames(u) }},
		},
		Item: func(ctx context.Context, c *iotinvites.Client, _ *struct{}) (rest.Item[iotinvites.User], error) {
			return myself(ctx, c)
		},
	}
}

// accountNames are like "Plant North (admin)", ids standing in for names that
// the service does not give.
func accountNames(u iotinvites.User) []string {
	names := make([]string, 0, len(u.Accounts))
	for _, id := range slices.Sorted(maps.Keys(u.Accounts)) {
		names = append(names, fmt.Sprintf("%s (%s)", cmp.Or(u.Accounts[id].Name, id), u.Accounts[id].Role))
	}
	return names
}

const (
	reasonToken = "the token is not valid: it has expired, was made up, or belongs to another server"
	hintToken   = "sign in again, or set a fresh token"
)

// myself is the user that the token belongs to, on servers of either kind and
// any age: tokenInfo says whether the token is valid at all, then the user is
// read. A token that is not valid is an error of kind Credential.
func myself(ctx context.Context, c *iotinvites.Client) (rest.Item[iotinvites.User], error) {
	token, err := validToken(ctx, c)
	if err != nil {
		return rest.Item[iotinvites.User]{}, err
	}
	return userOf(ctx, c, token)
}

func userOf(ctx context.Context, c *iotinvites.Client, token iotinvites.TokenInfo) (rest.Item[iotinvites.User], error) {
	me, err := c.Me().Do(ctx)
	if err != nil && noSuchRoute(err) && token.UserID != "" {
		return c.MyUser(token.UserID).Do(ctx)
	}
	return me, err
}

// noSuchRoute reports the answer of a server that does not know the route: 401
// on servers of kind J, a page with 404 on those of kind K (§6).
func noSuchRoute(err error) bool {
	return rest.Is(err, rest.Credential) || rest.Is(err, rest.NotFound) || rest.Is(err, rest.Failed)
}

// validToken is tokenInfo of a token that is valid. Servers of kind K answer it
// to others as well, so one that they no longer know is renewed here.
func validToken(ctx context.Context, c *iotinvites.Client) (iotinvites.TokenInfo, error) {
	call := c.TokenInfo().OnError(func(_ context.Context, e *rest.Error) (none rest.Item[iotinvites.TokenInfo], _ error) {
		if isRefusal(e) {
			e.Message, e.Hint = "the service refuses the token", hintToken
		}
		return none, e
	})
	token, err := call.Do(ctx)
	if err == nil && !token.Value.Valid {
		switch renewed, renewErr := c.RenewToken(ctx); {
		case renewErr != nil:
			return iotinvites.TokenInfo{}, renewErr
		case renewed:
			token, err = call.Do(ctx)
		}
	}
	if err == nil && !token.Value.Valid {
		err = failure(rest.Credential, reasonToken, hintToken)
	}
	return token.Value, err
}

// isRefusal reports the service's 401 to a call, which for tokenInfo means the
// token and nothing else (§6). One of a sign-in, made for want of a token, is
// about the password.
func isRefusal(e *rest.Error) bool { return e.Status == 401 && !e.Unsigned }

// refused asks the service what a 401 meant, which it does not say itself (§6):
// the token, or a right that its user lacks in the account.
func refused(ctx context.Context, client any) (reason, hint string) {
	c, err := cli.ClientAs[*iotinvites.Client](client)
	if err != nil {
		return "", ""
	}
	token, err := c.TokenInfo().Do(ctx)
	if e, ok := errors.AsType[*rest.Error](err); ok && isRefusal(e) {
		return reasonToken, hintToken
	}
	if err != nil {
		return "", ""
	}
	return explainRefusal(token.Value, c.AccountID())
}

func explainRefusal(token iotinvites.TokenInfo, account string) (reason, hint string) {
	late := ""
	if token.Dialect == iotinvites.K {
		late = "; if that has just changed, sign in again: this server reads rights from the token"
	}
	role := token.Role(account)
	switch {
	case !token.Valid:
		return reasonToken, hintToken
	case account == "":
		return "the token is valid, but its user has no right to this", "other people's data and the invitations of other addresses are closed to everybody"
	case role == "":
		return "the token is valid, but its user is no member of the account " + account, "`accounts list` shows the accounts of this user" + late
	case role != iotinvites.RoleAdmin:
		return fmt.Sprintf("the token is valid, but its user has the role %q in the account", rest.Line(role)),
			"an administrator of the account has to do this, or to promote this user" + late
	}
	return "the token is valid and its user is an administrator of the account: the service does not allow this at all",
		"other people's data, the invitations of other addresses and the removal of another administrator are closed to everybody"
}
