package cli

import "context"

// form is what the inputs of a change fill in, with what can be asked of it
// then. Whatever carries changes out works on forms: it is compiled once, and
// not again for the types of every verb. client is the provider's.
type form interface {
	inputs() Inputs
	wipe() // empties it for another row
	check() error
	key() string // what two rows for the same thing share
	target() string
	id() string // of what was changed, after the steps; "" = none
	exists(ctx context.Context, client any) (*Existing, error)
	existsIn(found *existingIndex) (*Existing, string)
	review(ctx context.Context, client any) (string, error)
	steps(ctx context.Context, client any) ([]Step, error)
	secret() string // that the service shows once, after the steps; "" = none
	lost() error    // why there is none although it was asked for
}

// formOf is the form of one Change.
type formOf[C, In any] struct {
	change *Change[C, In]
	in     *In
	table  Inputs
	empty  In
}

func (c *Change[C, In]) form() form {
	f := &formOf[C, In]{change: c, in: new(In)}
	if c.Inputs != nil {
		f.table = c.Inputs(f.in)
	}
	f.empty = *f.in
	return f
}

func (f *formOf[C, In]) inputs() Inputs { return f.table }

func (f *formOf[C, In]) wipe() {
	*f.in = f.empty
	for _, input := range f.table {
		input.given = false
	}
}

func (f *formOf[C, In]) check() error {
	if f.change.Check == nil {
		return nil
	}
	return f.change.Check(f.in)
}

func (f *formOf[C, In]) key() string {
	switch id := f.id(); {
	case f.change.Key != nil:
		return f.change.Key(f.in)
	case id != "":
		return id
	}
	return f.target()
}

func (f *formOf[C, In]) target() string { return f.change.Target(f.in) }

func (f *formOf[C, In]) id() string {
	if f.change.ID == nil {
		return ""
	}
	return f.change.ID(f.in)
}

// exists asks the service for this one, and reads its list where that finds
// nothing: a search may be exact where people are not.
func (f *formOf[C, In]) exists(ctx context.Context, client any) (*Existing, error) {
	how := f.change.Exists
	if how == nil {
		return nil, nil
	}
	typed, err := clientAs[C](client)
	if err != nil {
		return nil, err
	}
	var alike string
	if how.Find != nil {
		found, err := indexed(how.Find(ctx, typed, f.in), f.existsKey())
		if err != nil {
			return nil, err
		}
		var there *Existing
		if there, alike = f.existsIn(found); there != nil || how.Index == nil {
			Warn(ctx, alike)
			return there, nil
		}
	}
	found, err := indexed(how.Index(ctx, typed), "")
	if err != nil {
		return nil, err
	}
	there, alike := f.existsIn(found)
	Warn(ctx, alike)
	return there, nil
}

// existsIn looks into what was read, and says what differs in letter case only.
func (f *formOf[C, In]) existsIn(found *existingIndex) (*Existing, string) {
	return found.of(f.existsKey())
}

func (f *formOf[C, In]) existsKey() string {
	if key := f.change.Exists.Key; key != nil {
		return key(f.in)
	}
	return f.key()
}

func (f *formOf[C, In]) review(ctx context.Context, client any) (string, error) {
	if f.change.Review == nil {
		return "", nil
	}
	typed, err := clientAs[C](client)
	if err != nil {
		return "", err
	}
	return f.change.Review(ctx, typed, f.in)
}

func (f *formOf[C, In]) steps(ctx context.Context, client any) ([]Step, error) {
	typed, err := clientAs[C](client)
	if err != nil {
		return nil, err
	}
	return f.change.Steps(ctx, typed, f.in)
}

func (f *formOf[C, In]) secret() string {
	if f.change.Once == nil {
		return ""
	}
	return f.change.Once.Value(f.in)
}

func (f *formOf[C, In]) lost() error {
	if f.change.Once == nil || f.change.Once.Lost == nil {
		return nil
	}
	return f.change.Once.Lost(f.in)
}
