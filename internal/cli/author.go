package cli

import (
	"context"
	"encoding/json"
	"iter"
	"strings"

	"unictl/internal/cli/bulk"
	"unictl/internal/cli/change"
	"unictl/internal/cli/contexts"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/cli/login"
	"unictl/internal/cli/session"
	"unictl/internal/cli/terminal"
	"unictl/internal/output"
	"unictl/internal/rest"
)

// What authors of verbs need of the rooms below stands here under one name.
type (
	Session     = session.Session
	Process     = session.App // what the process brings
	Version     = session.Version
	Sandbox     = session.Sandbox
	Provider    = session.Provider
	Fact        = session.Fact
	Right       = session.Right
	Held        = session.Held
	Login       = session.Login
	Method      = session.Method
	Granted     = session.Granted
	SignIn      = session.SignIn
	SignedToken = session.SignedToken
	Entry       = session.Entry
	Terminal    = terminal.Ends

	Input       = input.Input
	Inputs      = input.Inputs
	Ref         = input.Ref
	NamedRef    = input.NamedRef
	Lookup      = input.Lookup
	SecretInput = input.SecretInput

	Step        = change.Step
	Allowed     = change.Allowed
	Effect      = change.Effect
	Existing    = change.Existing
	Difference  = change.Difference
	Interrupted = change.Interrupted
	Edit        = change.Edit

	Person     = login.Person
	CodeMethod = login.CodeMethod

	UsageError         = fault.UsageError
	NotFoundError      = fault.NotFoundError
	ExistsError        = fault.ExistsError
	CredentialError    = fault.CredentialError
	NotConfiguredError = fault.NotConfiguredError
	RefusedError       = fault.RefusedError
)

// Column is one column of a list or of one object.
type Column[T any] = output.Typed[T]

// The effects of a change.
const (
	Create = change.Create
	Update = change.Update
	Delete = change.Delete // takes something away: asks first
)

// NoCredential stands in a verb's Without list for the provider's credential.
const NoCredential = session.NoCredential

// SetUsage is what --set says of itself in every command.
const SetUsage = change.SetUsage

// ReportUsage is what --report says of itself in every command.
const ReportUsage = bulk.ReportUsage

// Arg declares a positional argument; parse checks and converts it.
func Arg[T any](name string, target *T, parse func(string) (T, error)) *Input {
	return input.Arg(name, target, parse)
}

// Flag declares a flag that takes one value.
func Flag[T any](name string, target *T, parse func(string) (T, error), usage string) *Input {
	return input.Flag(name, target, parse, usage)
}

// FlagList declares a flag that may be repeated. In a cell its values are
// separated by |.
func FlagList[T any](name string, target *[]T, parse func(string) (T, error), usage string) *Input {
	return input.FlagList(name, target, parse, usage)
}

// Switch declares a flag without a value.
func Switch(name string, target *bool, usage string) *Input { return input.Switch(name, target, usage) }

// BodyFlag is --body FILE|-: a whole request body as JSON or YAML.
func BodyFlag(target *json.RawMessage) *Input { return input.BodyFlag(target, nil) }

// ObjectFlag is BodyFlag for a body that is an object.
func ObjectFlag(target *json.RawMessage) *Input { return input.BodyFlag(target, input.Object) }

// ParseRef takes any text but an empty one.
func ParseRef(text string) (Ref, error) { return input.ParseRef(text) }

// LookupIn declares a lookup in a list of moderate size.
func LookupIn[C any](noun string, isID func(string) bool, index func(context.Context, C) iter.Seq2[Entry, error]) *Lookup {
	return input.LookupIn(noun, isID, index)
}

// Searching adds a search at the service, which is tried before the whole list
// is read.
func Searching[C any](l *Lookup, find func(context.Context, C, string) iter.Seq2[Entry, error]) *Lookup {
	return input.Searching(l, find)
}

// Entries turns a list of the service into entries.
func Entries[T any](items iter.Seq2[rest.Item[T], error], entry func(T) Entry) iter.Seq2[Entry, error] {
	return input.Entries(items, entry)
}

// Items gives values that are at hand as a list; a non-nil err fails it.
func Items[T any](values []T, err error) iter.Seq2[rest.Item[T], error] {
	return session.Items(values, err)
}

// Member declares a flag for a member of a document that is known, at path.
func Member[T any](e *Edit, flag string, parse func(string) (T, error), usage string, path ...string) *Input {
	return change.Member(e, flag, parse, usage, path...)
}

// Patched reads a document and makes the step that writes the members that are
// to change; no step when none is.
func Patched[T, A any](ctx context.Context, e *Edit, name string, read rest.Call[rest.Item[T]], write func(json.RawMessage) rest.Call[A]) ([]Step, error) {
	return change.Patched(ctx, e, name, read, write)
}

