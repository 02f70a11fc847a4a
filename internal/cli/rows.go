package cli

import (
	"github.com/spf13/pflag"
)

// fill parses the flags of the command line, and words for the arguments of one
// row. The texts are parsed anew for each, so that rows share nothing.
func (all Inputs) fill(flags *pflag.FlagSet, words []string) error {
	for _, input := range all {
		if input.arg {
			continue
		}
		given, ok := flags.Lookup(input.Name).Value.(*flagValue)
		if !ok {
			continue
		}
		for _, text := range given.texts {
			if err := input.set(text); err != nil {
				return err
			}
		}
	}
	for i, input := range all.args() {
		given := words[min(i, len(words)):min(i+1, len(words))]
		if input.list {
			given = words[min(i, len(words)):]
		}
		for _, word := range given {
			if err := input.set(word); err != nil {
				return err
			}
		}
	}
	return all.missing()
}

// split gives the words of each row: the last argument may be given many
// times, the ones before it belong to every row.
func (all Inputs) split(words []string) [][]string {
	args := all.args()
	last := len(args) - 1
	if last < 0 || !args[last].many || len(words) <= len(args) {
		return [][]string{words}
	}
	var rows [][]string
	for _, word := range words[last:] {
		rows = append(rows, append(append([]string{}, words[:last]...), word))
	}
	return rows
}
