package cli

import (
	"context"
	"fmt"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/rest"
)

// Read is a verb that reads and needs to be told nothing, or one id: what can be
// tried at a service to see how it answers.
type Read struct {
	Name     string    // "ixon users list"
	Provider *Provider // whose client Do takes
	OfOne    bool      // it needs the id of one thing
	// Of is the list whose rows have such ids; "" = none does.
	Of string
	do func(ctx context.Context, client any, id string, each func(id string) bool) error
}

// Do carries it out. each is given the id of every object that was read, ""
// where it has none, and ends it with false. An id that the verb does not take is
// a *UsageError.
func (r Read) Do(ctx context.Context, client any, id string, each func(id string) bool) error {
	return r.do(ctx, client, id, each)
}

// Reads are all such verbs below a group, in their order: a new verb is one of
// them by itself. Reads of everything stand before those of one thing.
func Reads(g Group) []Read { return readsOf(g, "", nil) }

func readsOf(g Group, above string, p *Provider) (all []Read) {
	if g.Provider != nil {
		p = g.Provider
	}
	name, list := strings.TrimSpace(above+" "+g.Use), ""
	var ones []Read
	for _, child := range g.Children() {
		switch c := child.(type) {
		case Group:
			ones = append(ones, readsOf(c, name, p)...)
		case interface{ reads() (Read, bool) }:
			r, ok := c.reads()
			if !ok {
				continue
			}
			r.Name, r.Provider = name+" "+r.Name, p
			if r.OfOne {
				ones = append(ones, r)
				continue
			}
			all = append(all, r)
			if strings.HasSuffix(r.Name, " list") {
				list = r.Name
			}
		}
	}
	for i := range ones {
		if ones[i].OfOne && ones[i].Of == "" && strings.HasPrefix(ones[i].Name, name+" ") && strings.Count(ones[i].Name, " ") == strings.Count(name, " ")+1 {
			ones[i].Of = list
		}
	}
	return append(all, ones...)
}

// alone is an In for a verb that is told nothing but an id; nil when it needs
// more. ofOne reports that it needs the id.
func alone[In any](inputs func(*In) Inputs) (in func(id string) (*In, error), ofOne bool) {
	if inputs == nil {
		return func(string) (*In, error) { return new(In), nil }, false
	}
	if needs := inputs(new(In)).Needs(); needs > 1 {
		return nil, false
	} else if needs == 1 {
		ofOne = true
	}
	return func(id string) (*In, error) {
		in := new(In)
		table := inputs(in)
		if !ofOne {
			return in, nil
		}
		return in, table.Point(id)
	}, ofOne
}

func (l List[C, In, T]) reads() (Read, bool) {
	fresh, ofOne := alone(l.Inputs)
	r := Read{Name: word(l.Use), OfOne: ofOne}
	r.do = func(ctx context.Context, client any, id string, each func(string) bool) error {
		c, in, err := ready[C](client, id, fresh)
		if err != nil {
			return err
		}
		for item, err := range l.Items(ctx, c, in) {
			if err != nil {
				return err
			}
			if !each(idOf(l.Columns, item)) {
				return nil
			}
		}
		return nil
	}
	return r, fresh != nil
}

// A read that signs in anew is left out.
func (g Get[C, In, T]) reads() (Read, bool) {
	fresh, ofOne := alone(g.Inputs)
	r := Read{Name: word(g.Use), OfOne: ofOne}
	r.do = func(ctx context.Context, client any, id string, each func(string) bool) error {
		c, in, err := ready[C](client, id, fresh)
		if err != nil {
			return err
		}
		item, err := g.Item(ctx, c, in)
		if err == nil {
			each(idOf(g.Columns, item))
		}
		return err
	}
	return r, fresh != nil && g.Item != nil
}

func ready[C, In any](client any, id string, fresh func(string) (*In, error)) (c C, in *In, err error) {
	if c, err = ClientAs[C](client); err != nil {
		return c, nil, err
	}
	in, err = fresh(id)
	if err != nil && !fault.Is[*UsageError](err) {
		err = &UsageError{Message: err.Error()}
	}
	return c, in, err
}

func word(use string) string {
	first, _, _ := strings.Cut(use, " ")
	return first
}

// idOf is what a table calls the id of an object; "" where it has none.
func idOf[T any](columns []Column[T], item rest.Item[T]) string {
	for _, column := range columns {
		if !column.ID {
			continue
		}
		if cell := column.Cell(item.Value); cell != nil {
			return fmt.Sprint(cell)
		}
		return ""
	}
	if own, ok := any(item.Value).(interface{ ID() string }); ok {
		return own.ID()
	}
	return ""
}
