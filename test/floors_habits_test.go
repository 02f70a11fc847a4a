package test

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

const (
	mostLines   = 400 // of any Go file
	mostMedian  = 80  // lines of the median file that is not a test
	programRoot = "cmd/main.go"
	generator   = "cmd/gendocs" // writes the reference; no part of the command tree
)

// habits are the rules for single files, each with a file that breaks it.
func habits() []habit {
	return []habit{
		{"size", tooLong, "internal/x/x.go", "package x\n" + strings.Repeat("\n", mostLines)},
		{"package name", poorName, "internal/x/x.go", "package util\n"},
		{"directory name", poorName, "internal/helpers/x.go", "package x\n"},
		{"file name", poorName, "internal/x/common.go", "package x\n"},
		{"test file name", poorName, "internal/x/helpers_test.go", "package x\n"},
		{"init", initialises, "internal/x/x.go", "package x\nfunc init() {}\n"},
		{"regexp at start", initialises, "internal/x/x.go", "package x\nimport \"regexp\"\nvar x = regexp.MustCompile(``)\n"},
		{"nested regexp at start", initialises, "internal/x/x.go",
			"package x\nimport re \"regexp\"\nvar x = []*re.Regexp{re.MustCompile(``)}\n"},
		{"exit", exits, "internal/x/x.go", "package x\nimport \"os\"\nfunc f() { os.Exit(1) }\n"},
		{"exit in the tree's main.go", exits, programRoot, "package cmd\nimport \"os\"\nfunc f() { os.Exit(1) }\n"},
		{"fatal log", exits, "internal/x/x.go", "package x\nimport \"log\"\nfunc f() { log.Fatal() }\n"},
		{"for", doesWork, "cmd/ixon/users.go", "package ixon\nfunc f() { for {} }\n"},
		{"range", doesWork, "cmd/ixon/users.go", "package ixon\nfunc f() { for range 3 {} }\n"},
		{"HTTP", doesWork, "cmd/ixon/users.go", "package ixon\nimport _ \"net/http\"\n"},
		{"print", doesWork, "cmd/ixon/users.go", "package ixon\nimport \"fmt\"\nfunc f() { fmt.Println() }\n"},
		{"print to a writer", doesWork, "cmd/ixon/users.go", "package ixon\nimport f \"fmt\"\nvar x = f.Fprintf\n"},
		{"write to a writer", doesWork, "cmd/ixon/users.go", "package ixon\nimport \"io\"\nvar x = io.WriteString\n"},
		{"built-in print", doesWork, "cmd/ixon/users.go", "package ixon\nfunc f() { println() }\n"},
		{"stdout", doesWork, "cmd/ixon/users.go", "package ixon\nimport \"os\"\nvar x = os.Stdout\n"},
		{"error of a string", doesWork, "cmd/ixon/users.go", "package ixon\nimport \"errors\"\nvar x = errors.New(``)\n"},
		{"formatted error", doesWork, programRoot, "package cmd\nimport \"fmt\"\nvar x = fmt.Errorf(``)\n"},
	}
}

// habit is a rule: complaints about one file, and a file it must complain about.
type habit struct {
	name       string
	complaints func(file) []string
	path, text string
}

func TestHabits(t *testing.T) {
	files := sources(t)
	for _, rule := range []func(file) []string{tooLong, poorName, initialises, exits, doesWork} {
		for _, f := range files {
			for _, complaint := range rule(f) {
				t.Error(complaint)
			}
		}
	}
}

func TestHabitsReject(t *testing.T) {
	fine := source(t, "cmd/ixon/roles.go", "package ixon\n\nimport \"os\"\n\nfunc f() string { return os.Getenv(\"X\") }\n")
	for _, h := range habits() {
		t.Run(h.name, func(t *testing.T) {
			if got := h.complaints(source(t, h.path, h.text)); len(got) != 1 {
				t.Errorf("complaints about %q: %q, want one", h.text, got)
			}
			if got := h.complaints(fine); len(got) > 0 {
				t.Errorf("complaints about a sound file: %q", got)
			}
		})
	}
}

