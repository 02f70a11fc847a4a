package cli

import "context"

// change is a Change without its types.
type change struct {
	effect                    Effect
	form                      func() form
	probes, guards, reviews   bool // its form can
	own, asksAlways, typeName bool
	first                     func(context.Context, *Session) error
	once                      *once // nil = no secret comes
	snapshot                  func(ctx context.Context, client any) (func(form) (*Existing, error), error)
}

func (c Change[C, In]) untyped() change {
	plain := change{
		effect: c.Effect, form: c.form, probes: c.Probe != nil, guards: c.Guard != nil, reviews: c.Review != nil,
		own: c.Own, asksAlways: c.Asks, typeName: c.TypeName, first: c.First,
	}
	if c.Once != nil {
		plain.once = &once{noun: c.Once.Noun, optional: c.Once.Optional, tells: c.Once.Lost != nil}
	}
	if c.Snapshot != nil {
		plain.snapshot = func(ctx context.Context, client any) (func(form) (*Existing, error), error) {
			typed, err := clientAs[C](client)
			if err != nil {
				return nil, err
			}
			probe, err := c.Snapshot(ctx, typed)
			return func(f form) (*Existing, error) { return probe(f.(*formOf[C, In]).in) }, err
		}
	}
	return plain
}

// asks reports whether the change confirms in an ordinary context.
func (c *change) asks() bool { return c.effect == Delete || c.asksAlways }
