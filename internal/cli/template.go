package cli

import (
	"io"

	"github.com/spf13/cobra"
)

// template adds --print-template: it prints text and asks for nothing else, no
// argument, setting or credential.
func (v *verb) template(text func() (string, error)) {
	wanted := v.cmd.Flags().Bool("print-template", false, "print a commented file to start from")
	arity, run := v.cmd.Args, v.cmd.RunE
	v.cmd.Args = func(cmd *cobra.Command, words []string) error {
		if *wanted {
			return nil
		}
		return arity(cmd, words)
	}
	v.cmd.RunE = func(cmd *cobra.Command, words []string) error {
		if *wanted {
			template, err := text()
			if err == nil {
				_, err = io.WriteString(v.t.app.Out, template)
			}
			return err
		}
		return run(cmd, words)
	}
}
