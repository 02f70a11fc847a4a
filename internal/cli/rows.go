package cli

import (
	"github.com/spf13/pflag"
)

// row makes one In from the flags of the command line and the words of one
// row's arguments. It parses the texts anew, so that rows share nothing.
func row[In any](declare func(*In) Inputs, flags *pflag.FlagSet, words []string) (*In, Inputs, error) {
	in := new(In)
	if declare == nil {
		return in, nil, nil
	}
	inputs := declare(in)
	for _, input := range inputs {
		if input.arg {
			continue
		}
		given, ok := flags.Lookup(input.Name).Value.(*flagValue)
		if !ok {
			continue
		}
		for _, text := range given.texts {
			if err := input.set(text); err != nil {
				return nil, nil, err
			}
		}
	}
	for i, input := range inputs.args() {
		given := words[min(i, len(words)):min(i+1, len(words))]
		if input.list {
			given = words[min(i, len(words)):]
		}
		for _, word := range given {
			if err := input.set(word); err != nil {
				return nil, nil, err
			}
		}
	}
	return in, inputs, inputs.missing()
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
