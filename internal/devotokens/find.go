package devotokens

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"unictl/internal/rest"
)

// Find is the token with an id or, when there is none, the only one with a
// name: names need not be unique (§4). Unknown is a *rest.Error of kind NotFound
// and ambiguous one of kind BadInput, both naming candidates. It reads the list.
func (c *Client) Find(ctx context.Context, text string) (rest.Item[Token], error) {
	text = strings.TrimSpace(text)
	var all, named []rest.Item[Token]
	for item, err := range c.Tokens(ctx) {
		switch {
		case err != nil:
			return rest.Item[Token]{}, err
		case string(item.Value.ID) == text:
			return item, nil
		case item.Value.Name == text:
			named = append(named, item)
		}
		all = append(all, item)
	}
	switch len(named) {
	case 1:
		return named[0], nil
	case 0:
		return rest.Item[Token]{}, c.complaint(rest.NotFound, fmt.Sprintf("token %q not found", rest.Line(text)), some("tokens: ", all))
	}
	return rest.Item[Token]{}, c.complaint(rest.BadInput, fmt.Sprintf("%d tokens are named %q", len(named), rest.Line(text)), some("use an id: ", named))
}

// IDs are the ids of all tokens of the account: the list before a creation, for
// FindNew. It is also the cheapest call that needs the credential and the
// account.
func (c *Client) IDs(ctx context.Context) ([]ID, error) {
	ids := []ID{}
	for item, err := range c.Tokens(ctx) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, item.Value.ID)
	}
	return ids, nil
}

// FindNew is the id of the token with a name that was not there before: for
// creations whose answer does not say it; name "" = any. None or several are a *rest.Error of
// kind Unknown, since a token was made and which one is not known.
func (c *Client) FindNew(ctx context.Context, before []ID, name string) (ID, error) {
	var fresh, named []rest.Item[Token]
	for item, err := range c.Tokens(ctx) {
		if err != nil {
			return "", err
		}
		if slices.Contains(before, item.Value.ID) {
			continue
		}
		fresh = append(fresh, item)
		if name == "" || item.Value.Name == name {
			named = append(named, item)
		}
	}
	switch len(named) {
	case 1:
		return named[0].Value.ID, nil
	case 0:
		return "", c.complaint(rest.Unknown, fmt.Sprintf("the new token %q is not in the list", rest.Line(name)), some("new in the list: ", fresh))
	}
	return "", c.complaint(rest.Unknown, fmt.Sprintf("%d new tokens are named %q: somebody else made one at the same time", len(named), rest.Line(name)), some("look at them: ", named))
}

// some names the first of several tokens, so that one can be picked by its id.
func some(before string, items []rest.Item[Token]) string {
	const most = 10
	var parts []string
	for i, item := range items {
		if i == most {
			parts = append(parts, fmt.Sprintf("and %d more", len(items)-most))
			break
		}
		t := item.Value
		text := rest.Line(string(t.ID)) + " " + rest.Line(t.Name)
		if !t.Active {
			text += " (disabled)"
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return before + "none"
	}
	return before + strings.Join(parts, ", ")
}

// complaint is an error of this package about what it read.
func (c *Client) complaint(kind rest.Kind, message, hint string) *rest.Error {
	return &rest.Error{Kind: kind, Provider: providerName, Message: c.secrets.Mask(message), Hint: c.secrets.Mask(hint)}
}
