package ixon

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// company is the word for the company-wide group, whatever its name is.
const company = "company"

func roles() *cli.Lookup {
	return cli.LookupIn("role", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Roles(ctx), func(r ixon.Role) cli.Entry {
			return cli.Entry{ID: r.PublicID, Names: []string{r.Name}, Note: r.Description}
		})
	})
}

func permissions() *cli.Lookup {
	return cli.LookupIn("permission", ixon.IsPermission, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Permissions(ctx), func(p ixon.Permission) cli.Entry { return cli.Entry{ID: p.PublicID} })
	})
}

func audiences() *cli.Lookup {
	return cli.LookupIn("audience", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Audiences(ctx), func(a ixon.Audience) cli.Entry {
			return cli.Entry{ID: a.PublicID, Names: []string{a.Name}, Note: a.Description}
		})
	})
}

func groupTypes() *cli.Lookup {
	return cli.LookupIn("group type", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.GroupTypes(ctx), func(t ixon.GroupType) cli.Entry {
			return cli.Entry{ID: t.PublicID, Names: []string{t.Name}, Note: t.Description}
		})
	})
}

func groups() *cli.Lookup {
	return cli.LookupIn("group", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Groups(ctx), groupEntry)
	})
}

func groupEntry(g ixon.Group) cli.Entry {
	e := cli.Entry{ID: g.PublicID, Names: []string{groupLabel(g)}, Note: g.Type.DisplayName()}
	if g.IsCompanyGroup {
		e.Names, e.Note = append(e.Names, company), "the whole company"
	}
	return e
}

func users() *cli.Lookup {
	all := cli.LookupIn("user", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Users(ctx), userEntry)
	}).Addressed()
	return cli.Searching(all, func(ctx context.Context, c *ixon.Client, text string) iter.Seq2[cli.Entry, error] {
		return cli.Entries(exactly(ctx, c.Users, text, "name"), userEntry)
	})
}

func userEntry(u ixon.User) cli.Entry {
	if u.EmailAddress == "" {
		return cli.Entry{ID: u.PublicID, Names: []string{u.Name}, Note: u.Type}
	}
	return cli.Entry{ID: u.PublicID, Addresses: []string{u.EmailAddress}, Names: []string{u.Name}, Note: u.Name}
}

// serviceAccounts are the users that are no people.
func serviceAccounts() *cli.Lookup {
	return cli.LookupIn("service account", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(listServiceAccounts(ctx, c), userEntry)
	})
}

func invites() *cli.Lookup {
	all := cli.LookupIn("invite", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Invites(ctx), inviteEntry)
	}).Addressed()
	return cli.Searching(all, func(ctx context.Context, c *ixon.Client, text string) iter.Seq2[cli.Entry, error] {
		return cli.Entries(exactly(ctx, c.Invites, text, "publicId"), inviteEntry)
	})
}

func inviteEntry(i ixon.Invite) cli.Entry {
	return cli.Entry{ID: i.PublicID, Addresses: []string{i.EmailAddress}}
}

// exactly asks a list for the rows whose e-mail address, publicId or other
// column is text, letter by letter: which column, the form of the text says. A
// text that no filter can express finds nothing.
func exactly[T any](
	ctx context.Context, list func(context.Context, ...ixon.Filter) iter.Seq2[rest.Item[T], error], text, other string,
) iter.Seq2[rest.Item[T], error] {
	column := other
	switch {
	case strings.Contains(text, "@"):
		column = "emailAddress"
	case ixon.IsPublicID(text):
		column = "publicId"
	}
	filter := ixon.Eq(column, text)
	if filter == "" {
		return func(func(rest.Item[T], error) bool) {}
	}
	return list(ctx, filter)
}

// absent is a removal by an id that nothing looked up: a 404 to it may be about the
// URL or the company as well, so a list that is always there has to be readable.
func absent[T any](call rest.Call[T], read func(context.Context) error) rest.Call[T] {
	return call.OnError(func(ctx context.Context, e *rest.Error) (none T, _ error) {
		if e.Kind != rest.NotFound {
			return none, e
		}
		switch err := read(ctx); {
		case rest.Is(err, rest.NotFound):
			e.Kind, e.Hint = rest.Failed, "nothing is known of what was to go: the service finds nothing at all here; check the URL and the company"
		case err != nil:
			e.Kind, e.Hint = rest.KindOf(err), "nothing is known of what was to go: "+err.Error()
		}
		return none, e
	})
}

// readable is why a list cannot be read; nil = its beginning can.
func readable[T any](all iter.Seq2[rest.Item[T], error]) error {
	for _, err := range all {
		return err
	}
	return nil
}

// named gives a name to the references that the service sent without one; the
// JSON as received stays as it was. The list of names is read when the first of
// them comes. One that the caller may not see, or that is not there, names
// nothing: ids are then shown as they are.
func named[T, N any](
	items iter.Seq2[rest.Item[T], error], reference func(*T) *ixon.Reference,
	names iter.Seq2[rest.Item[N], error], entry func(N) (id, name string),
) iter.Seq2[rest.Item[T], error] {
	return func(yield func(rest.Item[T], error) bool) {
		var known map[string]string
		for item, err := range items {
			if of := reference(&item.Value); err == nil && of != nil && of.PublicID != "" && of.DisplayName() == "" {
				if known == nil {
					known, err = namesOf(names, entry)
				}
				of.Name = known[of.PublicID]
			}
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

// withMember adds a member to an object as it was received; one that has no value,
// or is there already, is left out.
func withMember(raw json.RawMessage, name, value string) json.RawMessage {
	object := bytes.TrimRight(raw, " \t\r\n")
	has := map[string]json.RawMessage{}
	if value == "" || json.Unmarshal(raw, &has) != nil || len(has) == 0 || has[name] != nil {
		return raw
	}
	member, err := json.Marshal(map[string]string{name: value})
	if err != nil {
		return raw
	}
	return slices.Concat(object[:len(object)-1], []byte(","), member[1:])
}

func namesOf[N any](all iter.Seq2[rest.Item[N], error], entry func(N) (id, name string)) (map[string]string, error) {
	names := map[string]string{}
	for item, err := range all {
		switch {
		case rest.Is(err, rest.Credential), rest.Is(err, rest.NotFound):
			return names, nil
		case err != nil:
			return nil, err
		}
		id, name := entry(item.Value)
		names[id] = name
	}
	return names, nil
}
