package change

import (
	"cmp"
	"context"
	"encoding/json"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/cli/session"
	"unictl/internal/document"
	"unictl/internal/rest"
)

// Edit is what a person says about a document of a service whose shape need
// not be known: single values with --set, the whole of it with --body, and the
// flags that a verb declares for members that are known.
type Edit struct {
	// Hidden keeps the values out of dry runs: the document is a secret itself,
	// whatever its members are called.
	Hidden bool
	// Absent says that the document may not be there yet: then --body is sent
	// whole.
	Absent bool
	// Merges says that the contract shows that the service merges what a change
	// names at every depth: then only the values that change are sent.
	Merges bool

	// Free says that nobody knows the form of the document: it need not be an
	// object.
	Free bool

	body   json.RawMessage
	sets   []document.Set
	noRead bool
	hidden *rest.Secrets // of the run
	warn   func(text string)
}

// SetUsage is what --set says of itself in every command.
const SetUsage = "set one `NAME=VALUE`; may be repeated"

// Inputs declares --set and --body beside the verb's own inputs.
func (e *Edit) Inputs(own ...*input.Input) input.Inputs {
	set := input.FlagList("set", &e.sets, document.ParseSet, SetUsage).Lines()
	return append(input.Inputs(own), set, e.BodyInput())
}

// Updating is Inputs for a document that is read before it is changed, with
// --no-read: the way out where it cannot be read.
func (e *Edit) Updating(own ...*input.Input) input.Inputs {
	return append(e.Inputs(own...), e.NoReadInput())
}

// BodyInput declares --body alone.
func (e *Edit) BodyInput() *input.Input {
	fit := func(body json.RawMessage) error {
		if e.Free {
			return input.Document(body)
		}
		return input.Object(body)
	}
	return input.BodyFlag(&e.body, fit).Bind(func(s *session.Session) { e.hidden, e.warn = s.Hidden, s.Terminal.Warn })
}

// NoReadInput declares --no-read alone.
func (e *Edit) NoReadInput() *input.Input {
	return input.Switch("no-read", &e.noRead, "send it without reading first what is there")
}

// Member declares a flag for a member that is known, at path; parse gives its
// value.
func Member[T any](e *Edit, flag string, parse func(string) (T, error), usage string, path ...string) *input.Input {
	return input.Flag(flag, new(T), func(text string) (value T, err error) {
		if value, err = parse(text); err != nil {
			return value, err
		}
		encoded, err := rest.Body(value)
		e.sets = append(e.sets, document.Set{Path: path, Text: string(encoded), JSON: true})
		return value, err
	}, usage)
}

// Body is the document of --body; nil when it was not given.
func (e *Edit) Body() json.RawMessage { return e.body }

// SetBody takes a document that a verb made, in the place of --body.
func (e *Edit) SetBody(body json.RawMessage) { e.body = body }

// Check refuses two sources for one document, and none.
func (e *Edit) Check() error {
	if err := e.CheckOptional(); err != nil {
		return err
	}
	if !e.Given() {
		return &fault.UsageError{Message: "nothing is said of what to write", Hint: "--set MEMBER=VALUE for single values, or --body FILE for a whole document"}
	}
	return nil
}

// CheckOptional refuses two sources for one document.
func (e *Edit) CheckOptional() error {
	if e.body != nil && len(e.sets) > 0 {
		return &fault.UsageError{Message: "--body and the flags for single values exclude each other"}
	}
	for _, set := range e.sets {
		if set.Secret() {
			return &fault.UsageError{
				Flag: "--set", Message: document.JoinPath(set.Path) + " looks like a secret, and a command line is seen by others",
				Hint: "give it in a document, with --body FILE or - for standard input",
			}
		}
	}
	if e.noRead && !e.Given() {
		return &fault.UsageError{Flag: "--no-read", Message: "nothing is said of what to send", Hint: "give the whole document with --body FILE"}
	}
	return nil
}

// Add says one more value, beside --body too: what must not stand in a file.
func (e *Edit) Add(value any, path ...string) error {
	encoded, err := rest.Body(value)
	if err != nil {
		return err
	}
	body, err := document.Apply(e.body, []document.Set{{Path: path, Text: string(encoded), JSON: true}})
	if err != nil {
		return input.Refused("--body", err)
	}
	e.body = body
	hideSecrets(e.hidden, e.body)
	return nil
}

// HasText reports whether --body holds a text at the path.
func (e *Edit) HasText(path ...string) bool {
	_, err := document.Apply(e.body, []document.Set{{Path: path}})
	return e.body != nil && err == nil
}

// Given reports whether anything was said.
func (e *Edit) Given() bool { return e.body != nil || len(e.sets) > 0 }

