package test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

const modulePath = "unictl"

// file is one Go file of the module, whatever its build tags.
type file struct {
	path  string // from the module's root, with slashes
	test  bool
	lines int
	set   *token.FileSet
	tree  *ast.File
}

// dir is the package's directory, "." for the root.
func (f file) dir() string { return path.Dir(f.path) }

// base is the file's name without .go and _test.
func (f file) base() string {
	return strings.TrimSuffix(strings.TrimSuffix(path.Base(f.path), ".go"), "_test")
}

// at is path:line of a node.
func (f file) at(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.set.Position(n.Pos()).Line)
}

// imports gives import paths by the name they have in the file.
func (f file) imports() map[string]string {
	names := make(map[string]string, len(f.tree.Imports))
	for _, spec := range f.tree.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = imported
	}
	return names
}

// ours gives the imported directories of this module.
func (f file) ours() (dirs []string) {
	for _, spec := range f.tree.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		if imported == modulePath {
			dirs = append(dirs, ".")
		} else if dir, ok := strings.CutPrefix(imported, modulePath+"/"); ok {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// member gives "path.Name" when n is a name of an imported package, else "".
func (f file) member(names map[string]string, n ast.Node) string {
	selector, ok := n.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	left, ok := selector.X.(*ast.Ident)
	if !ok || names[left.Name] == "" {
		return ""
	}
	return names[left.Name] + "." + selector.Sel.Name
}

// sources reads all Go files of the module.
func sources(t *testing.T) []file {
	t.Helper()
	var files []file
	module := os.DirFS("..")
	err := fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return enter(module, name, entry)
		}
		if strings.HasSuffix(name, ".go") {
			text, err := fs.ReadFile(module, name)
			if err != nil {
				return err
			}
			files = append(files, source(t, name, string(text)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// enter leaves out what the go command leaves out, and other modules.
func enter(module fs.FS, name string, entry fs.DirEntry) error {
	if name == "." {
		return nil
	}
	if base := entry.Name(); base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return fs.SkipDir
	}
	if _, err := fs.Stat(module, path.Join(name, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

// source parses one file.
func source(t *testing.T, name, text string) file {
	t.Helper()
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	return file{
		path: name, test: strings.HasSuffix(name, "_test.go"), lines: strings.Count(text, "\n"),
		set: set, tree: tree,
	}
}
