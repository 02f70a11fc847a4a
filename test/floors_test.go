// Package test tests the whole program: its stories (testdata/script), that no
// secret comes out anywhere, that a run which is killed can go on, and who may
// import whom.
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

// rooms are internal/cli and the packages below it, from the ground up: each may
// import all that stand before it, and nothing imports upward. A new room needs
// a line at its height.
func rooms() []floor {
	return ladder([]floor{
		{"internal/cli/fault", "internal/atomicfile internal/config internal/output internal/rest internal/rows internal/secret internal/suggest"},
		{"internal/cli/terminal", "internal/output internal/rest"},
		{"internal/cli/session", "internal/config internal/history internal/output internal/rest internal/secret internal/ratelimit"},
		{"internal/cli/input", "internal/config internal/document internal/parse internal/rest internal/rows internal/secret internal/suggest"},
		{"internal/cli/contexts", "internal/config internal/rest internal/secret"},
		{"internal/cli/transfer", "internal/document internal/rest"},
		{"internal/cli/change", "internal/atomicfile internal/config internal/document internal/output internal/parse internal/rest"},
		{"internal/cli/bulk", "internal/atomicfile internal/config internal/document internal/journal internal/output internal/rest internal/rows internal/suggest"},
		{"internal/cli/login", "internal/config internal/rest internal/secret"},
		{"internal/cli", "internal/atomicfile internal/config internal/document internal/line internal/output internal/parse internal/rest internal/suggest"},
	})
}

// ladder lets each of the floors import those before it as well.
func ladder(up []floor) []floor {
	below := ""
	for i := range up {
		up[i].may += below
		below += " " + up[i].who
	}
	return up
}

func floors() []floor {
	return append(rooms(), []floor{
		{".", "cmd"},

		// The command tree. A provider's commands know their own client only.
		{"cmd", kit + clients + " cmd/... internal/sandbox"},
		{"cmd/...", kit + clients + " internal/cli/... internal/atomicfile internal/doctor internal/history internal/sandbox internal/setup"},
		{"cmd/ixon", kit + "internal/ixon"},
		{"cmd/intrexx", kit + "internal/intrexx"},
		{"cmd/iot", kit + "internal/iotinvites"},
		{"cmd/devo", kit + "internal/devotokens"},
		{"cmd/gendocs", "cmd internal/cli internal/reference"},

		// The kit.
		{"internal/reference", "internal/cli internal/config"},
		{"internal/setup", "internal/cli/... internal/config internal/rest internal/secret"},
		{"internal/doctor", "internal/cli/... internal/config internal/ixon/published internal/rest internal/secret internal/shape"},
		{"internal/journal", "internal/atomicfile"},
		{"internal/history", "internal/atomicfile"},
		{"internal/secret", "internal/atomicfile internal/line internal/rest"},
		{"internal/config", "internal/atomicfile internal/suggest"},

		// The clients: the HTTP layer and the standard library.
		{"internal/ixon", "internal/rest internal/ixon/published"},
		{"internal/ixon/published", ""}, // what IXON's OpenAPI file says
		{"internal/ixon/published/gen", ""},
		{"internal/intrexx", "internal/rest"},
		{"internal/iotinvites", "internal/rest"},
		{"internal/devotokens", "internal/rest"},

		// The ground.
		{"internal/rest", "internal/document internal/line"},
		{"internal/line", ""}, // text of others on one line
		{"internal/output", "internal/line"},
		{"internal/parse", ""},
		{"internal/atomicfile", ""},
		{"internal/suggest", ""},
		{"internal/shape", ""},                        // JSON without its values
		{"internal/document", "internal/suggest"},     // JSON as it came from a service
		{"internal/ratelimit", "internal/atomicfile"}, // one rate for all processes of a person
		{"internal/rows", "internal/line"},            // tables and lists in files

		// The sandbox has its own wire types: one wrong type in a client must
		// not satisfy both sides.
		{"internal/sandbox/...", "internal/atomicfile internal/sandbox/..."},
		{"internal/sandbox/ixon", "internal/sandbox/service internal/ixon/published"},

		// Servers for tests; nothing else may import them.
		{"internal/testserver", "internal/ixon/published"},

		// Programs for the benchmarks.
		{"scripts/bench/...", ""},
	}...)
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

func TestLadder(t *testing.T) {
	up := ladder([]floor{{"internal/cli/low", "internal/rest"}, {"internal/cli/high", ""}, {"internal/cli", "internal/rows"}})
	for _, c := range []struct{ path, imports, complaint string }{
		{"internal/cli/low/x.go", "unictl/internal/cli/high", "internal/cli/low may not import internal/cli/high"},
		{"internal/cli/high/x.go", "unictl/internal/cli", "internal/cli/high may not import internal/cli"},
		{"internal/cli/high/x.go", "unictl/internal/rest", "internal/cli/high may not import internal/rest"},
		{"internal/cli/high/x.go", "unictl/internal/cli/low", ""},
		{"internal/cli/x.go", "unictl/internal/cli/low", ""},
		{"internal/cli/x.go", "unictl/internal/rows", ""},
	} {
		f := source(t, c.path, fmt.Sprintf("package x\nimport _ %q\n", c.imports))
		got := strings.Join(misplaced(up, f), "; ")
		if (got == "") != (c.complaint == "") || !strings.Contains(got, c.complaint) {
			t.Errorf("%s importing %s: %q, want %q", c.path, c.imports, got, c.complaint)
		}
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
