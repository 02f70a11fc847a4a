package input

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/suggest"
)

// CheckWords refuses what a command line says otherwise than it was meant, and
// what a parser of flags takes without a word: a flag whose hyphens a word
// processor has replaced, which would be an argument; true or false behind a
// switch, which would be one too; and a flag with one value that is given twice.
// flags are all that the command takes. Behind -- every word is an argument.
func CheckWords(flags *pflag.FlagSet, words []string) error {
	seen := map[*pflag.Flag]string{}
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case word == "--":
			return nil
		case word == "-": // standard input or output
			continue
		case !strings.HasPrefix(word, "-"):
			if err := disguised(flags, word); err != nil {
				return err
			}
			continue
		}
		named, takesNext := flagsIn(flags, word)
		for _, one := range named {
			before, again := seen[one.Flag]
			if again && !isList(one.Flag) && (!isSwitch(one.Flag) || before != one.value) {
				return &fault.UsageError{Flag: "--" + one.Name, Message: "is given twice", Hint: "it holds one value: give it once"}
			}
			seen[one.Flag] = one.value
		}
		switch {
		case takesNext:
			i++
		case len(named) > 0 && isSwitch(named[len(named)-1].Flag) && !strings.Contains(word, "=") && i+1 < len(words):
			if err := valueOf(named[len(named)-1].Flag, words[i+1]); err != nil {
				return err
			}
		}
	}
	return nil
}

// AtHome gives the words with the paths of flags for files changed by home: a shell
// turns ~/ into a path for a word of its own, and not behind --flag= or in quotes.
func AtHome(flags *pflag.FlagSet, words []string, home func(string) string) []string {
	changed := slices.Clone(words)
	for i := 0; i < len(words) && words[i] != "--"; i++ {
		if !strings.HasPrefix(words[i], "-") {
			continue
		}
		named, takesNext := flagsIn(flags, words[i])
		if len(named) == 0 || !takesFile(named[len(named)-1].Flag) {
			if takesNext {
				i++
			}
			continue
		}
		if name, value, given := strings.Cut(words[i], "="); given {
			changed[i] = name + "=" + home(value)
		} else if takesNext && i+1 < len(words) {
			i++
			changed[i] = home(words[i])
		}
	}
	return changed
}

// takesFile reports a flag whose value is a file of this machine.
func takesFile(f *pflag.Flag) bool {
	name, _ := pflag.UnquoteUsage(f)
	return name == "FILE"
}

// oneFlag is a flag as one word gives it; of a switch, with its value.
type oneFlag struct {
	*pflag.Flag
	value string
}

// flagsIn are the flags that a word gives, one or a cluster of letters, and
// whether the value of the last one is the next word. What is not known is left
// to whoever parses.
func flagsIn(flags *pflag.FlagSet, word string) (named []oneFlag, takesNext bool) {
	if name, long := strings.CutPrefix(word, "--"); long {
		name, value, given := strings.Cut(name, "=")
		f := flags.Lookup(name)
		if f == nil {
			return nil, false
		}
		if !given {
			value = f.NoOptDefVal
		}
		return []oneFlag{{f, value}}, !given && f.NoOptDefVal == ""
	}
	for letters := word[1:]; letters != ""; letters = letters[1:] {
		f := flags.ShorthandLookup(letters[:1])
		if f == nil {
			return named, false
		}
		value, given := strings.CutPrefix(letters[1:], "=")
		if f.NoOptDefVal == "" || given {
			return append(named, oneFlag{f, value}), letters[1:] == ""
		}
		named = append(named, oneFlag{f, f.NoOptDefVal})
	}
	return named, false
}

func isSwitch(f *pflag.Flag) bool { return f.Value.Type() == "bool" }

func isList(f *pflag.Flag) bool {
	_, slice := f.Value.(pflag.SliceValue)
	return slice || f.Value.Type() == "strings"
}

// valueOf refuses a word that was meant as the value of the switch before it.
func valueOf(f *pflag.Flag, next string) error {
	truths := []string{"true", "yes", "on", "1", "false", "no", "off", "0"}
	at := slices.IndexFunc(truths, func(word string) bool { return strings.EqualFold(word, next) })
	if at < 0 {
		return nil
	}
	meant := fmt.Sprintf("--%s=%t", f.Name, at < len(truths)/2)
	return &fault.UsageError{
		Flag: "--" + f.Name, Message: fmt.Sprintf("is a switch: the word %q behind it would be another argument", next),
		Hint: "write " + meant + ", or put the argument before the switch",
	}
}

// disguised refuses a word that begins with a dash of another kind, or with a
// hyphen behind something that cannot be seen. It is repeated only where it is
// the name of a flag: a secret may stand in it.
func disguised(flags *pflag.FlagSet, word string) error {
	bare := strings.TrimLeftFunc(word, func(r rune) bool {
		return r > unicode.MaxASCII && (unicode.IsSpace(r) || unicode.Is(unicode.Cf, r))
	})
	first := firstRune(bare)
	if !isDash(first) {
		return nil
	}
	e := &fault.UsageError{
		Message: fmt.Sprintf("an argument begins with U+%04X, a dash that is not a hyphen", first),
		Hint:    "flags begin with two plain hyphens; behind -- any word is an argument",
	}
	if first == '-' {
		e.Message = fmt.Sprintf("an argument begins with U+%04X, which cannot be seen, and a hyphen", firstRune(word))
	}
	name, _, _ := strings.Cut(strings.TrimLeftFunc(bare, isDash), "=")
	if f := meantFlag(flags, name); f != nil {
		e.Hint = "did you mean --" + f.Name + "? " + e.Hint
	}
	return e
}

func firstRune(text string) rune {
	for _, r := range text {
		return r
	}
	return 0
}

// isDash reports a hyphen, or what word processors, chats and other scripts make
// of one.
func isDash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '\u2212' }

// meantFlag is the flag of this name, or of one that is nearly it.
func meantFlag(flags *pflag.FlagSet, name string) *pflag.Flag {
	var names []string
	flags.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if len(name) == 1 {
		return flags.ShorthandLookup(name)
	}
	if f := flags.Lookup(name); f != nil {
		return f
	}
	return flags.Lookup(suggest.Nearest(name, names))
}