// New is the document where nothing is read beforehand; nil when nothing was
// said. A value that was masked when it was shown is refused: there is nothing to
// take its place.
func (e *Edit) New() (json.RawMessage, error) {
	if e.body != nil || len(e.sets) == 0 {
		if _, err := document.Unmask(e.body, nil); err != nil {
			return nil, input.Refused("--body", err)
		}
		hideSecrets(e.hidden, e.body)
		return e.body, input.Refused("--body", document.CheckMasks(e.body, nil))
	}
	made, err := document.Build(e.sets)
	if err != nil {
		return nil, input.Refused("--set", err)
	}
	hideSecrets(e.hidden, made)
	return made, nil
}

// over is the document that current becomes.
func (e *Edit) over(current json.RawMessage) (wanted json.RawMessage, err error) {
	hideSecrets(e.hidden, current)
	if e.body == nil {
		if wanted, err = document.Apply(current, e.sets); err != nil {
			return nil, input.Refused("--set", err)
		}
	} else if wanted, err = document.Unmask(e.body, current); err != nil {
		return nil, input.Refused("--body", err)
	}
	hideSecrets(e.hidden, wanted)
	return wanted, nil
}

func (e *Edit) changes(from, to json.RawMessage) []plannedChange {
	if e.Hidden {
		return nil
	}
	return changes(from, to)
}

// Patched reads a document and makes the step that writes the members that are
// to change; no step when none is. Afterwards it is read again, and what else
// changed is said. With --no-read nothing is read, and all is sent.
func Patched[T, A any](ctx context.Context, e *Edit, name string, read rest.Call[rest.Item[T]], write func(json.RawMessage) rest.Call[A]) ([]Step, error) {
	if e.noRead {
		return unread(e, name, write)
	}
	current, wanted, err := edited(ctx, e, read, document.CheckObject)
	if err != nil {
		return nil, err
	}
	patch, err := document.Patch(current, wanted, e.Merges)
	if err != nil {
		return nil, input.Refused("", err)
	}
	if document.Equal(patch, json.RawMessage(`{}`)) {
		return nil, nil
	}
	foreseen := document.Merge(current, patch)
	step := Step{Name: name, Call: write(patch), changes: e.changes(current, foreseen)}
	if current != nil {
		step.Verify = func(ctx context.Context) error {
			again, err := read.Do(ctx)
			e.compare(name, current, foreseen, again.Raw, err)
			return nil // the answer said that it was done
		}
		step.Seen = func(context.Context) (bool, error) { return false, nil } // what is read may have been so before
	}
	return []Step{step}, input.Refused("", document.CheckMasks(patch, current))
}

// Rewritten reads a document and makes the step that writes the whole of it;
// no step when nothing changes. With --no-read nothing is read.
func Rewritten[T, A any](ctx context.Context, e *Edit, name string, read rest.Call[rest.Item[T]], write func(json.RawMessage) rest.Call[A]) ([]Step, error) {
	if e.noRead {
		return unread(e, name, write)
	}
	current, wanted, err := edited(ctx, e, read, nil)
	if err != nil || document.Equal(current, wanted) {
		return nil, err
	}
	return []Step{{Name: name, Call: write(wanted), changes: e.changes(current, wanted)}}, input.Refused("", document.CheckMasks(wanted, current))
}

// Replaced makes the step that writes a document which was made from current.
func Replaced[A any](name string, current, wanted json.RawMessage, write rest.Call[A]) ([]Step, error) {
	step := Step{Name: name, Call: write, changes: changes(current, wanted), hides: []json.RawMessage{current, wanted}}
	return []Step{step}, input.Refused("", document.CheckMasks(wanted, current))
}

// unread makes the step that writes what was said, and nothing that was read.
func unread[A any](e *Edit, name string, write func(json.RawMessage) rest.Call[A]) ([]Step, error) {
	wanted, err := e.New()
	if err != nil {
		return nil, err
	}
	return []Step{{Name: name, Call: write(wanted)}}, nil
}

// edited reads the document, and gives it with what it is to become. fit refuses
// one that cannot be changed; nil = any can.
func edited[T any](ctx context.Context, e *Edit, read rest.Call[rest.Item[T]], fit func(json.RawMessage) error) (current, wanted json.RawMessage, err error) {
	item, err := read.Do(ctx)
	if e.Absent && e.body != nil && (rest.Is(err, rest.NotFound) || err == nil && document.Equal(item.Raw, json.RawMessage("null"))) {
		wanted, err = e.over(nil)
		return nil, wanted, cmp.Or(err, input.Refused("--body", document.CheckMasks(wanted, nil)))
	}
	if err == nil && fit != nil {
		err = input.Refused("", fit(item.Raw))
	}
	if err != nil {
		return nil, nil, Unreadable(err)
	}
	wanted, err = e.over(item.Raw)
	return item.Raw, wanted, err
}
