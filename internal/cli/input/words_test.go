package input

import (
	"errors"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
)

func TestWordsThatWereMeantOtherwise(t *testing.T) {
	t.Parallel()
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.Bool("dry-run", false, "")
	flags.Bool("yes", false, "")
	flags.BoolP("quiet", "q", false, "")
	flags.StringP("output", "o", "", "")
	flags.String("role", "", "")
	flags.StringSlice("columns", nil, "")
	(&rowIn{}).inputs().Declare(flags)
	for name, c := range map[string]struct {
		words string // separated by blanks
		want  string // in the message or the hint; "" = nothing is wrong
	}{
		"plain":                              {"delete 6 --dry-run --yes -o json --role Viewer", ""},
		"standard input":                     {"import - --yes", ""},
		"em dash":                            {"delete 6 \u2014dry-run --yes", "did you mean --dry-run?"},
		"en dash":                            {"delete \u2013yes", "U+2013"},
		"minus sign and a letter":            {"delete \u2212q", "did you mean --quiet?"},
		"figure dash, hyphen, bar":           {"\u2010yes", "--yes"},
		"horizontal bar":                     {"\u2015yes", "--yes"},
		"small and full-width":               {"\uff0dyes", "--yes"},
		"three hyphens made two characters":  {"\u2014-dry-run", "did you mean --dry-run?"},
		"with a value":                       {"\u2014role=Viewer", "did you mean --role?"},
		"nearly a flag":                      {"\u2014dryrun", "did you mean --dry-run?"},
		"no flag":                            {"\u2014whatever", "two plain hyphens"},
		"a hyphen behind a no-break space":   {"\u00a0--yes", "U+00A0"},
		"a hyphen behind a byte order mark":  {"\ufeff--yes", "cannot be seen"},
		"inside a word":                      {"rename 41 ci\u2014ingest", ""},
		"behind --":                          {"rename 41 -- \u2014new", ""},
		"the value of a flag":                {"--role \u2014new", ""},
		"false behind a switch":              {"6 --yes false", "--yes=false"},
		"no behind a switch":                 {"6 --dry-run NO", "--dry-run=false"},
		"1 behind a letter":                  {"6 -q 1", "--quiet=true"},
		"behind an input's switch":           {"--deep true", "--deep=true"},
		"false with its sign":                {"6 --yes=false", ""},
		"false before the switch":            {"false --yes", ""},
		"false behind --":                    {"--yes -- false", ""},
		"an id behind a switch":              {"--yes 6", ""},
		"a value that is called like one":    {"--role true", ""},
		"twice":                              {"--role Viewer --role Administrator", "--role: is given twice"},
		"twice, the same":                    {"--role Viewer --role=Viewer", "given twice"},
		"twice, by its letter":               {"-ojson --output yaml", "--output: is given twice"},
		"twice, in a cluster":                {"-qo json -o yaml", "--output: is given twice"},
		"a switch both ways":                 {"--yes --yes=false", "--yes: is given twice"},
		"a switch twice":                     {"--yes --yes", ""},
		"a list twice":                       {"--tag a --tag b -t c --columns a --columns b", ""},
		"a flag that is a value":             {"--role --role", ""},
		"what is not known is not our thing": {"--nope -x --role Viewer", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := CheckWords(flags, strings.Split(c.words, " "))
			if (err != nil) != (c.want != "") {
				t.Fatalf("got %v", err)
			}
			usage, ok := errors.AsType[*fault.UsageError](err)
			if err != nil && (!ok || !strings.Contains(usage.Error()+" "+usage.Hint, c.want)) {
				t.Errorf("got %v, hint %q", err, usage.Hint)
			}
		})
	}
}

// A word that was mistyped may hold a secret.
func TestMistypedWordsAreNotRepeated(t *testing.T) {
	t.Parallel()
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.String("password", "", "")
	for _, word := range []string{"\u2014password=s3cret", "\u2014s3cret", "\u2013ps3cret"} {
		usage, ok := errors.AsType[*fault.UsageError](CheckWords(flags, []string{word}))
		if !ok || strings.Contains(usage.Error()+usage.Hint, "s3cret") {
			t.Errorf("%q: %v", word, usage)
		}
	}
}

// A path behind a flag begins at home as it does elsewhere; nothing else is touched.
func TestAtHome(t *testing.T) {
	t.Parallel()
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.String("from", "", "rows of `FILE`")
	flags.String("name", "", "a `NAME`")
	flags.BoolP("quiet", "q", false, "")
	home := func(path string) string { return strings.Replace(path, "~/", "/home/ada/", 1) }
	for given, want := range map[string]string{
		"--from=~/a":            "--from=/home/ada/a",
		"--from ~/a ~/b":        "--from /home/ada/a ~/b",
		"-q --from ~/a":         "-q --from /home/ada/a",
		"--name=~/a --name ~/a": "--name=~/a --name ~/a",
		"--name --from ~/a":     "--name --from ~/a",
		"-- --from=~/a":         "-- --from=~/a",
		"--from":                "--from",
	} {
		if got := strings.Join(AtHome(flags, strings.Fields(given), home), " "); got != want {
			t.Errorf("%s: %s, want %s", given, got, want)
		}
	}
}
