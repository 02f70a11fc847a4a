package session

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"unictl/internal/rest"
)

// Right is what a service asks of whoever runs some of its commands.
type Right struct {
	// Commands are those it is about, without the service's word; "users" stands for
	// all of that group. The longest one that fits a command counts.
	Commands []string
	Needs    string // in the service's own words; "" = not public
	From     string // where that is known from: a section of the contract
	// AnyOf are the sets of names of which one is enough, where the service tells
	// which its caller has.
	AnyOf [][]string
}

// Held are the rights of a credential as the service tells them.
type Held struct {
	Names []string
	Where string // "company-wide, on memberships that do not expire"
	// Unknown says that the service does not tell it of this credential; so does a
	// refusal, or a 404.
	Unknown bool
}

// RightOf is what the service asks for a command; nil = nothing is declared.
func (p *Provider) RightOf(command string) *Right {
	var found *Right
	longest := -1
	for i := range p.Rights {
		for _, c := range p.Rights[i].Commands {
			if (c == "" || command == c || strings.HasPrefix(command, c+" ")) && len(c) > longest {
				found, longest = &p.Rights[i], len(c)
			}
		}
	}
	return found
}

// Has reports whether the credential's rights are enough.
func (r *Right) Has(held Held) bool {
	return slices.ContainsFunc(r.AnyOf, func(set []string) bool {
		return !slices.ContainsFunc(set, func(name string) bool { return !slices.Contains(held.Names, name) })
	})
}

// Facts tells what the credential may do, as far as the service tells its rights.
func (p *Provider) rightFacts(ctx context.Context, client any) ([]Fact, error) {
	if len(p.Rights) == 0 {
		return nil, nil
	}
	held := Held{Unknown: p.Held == nil}
	if p.Held != nil {
		var err error
		held, err = p.Held(ctx, client)
		switch {
		case rest.Is(err, rest.Credential), rest.Is(err, rest.NotFound): // it may not even look
			held.Unknown = true
		case err != nil:
			return nil, err
		}
	}
	if held.Unknown {
		return []Fact{{Text: "it does not tell which rights this credential has: docs/reference/rights.md says what commands need"}}, nil
	}
	where := cmp.Or(held.Where, "as the service tells")
	var facts []Fact
	for _, r := range p.Rights {
		commands := strings.Join(r.Commands, ", ")
		switch {
		case len(r.AnyOf) == 0:
		case r.Has(held):
			facts = append(facts, Fact{Text: "the credential has the right for " + commands + ": " + r.Needs})
		default:
			facts = append(facts, Fact{
				Text: "the credential lacks the right for " + commands + ": they need " + r.Needs + " (" + where + ")",
				Next: "have an administrator give the right, if these commands are for this credential",
			})
		}
	}
	return facts, nil
}

// Told is what the service says of itself and of the rights of the credential.
func (p *Provider) Told(ctx context.Context, client any) (facts []Fact, err error) {
	if p.About != nil {
		facts, err = p.About(ctx, client)
	}
	if err != nil {
		return facts, err
	}
	rights, err := p.rightFacts(ctx, client)
	return append(facts, rights...), err
}
