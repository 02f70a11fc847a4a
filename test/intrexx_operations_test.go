package test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"unictl/cmd"
	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

// documented is a row of the table of docs/intrexx.md.
type documented struct {
	Number       int
	Method, Path string
	commands     []string // with their words for arguments
}

func documentedOperations(t *testing.T) []documented {
	t.Helper()
	text, err := os.ReadFile("../docs/intrexx.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Operations\n")
	section, _, _ = strings.Cut(section, "\n## ")
	row := regexp.MustCompile("(?m)^\\| (\\d+) \\| ([A-Z]+) \\| `([^`]+)` \\| (.+) \\|$")
	var all []documented
	for _, cells := range row.FindAllStringSubmatch(section, -1) {
		number, err := strconv.Atoi(cells[1])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, documented{number, cells[2], cells[3], documentedCommands(cells[4])})
	}
	return all
}

// documentedCommands reads "`unictl a b X`, `c Y`": what follows the first
// command takes the place of its last word that is no argument.
func documentedCommands(cell string) []string {
	var all []string
	for text := range strings.SplitSeq(cell, ", ") {
		text = strings.Trim(text, "`")
		if len(all) > 0 {
			group := commandWords(all[0])
			text = strings.Join(append(group[:len(group)-1], text), " ")
		}
		all = append(all, text)
	}
	return all
}

// commandWords are those before the first argument.
func commandWords(command string) []string {
	words := strings.Fields(command)
	if at := slices.IndexFunc(words, func(w string) bool { return w == strings.ToUpper(w) }); at >= 0 {
		words = words[:at]
	}
	return words
}

// TestIntrexxOperations holds that the table has all operations of the API, in
// their order.
func TestIntrexxOperations(t *testing.T) {
	t.Parallel()
	var want []documented
	for _, op := range intrexx.Operations() {
		want = append(want, documented{Number: op.Number, Method: op.Method, Path: op.Path})
	}
	if len(want) != 53 {
		t.Errorf("the API has 53 operations, and the client knows %d", len(want))
	}
	table := documentedOperations(t)
	if diff := cmp.Diff(want, table, cmpopts.IgnoreUnexported(documented{})); diff != "" {
		t.Errorf("the table of docs/intrexx.md (+) is not that of the client (-):\n%s", diff)
	}
}

// TestIntrexxCommands holds that the table's commands are there, that it lacks
// none, and that the stories of all operations run each of them, piped and at a
// terminal.
func TestIntrexxCommands(t *testing.T) {
	t.Parallel()
	piped := storyRuns(t, "intrexx_all_operations.txtar", `exec `)
	typed := storyRuns(t, "unix/intrexx_all_operations_terminal.txtar", `terminal (?:-piped )?0 `)
	tree := intrexxCommands(t)
	for _, row := range documentedOperations(t) {
		for _, command := range row.commands {
			if !slices.Contains(tree, command) {
				t.Errorf("operation %d: there is no command %q", row.Number, command)
			}
			tree = slices.DeleteFunc(tree, func(there string) bool { return there == command })
			for _, story := range []func(string) bool{piped, typed} {
				if words := strings.Join(commandWords(command), " "); !story(words) {
					t.Errorf("operation %d: a story of all operations does not run %q", row.Number, words)
				}
			}
		}
	}
	if len(tree) > 0 {
		t.Errorf("the table lacks %q", tree)
	}
}

// storyRuns reports of a command whether a line of the script begins with it,
// after what runs it.
func storyRuns(t *testing.T, script, runner string) func(command string) bool {
	t.Helper()
	text, err := os.ReadFile("testdata/script/" + script)
	if err != nil {
		t.Fatal(err)
	}
	return func(command string) bool {
		return regexp.MustCompile(`(?m)^` + runner + regexp.QuoteMeta(command) + `( |$)`).Match(text)
	}
}

// intrexxCommands are all that do something, with their arguments.
func intrexxCommands(t *testing.T) []string {
	t.Helper()
	root := cmd.New(cli.Version{}).Tree()
	var all []string
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for _, child := range c.Commands() {
			walk(child)
		}
		if !c.HasSubCommands() {
			all = append(all, strings.TrimSuffix(c.UseLine(), " [flags]"))
		}
	}
	for _, c := range root.Commands() {
		if c.Name() == "intrexx" {
			walk(c)
		}
	}
	return all
}

// everyOperation is `operations FILE`: the sandbox's log of calls shows that
// each operation of Intrexx was done at least once.
func everyOperation(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: operations log")
	}
	left := intrexx.Operations()
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		var call struct {
			Provider, Method, Path string
			Status                 int
		}
		ts.Check(json.Unmarshal([]byte(line), &call))
		if call.Provider == "intrexx" && call.Status < 300 {
			left = slices.DeleteFunc(left, func(op intrexx.Operation) bool {
				return op.Method == call.Method && fits(op.Path, strings.TrimPrefix(call.Path, "/intrexx"))
			})
		}
	}
	if len(left) > 0 {
		ts.Fatalf("not called, or not with success: %s", fmt.Sprint(left))
	}
}

// fits compares a path with one that has {names} in it.
func fits(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	return slices.EqualFunc(want, got, func(w, g string) bool { return w == g || strings.HasPrefix(w, "{") && g != "" })
}