// Rewritten reads a document and makes the step that writes the whole of it; no
// step when nothing changes.
func Rewritten[T, A any](ctx context.Context, e *Edit, name string, read rest.Call[rest.Item[T]], write func(json.RawMessage) rest.Call[A]) ([]Step, error) {
	return change.Rewritten(ctx, e, name, read, write)
}

// Replaced makes the step that writes a document which was made from current.
func Replaced[A any](name string, current, wanted json.RawMessage, write rest.Call[A]) ([]Step, error) {
	return change.Replaced(name, current, wanted, write)
}

// Unreadable is the error of a read before a change with the way out: --no-read.
func Unreadable(err error) error { return change.Unreadable(err) }

// Local is a step on this machine: a change to one of the tool's own files.
func Local(name, path string, do func(context.Context) error) Step {
	return change.Local(name, path, do)
}

// Locals makes steps of changes to the tool's own files.
func Locals(writes []contexts.Write, err error) ([]Step, error) { return change.Locals(writes, err) }

// ConnectAs adapts a typed constructor to Provider.Connect.
func ConnectAs[C any](connect func(context.Context, *Session, rest.Conn) (C, error)) func(context.Context, *Session, rest.Conn) (any, error) {
	return session.ConnectAs(connect)
}

// CheckAs adapts a typed check to Provider.Check.
func CheckAs[C any](check func(context.Context, C) error) func(context.Context, any) error {
	return session.CheckAs(check)
}

// ClientAs is the typed client behind an untyped one.
func ClientAs[C any](client any) (C, error) { return session.ClientAs[C](client) }

// BearerOrNone is a fixed token, or no credential.
func BearerOrNone(token string) rest.Auth { return session.BearerOrNone(token) }

// Warnings are what comes up while a verb makes its steps, beside its inputs:
// they are said when the steps are made.
type Warnings struct{ texts []string }

// Warn adds one; "" is nothing.
func (w *Warnings) Warn(text string) {
	if text != "" {
		w.texts = append(w.texts, text)
	}
}

// Warned are the warnings so far.
func (w *Warnings) Warned() []string { return w.texts }

// Danger is a way to lock people out, called by the flag that allows it.
type Danger string

// The dangers that guards know.
const (
	Yourself Danger = "--allow-self" // the caller, or the credential in use
	LastOne  Danger = "--allow-last-admin"
)

// Lockout turns a reason why a change would lock somebody out into what a guard
// returns; "" = it would lock out nobody.
func Lockout(danger Danger, reason string) error {
	if reason == "" {
		return nil
	}
	return &RefusedError{Message: reason, Hint: "add " + string(danger) + " if you mean it"}
}

// ExistingOf turns a list of the service into what exists.
func ExistingOf[T any](items iter.Seq2[rest.Item[T], error], of func(T) Existing) iter.Seq2[Existing, error] {
	return func(yield func(Existing, error) bool) {
		for item, err := range items {
			if err != nil {
				yield(Existing{}, err)
				return
			}
			if !yield(of(item.Value), nil) {
				return
			}
		}
	}
}

// Each applies f to every element.
func Each[A, B any](in []A, f func(A) B) []B { return input.Each(in, f) }

// Words joins what is said of a setting, where it is set, with the rest.
func Words(text, setting string, rest ...string) string {
	if setting == "" {
		return strings.Join(rest, ", ")
	}
	return strings.Join(append([]string{text}, rest...), ", ")
}

// Trimmed takes a text without the blanks around it that check accepts.
func Trimmed(check func(string) error) func(string) (string, error) {
	return func(text string) (string, error) {
		text = strings.TrimSpace(text)
		return text, check(text)
	}
}

// AlsoFor makes columns of a type serve one that holds it, and adds more.
func AlsoFor[T, U any](columns []Column[T], inner func(U) T, more ...Column[U]) []Column[U] {
	return append(Each(columns, func(c Column[T]) Column[U] {
		return Column[U]{Name: c.Name, Wide: c.Wide, ID: c.ID, Cell: func(u U) any { return c.Cell(inner(u)) }}
	}), more...)
}

// Asked are the names behind each condition that holds: pairs of a bool and a
// member's name, for List.Asks.
func Asked(pairs ...any) (names []string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == true {
			names = append(names, pairs[i+1].(string))
		}
	}
	return names
}

// FirstOf is the first value there is under one of the names; "" for none.
func FirstOf(values map[string]string, names ...string) string {
	for _, name := range names {
		if values[name] != "" {
			return values[name]
		}
	}
	return ""
}

// Size is a number of bytes for people.
func Size(bytes int64) string { return output.Bytes(bytes) }

// ExitCodes explains every exit code, in order.
func ExitCodes() []fault.ExitCode { return fault.ExitCodes() }
