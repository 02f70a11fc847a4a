package test

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// mostLines is of any Go file.
const mostLines = 400

// habits are the rules for single files, each with a file that breaks it.
func habits() []habit {
	return []habit{
		{"size", tooLong, "internal/x/x.go", "package x\n" + strings.Repeat("\n", mostLines)},
		{"init", initialises, "internal/x/x.go", "package x\nfunc init() {}\n"},
		{"regexp at start", initialises, "internal/x/x.go", "package x\nimport \"regexp\"\nvar x = regexp.MustCompile(``)\n"},
		{"nested regexp at start", initialises, "internal/x/x.go",
			"package x\nimport re \"regexp\"\nvar x = []*re.Regexp{re.MustCompile(``)}\n"},
		{"exit", exits, "internal/x/x.go", "package x\nimport \"os\"\nfunc f() { os.Exit(1) }\n"},
		{"exit in the tree's main.go", exits, "cmd/main.go", "package cmd\nimport \"os\"\nfunc f() { os.Exit(1) }\n"},
		{"a client's hint with a command", namesCommands, "internal/ixon/x.go", "package x\nconst hint = \"see `unictl ixon users list`\"\n"},
		{"fatal log", exits, "internal/x/x.go", "package x\nimport \"log\"\nfunc f() { log.Fatal() }\n"},
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
	for _, rule := range []func(file) []string{tooLong, initialises, exits, namesCommands} {
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

func tooLong(f file) []string {
	if f.lines > mostLines {
		return []string{fmt.Sprintf("%s has %d lines, at most %d are wanted: split it by noun", f.path, f.lines, mostLines)}
	}
	return nil
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

// namesCommands complains about clients that know a command: they know the wire, and
// what to type is said where the commands are declared.
func namesCommands(f file) (complaints []string) {
	if f.test || !slices.ContainsFunc(strings.Fields(clients), func(client string) bool { return strings.HasPrefix(f.path, client+"/") }) {
		return nil
	}
	ast.Inspect(f.tree, func(n ast.Node) bool {
		_, imported := n.(*ast.ImportSpec)
		if text, ok := n.(*ast.BasicLit); ok && strings.Contains(text.Value, "unictl ") {
			complaints = append(complaints, f.at(n)+": a client names a command: explain it in connect.go of its commands")
		}
		return !imported
	})
	return complaints
}
