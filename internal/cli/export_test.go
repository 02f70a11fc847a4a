package cli

import "github.com/spf13/cobra"

// Branch is the tree as a command line of these words finds it.
func (app *App) Branch(words ...string) *cobra.Command {
	t := newTree(app)
	t.grow(words)
	return t.root
}
