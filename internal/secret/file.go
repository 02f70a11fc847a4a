package secret

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

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
		value, found, err := accept(records[i].Value, "", f.Name())
		value.place = records[i].Place
		return value, found, err
	}
	return Value{}, false, nil
}

// Set keeps a secret, in place of an earlier one of the same Ref. One line
// break at its end is dropped; an empty secret is an *InvalidError.
func (f *File) Set(ctx context.Context, ref Ref, text string) error {
	origin := ref.Provider + "." + ref.Name
	value, found, err := accept(text, "", origin)
	if err != nil {
		return err
	}
	if !found {
		return &InvalidError{Origin: origin, Reason: "is empty"}
	}
	return f.edit(ctx, func(records []record) []record {
		fresh := record{Context: ref.Context, Provider: ref.Provider, Name: ref.Name, Value: value.Reveal(), Place: ref.Place}
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

// record is one secret as the file holds it.
type record struct {
	Context  string `yaml:"context"`
	Provider string `yaml:"provider"`
	Name     string `yaml:"name"`
	Value    string `yaml:"value"`
	Place    string `yaml:"for,omitempty"` // the base URL that it is for
}

func (r Ref) matches(entry record) bool {
	return entry.Context == r.Context && entry.Provider == r.Provider && entry.Name == r.Name
}

func ofContext(name string) func(record) bool {
	return func(entry record) bool { return entry.Context == name }
}

// FileError is a fault in the file of secrets. It repeats nothing of the
// content.
type FileError struct {
	Path    string
	Line    int // 1-based; 0 if unknown
	Message string
}

func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.Path + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, e.Message)
}

// ExitCode is that of an unusable credential.
func (*FileError) ExitCode() int { return exitCredential }

// Hint is the way out.
func (e *FileError) Hint() string {
	return "correct " + e.Path + ", or delete it and set its secrets again with `unictl config set`"
}

// read gives the records of the file; a missing file has none. The permissions
// are those of the file that is read, whatever is renamed meanwhile.
func (f *File) read() ([]record, error) {
	file, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the secrets: %w", err)
	}
	defer file.Close()
	if err := checkPermissions(file); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read the secrets: %w", err)
	}
	return f.decode(data)
}

// decode works on nodes, as the messages of a typed decoding repeat values.
func (f *File) decode(data []byte) ([]record, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, &FileError{Path: f.path, Line: lineOf(err), Message: "not valid YAML"}
	}
	if len(document.Content) == 0 || document.Content[0].ShortTag() == "!!null" {
		return nil, nil
	}
	list := document.Content[0]
	if list.Kind != yaml.SequenceNode {
		return nil, f.fault(list, "must be a list of secrets")
	}
	records := make([]record, len(list.Content))
	for i, node := range list.Content {
		if err := f.record(node, &records[i]); err != nil {
			return nil, err
		}
	}
	return records, nil
}

func (f *File) record(node *yaml.Node, entry *record) error {
	if node.Kind != yaml.MappingNode {
		return f.fault(node, "a secret must have the keys context, provider, name and value")
	}
	fields := map[string]*string{
		"context": &entry.Context, "provider": &entry.Provider, "name": &entry.Name, "value": &entry.Value, "for": &entry.Place,
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		field, known := fields[key.Value]
		if !known {
			return f.fault(key, "a key is unknown or stands twice; a secret has context, provider, name, value and for")
		}
		if value.Kind != yaml.ScalarNode {
			return f.fault(value, "the "+key.Value+" of a secret must be one text")
		}
		*field = value.Value
		delete(fields, key.Value)
	}
	if entry.Provider == "" || entry.Name == "" {
		return f.fault(node, "a secret must have a provider and a name")
	}
	return nil
}

func (f *File) fault(node *yaml.Node, message string) error {
	return &FileError{Path: f.path, Line: node.Line, Message: message}
}

// lineOf takes the line from a parser's message, the rest of which may repeat
// what stands in the file.
func lineOf(err error) int {
	rest, _ := strings.CutPrefix(err.Error(), "yaml: line ")
	number, _, _ := strings.Cut(rest, ":")
	line, err := strconv.Atoi(number)
	if err != nil {
		return 0
	}
	return line
}

// PermissionError says that a file of secrets can be read by others than its
// owner.
type PermissionError struct {
	Path string
	Mode fs.FileMode
}

func (e *PermissionError) Error() string {
	return fmt.Sprintf("%s can be read by others (mode %04o); run: chmod 600 %q", e.Path, e.Mode.Perm(), e.Path)
}

// ExitCode is that of an unusable credential.
func (*PermissionError) ExitCode() int { return exitCredential }

const forOthers fs.FileMode = 0o077

// checkPermissions refuses a file that the group or others may touch. Windows
// keeps a user's directories to the user by other means.
func checkPermissions(file *os.File) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("cannot read the secrets: %w", err)
	}
	if info.Mode()&forOthers != 0 {
		return &PermissionError{Path: file.Name(), Mode: info.Mode()}
	}
	return nil
}
