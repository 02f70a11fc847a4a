package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
)

// Inputs is the table of a verb's inputs, arguments in their order.
type Inputs []*Input

// declare adds the flags to cmd.
func (all Inputs) declare(flags *pflag.FlagSet) {
	for _, in := range all {
		if in.arg {
			continue
		}
		f := flags.VarPF(&flagValue{in: in}, in.Name, in.short, in.Usage)
		if in.toggle {
			f.NoOptDefVal = "true"
		}
	}
}

func (all Inputs) args() Inputs {
	return slices.DeleteFunc(slices.Clone(all), func(in *Input) bool { return !in.arg })
}

// arity is the cobra check for the number of arguments.
func (all Inputs) arity(cmd *cobra.Command, given []string) error {
	args := all.args()
	for i, in := range args {
		if in.required && i >= len(given) {
			return &fault.UsageError{
				Flag: in.label(), Message: "is missing",
				Hint: fmt.Sprintf("usage: %s", cmd.UseLine()),
			}
		}
	}
	most := len(args)
	if most > 0 && args[most-1].many {
		return nil
	}
	if len(given) > most {
		return &fault.UsageError{ // the words themselves stay out: one may be a secret in a wrong place
			Message: fmt.Sprintf("too many arguments: it takes %d, %d were given", most, len(given)),
			Hint:    fmt.Sprintf("usage: %s", cmd.UseLine()),
		}
	}
	return nil
}

// missing names the required flags that were not given.
func (all Inputs) missing() error {
	for _, in := range all {
		if !in.arg && in.required && !in.given {
			return &fault.UsageError{Flag: in.label(), Message: "is required"}
		}
	}
	return nil
}
