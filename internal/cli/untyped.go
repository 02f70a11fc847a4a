package cli

import "context"

// change is a Change without its types.
type change struct {
	effect                    Effect
	form                      func() form
	looks, reviews            bool // its form can
	own, asksAlways, typeName bool
	first                     func(context.Context, *Session) error
	once                      *once                                                                            // nil = no secret comes
	index                     func(ctx context.Context, client any) (*existingIndex, error)                    // nil = rows are asked for one by one
	guard                     func(ctx context.Context, client any) (func(context.Context, form) error, error) // nil = nothing is guarded
}

func (c Change[C, In]) untyped() change {
	plain := change{
		effect: c.Effect, form: c.form, looks: c.Exists != nil, reviews: c.Review != nil,
		own: c.Own, asksAlways: c.Asks, typeName: c.TypeName, first: c.First,
	}
	if c.Once != nil {
		plain.once = &once{noun: c.Once.Noun, optional: c.Once.Optional, tells: c.Once.Lost != nil}
	}
	if c.Exists != nil && c.Exists.Index != nil {
		plain.index = func(ctx context.Context, client any) (*existingIndex, error) {
			typed, err := clientAs[C](client)
			if err != nil {
				return nil, err
			}
			return indexed(c.Exists.Index(ctx, typed), "")
		}
	}
	if c.Guard != nil {
		plain.guard = func(ctx context.Context, client any) (func(context.Context, form) error, error) {
			typed, err := clientAs[C](client)
			if err != nil {
				return nil, err
			}
			check, err := c.Guard(ctx, typed)
			return func(ctx context.Context, f form) error { return check(ctx, f.(*formOf[C, In]).in) }, err
		}
	}
	return plain
}

// asks reports whether the change confirms in an ordinary context.
func (c *change) asks() bool { return c.effect == Delete || c.asksAlways }
