// Package test holds the module to its floors (who may import whom) and to
// the habits that CONTRIBUTING.md lists.
package test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// floor is a package, or with /... also all packages below it, and what of this
// module it may import. The closest match holds.
type floor struct {
	who string
	may string
}

// clients are the packages that talk to one service each.
const clients = "internal/ixon internal/intrexx internal/iotinvites internal/devotokens"

// kit is what a command is made of.
const kit = "internal/cli internal/config internal/output internal/parse internal/rest internal/secret "

func floors() []floor {
	return []floor{
		{".", "cmd"},

		// The command tree. A provider's commands know their own client only.
		{"cmd", kit + clients + " cmd/... internal/sandbox"},
		{"cmd/...", kit + clients + " internal/atomicfile internal/doctor internal/sandbox internal/setup"},
		{"cmd/ixon", kit + "internal/ixon"},
		{"cmd/intrexx", kit + "internal/intrexx"},
		{"cmd/iot", kit + "internal/iotinvites"},
		{"cmd/devo", kit + "internal/devotokens"},
		{"cmd/gendocs", "cmd internal/cli internal/reference"},

		// The kit.
		{"internal/cli/...", "internal/cli/... internal/atomicfile internal/config internal/document internal/journal internal/output internal/parse " +
			"internal/ratelimit internal/rest internal/rows internal/secret internal/suggest"},
		{"internal/reference", "internal/cli internal/config"},
		{"internal/setup", "internal/cli internal/config internal/rest internal/secret"},
		{"internal/doctor", "internal/cli internal/config internal/rest internal/secret"},
		{"internal/journal", "internal/atomicfile"}, // what a run over many rows did
		{"internal/secret", "internal/atomicfile internal/line internal/rest"},
		{"internal/config", "internal/atomicfile internal/suggest"},

		// The clients: the HTTP layer and the standard library.
		{"internal/ixon", "internal/rest"},
		{"internal/intrexx", "internal/rest"},
		{"internal/iotinvites", "internal/rest"},
		{"internal/devotokens", "internal/rest"},

		// The ground.
		{"internal/rest", "internal/line"},
		{"internal/line", ""}, // text of others on one line
		{"internal/output", ""},
		{"internal/parse", ""},
		{"internal/atomicfile", ""},
		{"internal/suggest", ""},
		{"internal/document", "internal/suggest"},     // JSON as it came from a service
		{"internal/ratelimit", "internal/atomicfile"}, // one rate for all processes of a person
		{"internal/rows", ""},                         // tables and lists in files
		{"internal/testserver", ""},                   // for tests; nothing that is not a test may import it

		// The sandbox has its own wire types: one wrong type in a client must
		// not satisfy both sides.
		{"internal/sandbox/...", "internal/atomicfile internal/sandbox/..."},

		// Servers for tests.
		{"internal/testserver", ""},

		// Programs for the benchmarks.
		{"scripts/bench/...", ""},
	}
}

func TestFloors(t *testing.T) {
	for _, f := range sources(t) {
		for _, complaint := range misplaced(floors(), f) {
			t.Error(complaint)
		}
	}
}

func TestFloorsReject(t *testing.T) {
	for _, c := range []struct{ path, imports, complaint string }{
		{"internal/ixon/users.go", "unictl/internal/config", "internal/ixon may not import internal/config"},
		{"internal/rest/send.go", "unictl/internal/suggest", "internal/rest may not import internal/suggest"},
		{"internal/sandbox/ixon/users.go", "unictl/internal/ixon", "internal/sandbox/ixon may not import internal/ixon"},
		{"cmd/ixon/users.go", "unictl/internal/devotokens", "cmd/ixon may not import internal/devotokens"},
		{"cmd/ixon/users.go", "unictl/cmd/iot", "cmd/ixon may not import cmd/iot"},
		{"main.go", "unictl/internal/cli", ". may not import internal/cli"},
		{"internal/newcomer/one.go", "fmt", `add {"internal/newcomer", ""} to floors()`},
		{"internal/newcomer/one.go", "unictl/internal/rest", `add {"internal/newcomer", "internal/rest"} to floors()`},
	} {
		f := source(t, c.path, fmt.Sprintf("package x\nimport _ %q\n", c.imports))
		got := misplaced(floors(), f)
		if len(got) != 1 || !strings.Contains(got[0], c.complaint) {
			t.Errorf("%s importing %s: got %q, want %q", c.path, c.imports, got, c.complaint)
		}
	}
	allowed := source(t, "cmd/ixon/users.go", "package ixon\nimport _ \"unictl/internal/ixon\"\nimport _ \"unictl/internal/cli\"\n")
	if got := misplaced(floors(), allowed); len(got) > 0 {
		t.Errorf("complaints about what is allowed: %q", got)
	}
}

// misplaced complains about every import of f that its floor does not allow.
// Tests may import what they need.
func misplaced(table []floor, f file) []string {
	if f.test {
		return nil
	}
	imports := f.ours()
	place, ok := floorOf(table, f.dir())
	if !ok {
		return []string{fmt.Sprintf("%s: the package has no floor: add {%q, %q} to floors() in test/floors_test.go, "+
			"if it may import that", f.path, f.dir(), strings.Join(imports, " "))}
	}
	var complaints []string
	for _, imported := range imports {
		allowed := func(pattern string) bool { return matches(pattern, imported) }
		if !slices.ContainsFunc(strings.Fields(place.may), allowed) {
			complaints = append(complaints, fmt.Sprintf("%s: %s may not import %s (test/floors_test.go says what it may)",
				f.path, f.dir(), imported))
		}
	}
	return complaints
}

// floorOf finds the closest match: the package itself, else the longest prefix.
func floorOf(table []floor, dir string) (best floor, ok bool) {
	for _, f := range table {
		if f.who == dir {
			return f, true
		}
		if matches(f.who, dir) && len(f.who) > len(best.who) {
			best, ok = f, true
		}
	}
	return best, ok
}

func matches(pattern, dir string) bool {
	if prefix, below := strings.CutSuffix(pattern, "/..."); below {
		return dir == prefix || strings.HasPrefix(dir, prefix+"/")
	}
	return pattern == dir
}
