package cli

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/suggest"
)

// flagError makes pflag's errors usage errors with a way out. pflag repeats
// whole words, and one may hold a secret: -pSECRET, --token=SECRET.
func (t *tree) flagError(cmd *cobra.Command, err error) error {
	own, isOwn := errors.AsType[*fault.UsageError](err)
	unknown, isUnknown := errors.AsType[*pflag.NotExistError](err)
	invalid, isInvalid := errors.AsType[*pflag.InvalidValueError](err)
	see := "see `" + cmd.CommandPath() + " --help`"
	switch {
	case isOwn:
		return &fault.UsageError{Flag: own.Flag, Message: own.Message, Hint: cmp.Or(own.Hint, see)}
	case isUnknown && unknown.GetSpecifiedShortnames() != "":
		return &fault.UsageError{Message: "unknown flag: -" + unknown.GetSpecifiedName(), Hint: see}
	case isUnknown:
		return t.unknownFlag(cmd, unknown.GetSpecifiedName(), see)
	case isInvalid:
		f := invalid.GetFlag()
		return &fault.UsageError{Flag: "--" + f.Name, Message: fmt.Sprintf("%q is not %s", invalid.GetValue(), wanted(f)), Hint: see}
	case fault.Is[*pflag.InvalidSyntaxError](err):
		return &fault.UsageError{Message: "a flag has no name", Hint: see}
	}
	return &fault.UsageError{Message: err.Error(), Hint: see}
}

// unknownFlag explains why secrets have no flags, or finds the flag that was
// meant.
func (t *tree) unknownFlag(cmd *cobra.Command, name, see string) error {
	e := &fault.UsageError{Message: "unknown flag: --" + name, Hint: see}
	if provider, _ := t.providerOf(cmd); provider != nil {
		for _, o := range provider.Options {
			if o.Secret && o.Name() == name {
				e.Message += ": a secret on a command line can be seen by others"
				e.Hint = "set " + o.Env + ", or keep it with `unictl config set " + o.Key + "`"
				return e
			}
		}
	}
	var names []string
	add := func(f *pflag.Flag) { names = append(names, f.Name) }
	cmd.Flags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	if close := suggest.Nearest(name, names); close != "" {
		e.Hint = "did you mean --" + close + "?"
	}
	return e
}

// wanted is what a flag takes, in words.
func wanted(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "int":
		return "a whole number"
	case "float64":
		return "a number"
	case "duration":
		return "a duration like 30s or 2m"
	case "bool":
		return "true or false"
	case "stringSlice":
		return "a list like a,b"
	}
	return "a value it takes"
}