func TestMedianSize(t *testing.T) {
	var sizes []int
	for _, f := range sources(t) {
		if !f.test {
			sizes = append(sizes, f.lines)
		}
	}
	got := median(sizes)
	t.Logf("%d files that are not tests, median %d lines", len(sizes), got)
	if got > mostMedian {
		t.Errorf("the median file has %d lines, at most %d are wanted: split by noun", got, mostMedian)
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct{ sizes, want []int }{{[]int{9, 1, 5}, []int{5}}, {[]int{81, 300, 1, 2}, []int{81}}, {nil, []int{0}}} {
		if got := median(c.sizes); got != c.want[0] {
			t.Errorf("median of %v: %d, want %d", c.sizes, got, c.want[0])
		}
	}
}

func median(sizes []int) int {
	if len(sizes) == 0 {
		return 0
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

func tooLong(f file) []string {
	if f.lines > mostLines {
		return []string{fmt.Sprintf("%s has %d lines, at most %d are wanted: split it by noun", f.path, f.lines, mostLines)}
	}
	return nil
}

// poorName complains about names that say nothing of what is inside.
func poorName(f file) (complaints []string) {
	for _, name := range []string{f.base(), f.dir()[strings.LastIndex(f.dir(), "/")+1:], strings.TrimSuffix(f.tree.Name.Name, "_test")} {
		switch name {
		case "util", "utils", "common", "helper", "helpers", "misc", "types", "manager":
			complaints = append(complaints, fmt.Sprintf("%s: %q says nothing: name it after what it holds", f.path, name))
		}
	}
	return complaints
}

// initialises complains about work done at every start of the process.
func initialises(f file) (complaints []string) {
	if f.test {
		return nil
	}
	names := f.imports()
	for _, declared := range f.tree.Decls {
		if fn, ok := declared.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			complaints = append(complaints, f.at(fn)+": no init functions: start-up time is measured")
		}
		if group, ok := declared.(*ast.GenDecl); ok && group.Tok == token.VAR {
			ast.Inspect(group, func(n ast.Node) bool {
				if member := f.member(names, n); strings.HasPrefix(member, "regexp.MustCompile") || strings.HasPrefix(member, "regexp.Compile") {
					complaints = append(complaints, f.at(n)+": no regexp compiled at start: check by hand, or use sync.OnceValue")
				}
				_, function := n.(*ast.FuncLit) // runs later
				return !function
			})
		}
	}
	return complaints
}

// exits complains about ends of the process anywhere but in a program's main.go.
func exits(f file) (complaints []string) {
	if f.test || f.tree.Name.Name == "main" && f.base() == "main" {
		return nil
	}
	names := f.imports()
	ast.Inspect(f.tree, func(n ast.Node) bool {
		if member := f.member(names, n); member == "os.Exit" || strings.HasPrefix(member, "log.Fatal") {
			complaints = append(complaints, f.at(n)+": only main.go ends the process: return an error")
		}
		return true
	})
	return complaints
}

// doesWork complains about what a declaration of commands leaves to others.
func doesWork(f file) (complaints []string) {
	if f.test || !matches("cmd/...", f.dir()) || f.dir() == generator {
		return nil
	}
	names := f.imports()
	ast.Inspect(f.tree, func(n ast.Node) bool {
		if why := work(f, names, n); why != "" {
			complaints = append(complaints, f.at(n)+": "+why)
		}
		return true
	})
	return complaints
}

func work(f file, names map[string]string, n ast.Node) string {
	switch n := n.(type) {
	case *ast.ForStmt, *ast.RangeStmt:
		return "no loops under cmd: they belong to internal/cli or the client"
	case *ast.ImportSpec:
		if n.Path.Value == `"net/http"` {
			return "no HTTP under cmd: it belongs to the client"
		}
	case *ast.CallExpr:
		name, ok := n.Fun.(*ast.Ident)
		if ok && name.Obj == nil && (name.Name == "print" || name.Name == "println") { // the built-in ones
			return "nothing under cmd prints: return what internal/cli writes"
		}
	}
	switch member := f.member(names, n); {
	case strings.HasPrefix(member, "fmt.Print"), strings.HasPrefix(member, "fmt.Fprint"), strings.HasPrefix(member, "log."), member == "io.WriteString":
		return "nothing under cmd prints: return what internal/cli writes"
	case (member == "os.Stdout" || member == "os.Stderr") && f.path != programRoot:
		return "streams are wired in " + programRoot + " only"
	case member == "errors.New", member == "fmt.Errorf":
		return "no errors of bare strings under cmd: use a typed one, so that it has an exit code"
	}
	return ""
}
