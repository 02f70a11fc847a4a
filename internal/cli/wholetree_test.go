package cli_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/cmd"
	"unictl/internal/cli"
	"unictl/internal/cli/session"
)

func newApp(t *testing.T) *cli.App {
	t.Helper()
	home := t.TempDir()
	app := cmd.New(cli.Version{Version: "v1.2.3"})
	app.In, app.Out, app.Err, app.Now = strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}, time.Now
	app.Env = func(name string) (string, bool) {
		value, ok := map[string]string{"HOME": home, "XDG_CACHE_HOME": filepath.Join(home, "cache")}[name]
		return value, ok
	}
	return app
}

// walk visits every command, with the words that lead to it.
func walk(c *cobra.Command, words []string, visit func(*cobra.Command, []string)) {
	visit(c, words)
	for _, child := range c.Commands() {
		walk(child, append(slices.Clone(words), child.Name()), visit)
	}
}

func helpOf(c *cobra.Command) string {
	var b bytes.Buffer
	c.Root().InitDefaultHelpCmd()
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	c.SetOut(&b)
	_ = c.Help()
	return b.String()
}

// flagsOf are all flags a command takes, with what help says of them.
func flagsOf(c *cobra.Command) (all []string) {
	c.InitDefaultHelpFlag()
	add := func(f *pflag.Flag) {
		all = append(all, strings.Join([]string{f.Name, f.Shorthand, f.Usage, f.DefValue, f.NoOptDefVal, f.Value.Type()}, "|"))
	}
	c.LocalFlags().VisitAll(add)
	c.InheritedFlags().VisitAll(add)
	return all
}

// A command built on its own branch is the command of the whole tree.
func TestLazyIsFull(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	n := 0
	walk(app.Tree(), nil, func(full *cobra.Command, words []string) {
		if n++; full.Name() == "help" {
			return
		}
		lazy, _, err := app.Branch(words...).Find(words)
		if err != nil {
			t.Fatalf("%q: %v", words, err)
		}
		if diff := cmp.Diff(flagsOf(full), flagsOf(lazy)); diff != "" {
			t.Errorf("flags of %q: %s", words, diff)
		}
		if diff := cmp.Diff(helpOf(full), helpOf(lazy)); diff != "" {
			t.Errorf("help of %q: %s", words, diff)
		}
		if full.Short == "" || (full.HasParent() && full.Long == "" && !full.HasSubCommands()) {
			t.Errorf("%q has no Short or Long", words)
		}
	})
	if n < 40 {
		t.Errorf("only %d commands", n)
	}
}

// asked runs a command line and gives what it prints.
func asked(t *testing.T, words ...string) string {
	t.Helper()
	app := newApp(t)
	out := &bytes.Buffer{}
	app.Out = out
	if code := app.Run(t.Context(), words); code != 0 {
		t.Errorf("%q: exit %d", words, code)
	}
	return out.String()
}

// What is printed for help and completion is the same whichever way was taken.
func TestHelpAndCompletionOfEveryCommand(t *testing.T) {
	t.Parallel()
	walk(newApp(t).Tree(), nil, func(full *cobra.Command, words []string) {
		if full.Name() == "help" {
			return
		}
		want := helpOf(full)
		for _, line := range [][]string{append(slices.Clone(words), "--help"), append([]string{"help"}, words...), append([]string{"--no-color", "help"}, words...)} {
			if diff := cmp.Diff(want, asked(t, line...)); diff != "" {
				t.Errorf("%q: %s", line, diff)
			}
		}
		offered := asked(t, append([]string{"__complete"}, append(slices.Clone(words), "--")...)...)
		full.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "version" && !strings.Contains(offered, "--"+f.Name) {
				t.Errorf("%q: --%s is not offered", words, f.Name)
			}
		})
		offered = asked(t, append([]string{"__complete"}, append(slices.Clone(words), "")...)...)
		for _, child := range full.Commands() {
			if child.IsAvailableCommand() && !strings.Contains(offered, child.Name()+"\t") {
				t.Errorf("%q: %s is not offered", words, child.Name())
			}
		}
	})
}

// Every example can be typed: its command exists, takes its flags, and as many
// arguments.
func TestExamples(t *testing.T) {
	t.Parallel()
	walk(newApp(t).Tree(), nil, func(c *cobra.Command, words []string) {
		if c.Example == "" && !c.HasSubCommands() {
			t.Errorf("%q has no example", words)
		}
		for _, line := range exampleLines(c.Example) {
			root := newApp(t).Tree()
			found, left, err := root.Find(line)
			if err != nil {
				t.Errorf("example of %q: %v", words, err)
				continue
			}
			if err := found.ParseFlags(left); err != nil {
				t.Errorf("example %q: %v", line, err)
			}
			if found.HasSubCommands() {
				t.Errorf("example %q leads to no command", line)
			}
			if err := found.ValidateArgs(found.Flags().Args()); err != nil {
				t.Errorf("example %q: %v", line, err)
			}
		}
	})
}

// exampleLines are the words after unictl, as a shell splits them.
func exampleLines(example string) (lines [][]string) {
	for line := range strings.Lines(example) {
		_, line, ok := strings.Cut(strings.TrimSpace(line), "unictl ")
		if !ok {
			continue
		}
		lines = append(lines, shellWords(line))
	}
	return lines
}

func shellWords(line string) (words []string) {
	word, quote := "", rune(0)
	flush := func() {
		if word != "" {
			words, word = append(words, word), ""
		}
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word += string(r)
		case strings.ContainsRune("|<>)&;", r): // what follows is the shell's
			flush()
			return words
		case r == '"' || r == '\'':
			quote = r
		case r == ' ':
			flush()
		default:
			word += string(r)
		}
	}
	flush()
	return words
}

// A name means the same everywhere: no verb takes the name of a global or of a
// setting of its provider, and what only some verbs have they all call alike.
func TestReservedNames(t *testing.T) {
	t.Parallel()
	meaning := map[string]string{}
	globals := newApp(t).Tree().PersistentFlags()
	globals.VisitAll(func(f *pflag.Flag) {
		if !slices.Contains(session.Reserved(), f.Name) {
			t.Errorf("--%s is global and not reserved", f.Name)
		}
	})
	walk(newApp(t).Tree(), nil, func(c *cobra.Command, words []string) {
		if !c.HasParent() {
			return
		}
		inherited := c.InheritedFlags()
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name == "help" {
				return
			}
			if f.Usage == "" {
				t.Errorf("%q: --%s says nothing of itself", words, f.Name)
			}
			if inherited.Lookup(f.Name) != nil || globals.Lookup(f.Name) != nil {
				t.Errorf("%q: --%s has another meaning above", words, f.Name)
			}
			if f.Shorthand != "" && (inherited.ShorthandLookup(f.Shorthand) != nil || globals.ShorthandLookup(f.Shorthand) != nil) {
				t.Errorf("%q: -%s has another meaning above", words, f.Shorthand)
			}
			if slices.Contains(session.Reserved(), f.Name) {
				if before := meaning[f.Name]; before != "" && before != f.Usage {
					t.Errorf("%q: --%s is reserved for %q, and is %q here", words, f.Name, before, f.Usage)
				}
				meaning[f.Name] = f.Usage
			}
		})
	})
}

// No secret has a flag.
func TestSecretsHaveNoFlag(t *testing.T) {
	t.Parallel()
	for _, p := range newApp(t).Providers() {
		for _, o := range p.Options {
			if o.Secret && (o.Flag != "" || o.Env == "") {
				t.Errorf("%s: flag %q, variable %q", o.Key, o.Flag, o.Env)
			}
		}
	}
}
