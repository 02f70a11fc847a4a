package secret

import (
	"context"
	"errors"
	"slices"

	"go.yaml.in/yaml/v3"

	"unictl/internal/atomicfile"
)

const filePermissions = 0o600

// File keeps secrets in a YAML file of mode 0600, a list of {context,
// provider, name, value}. It holds no state: each call reads the file. Errors:
// *PermissionError, *FileError, *InvalidError, and those of the lock and the
// operating system.
type File struct{ path string }

// FileSource makes a File; the file itself is made by the first Set.
func FileSource(path string) *File { return &File{path: path} }

// Name is "secrets file " and the path.
func (f *File) Name() string { return "secrets file " + f.path }

// Get finds a secret by its context, provider and name.
func (f *File) Get(ctx context.Context, ref Ref) (Value, bool, error) {
	if err := ctx.Err(); err != nil {
		return Value{}, false, err
	}
	records, err := f.read()
	if err != nil {
		return Value{}, false, err
	}
	if i := slices.IndexFunc(records, ref.matches); i >= 0 {
		return accept(records[i].Value, f.Name())
	}
	return Value{}, false, nil
}

// Set keeps a secret, in place of an earlier one of the same Ref. One line
// break at its end is dropped; an empty secret is an *InvalidError.
func (f *File) Set(ctx context.Context, ref Ref, text string) error {
	origin := ref.Provider + "." + ref.Name
	value, found, err := accept(text, origin)
	if err != nil {
		return err
	}
	if !found {
		return &InvalidError{Origin: origin, Reason: "is empty"}
	}
	return f.edit(ctx, func(records []record) []record {
		fresh := record{Context: ref.Context, Provider: ref.Provider, Name: ref.Name, Value: value.Reveal()}
		if i := slices.IndexFunc(records, ref.matches); i >= 0 {
			records[i] = fresh
			return records
		}
		return append(records, fresh)
	})
}

// Delete removes a secret; that it was not there is no error.
func (f *File) Delete(ctx context.Context, ref Ref) error {
	return f.edit(ctx, func(records []record) []record {
		return slices.DeleteFunc(records, ref.matches)
	})
}

// RenameContext moves all secrets of a context to another name, in place of
// those that the other name may have had.
func (f *File) RenameContext(ctx context.Context, from, to string) error {
	if from == to {
		return nil
	}
	return f.edit(ctx, func(records []record) []record {
		if !slices.ContainsFunc(records, ofContext(from)) {
			return records
		}
		records = slices.DeleteFunc(records, ofContext(to))
		for i := range records {
			if records[i].Context == from {
				records[i].Context = to
			}
		}
		return records
	})
}

// DeleteContext removes all secrets of a context.
func (f *File) DeleteContext(ctx context.Context, name string) error {
	return f.edit(ctx, func(records []record) []record {
		return slices.DeleteFunc(records, ofContext(name))
	})
}

// edit changes the list under the file's lock and writes it if it differs. A
// file that is missing and has nothing to hold is not made.
func (f *File) edit(ctx context.Context, change func([]record) []record) error {
	return atomicfile.Locked(ctx, f.path, func() error {
		before, err := f.read()
		if err != nil {
			return err
		}
		after := change(slices.Clone(before))
		if slices.Equal(before, after) {
			return nil
		}
		text, err := yaml.Marshal(after)
		if err != nil {
			return errors.New("cannot encode the secrets") // the cause could repeat one
		}
		return atomicfile.Write(f.path, text, filePermissions)
	})
}
