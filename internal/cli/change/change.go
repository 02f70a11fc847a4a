// Package change carries changes out: one, several, or the rows of a file are the
// same run. It looks what exists, guards, asks, sends the steps, and says what
// happened.
package change

import (
	"context"
	"encoding/json"
	"errors"
	"iter"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/cli/session"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

// Effect is what a change does to the world; it decides confirmation and
// wording.
type Effect int

// The effects.
const (
	Create Effect = iota + 1
	Update
	Delete // takes something away: asks first
)

// Existing is something that is there already.
type Existing struct {
	Key  string // what it is known by: compared with the Key of Exists, letter by letter
	What string // "ada@example.com is already a member"
	ID   string
	// Alike is said when its key differs in letter case only, or in how accents are
	// written: to the service it is another one. "" = nothing is said.
	Alike string
}

// Index is what was there when it was read.
type Index struct {
	known map[string]Existing
	alike map[string]Existing // by folded key, of those that say something
}

// Read reads all, or as far as the key that is looked for; "" = all.
func Read(all iter.Seq2[Existing, error], until string) (*Index, error) {
	found := &Index{known: map[string]Existing{}, alike: map[string]Existing{}}
	for one, err := range all {
		if err != nil {
			return nil, err
		}
		if _, twice := found.known[one.Key]; !twice { // the first one counts
			found.known[one.Key] = one
		}
		if one.Alike != "" {
			found.alike[parse.Folded(one.Key)] = one
		}
		if until != "" && one.Key == until {
			break
		}
	}
	return found, nil
}

// Of is what has the key; nil = nothing. alike says what has it
// nearly so.
func (x *Index) Of(key string) (there *Existing, alike string) {
	if other, ok := x.alike[parse.Folded(key)]; ok && other.Key != key {
		alike = other.Alike
	}
	if one, ok := x.known[key]; ok {
		return &one, alike
	}
	return nil, alike
}

// Form is what the inputs of a change fill in, with what can be asked of it
// then. Whatever carries changes out works on forms: it is compiled once, and
// not again for the types of every verb. client is the provider's.
type Form interface {
	Inputs() input.Inputs
	Wipe() // empties it for another row
	Check() error
	Key() string // what two rows for the same thing share
	Target() string
	ID() string // of what was changed, after the steps; "" = none
	// Exists asks the service; alike says what differs in letter case only.
	Exists(ctx context.Context, client any) (there *Existing, alike string, err error)
	ExistsIn(found *Index) (there *Existing, alike string)
	Review(ctx context.Context, client any) (string, error)
	Steps(ctx context.Context, client any) ([]Step, error)
	// Recover gives the steps that are left of a change that was interrupted, none =
	// it is done; known is false where the verb cannot tell.
	Recover(ctx context.Context, client any, at Interrupted) (steps []Step, known bool, err error)
	Secret() string     // that the service shows once, after the steps; "" = none
	Lost() error        // why there is none although it was asked for
	Warnings() []string // that came up while the steps were made
}

// Change is a change without its types.
type Change struct {
	Action                     string // "ixon users invite"
	Effect                     Effect
	Without                    []string
	Form                       func() Form
	Looks, Reviews             bool // its form can
	Makes                      bool // something with an id
	Own, AsksAlways, TypesName bool
	First                      func(context.Context, *session.Session) error // nil = nothing is checked first
	Once                       *Once                                         // nil = no secret comes
	// Index reads once what exists; nil = rows are asked for one by one.
	Index func(ctx context.Context, client any) (*Index, error)
	// Guard reads once what guards need, and gives the guard of a row; nil = nothing
	// is guarded. LastAdmin says that it guards more than the caller.
	Guard     func(ctx context.Context, client any, allowed Allowed) (func(context.Context, Form) error, error)
	LastAdmin bool
}

// Asks reports whether the change confirms in an ordinary context.
func (c *Change) Asks() bool { return c.Effect == Delete || c.AsksAlways }

// Interrupted is how far an earlier process came with a change. What it sent can
// no longer arrive.
type Interrupted struct {
	Step     int  // that was sent last, from 1
	Answered bool // and took effect
}

// Flags are the flags that the declaration of a change brings.
type Flags struct {
	IfAbsent, IfExists, PrintValue bool
	ValueFile                      string
	Allowed                        Allowed
}

// unfound reports that what a removal is about was looked for and not found,
// which --if-exists makes a success. A 404 to a read proves nothing: it may be
// about something else.
func (e *Engine) unfound(err error) bool {
	missing, ok := errors.AsType[*fault.NotFoundError](err)
	return ok && missing.Target && !missing.Alike && e.Flags.IfExists
}

// refusedAsGone reports that the removal itself was answered so.
func (e *Engine) refusedAsGone(row *Row, err error) bool {
	return e.Flags.IfExists && len(row.Steps) == 1 && (e.unfound(err) || rest.Is(err, rest.NotFound))
}

// gone is the document of such a row.
func (e *Engine) gone(row *Row) *Document {
	return &Document{Action: e.Action, Target: row.Target, ID: row.Form.ID(), DryRun: e.Session.Globals.DryRun, Reason: "it is not there", Response: json.RawMessage("null")}
}

// Allowed is what a person says they mean, of what guards refuse.
type Allowed struct {
	Self      bool // oneself, and the credential in use
	LastAdmin bool
}
