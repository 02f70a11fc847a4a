package cli

import "github.com/spf13/cobra"

// Tree is the whole command tree, for documentation and tests.
func (app *App) Tree() *cobra.Command {
	t := newTree(app)
	t.growAll(t.root)
	return t.root
}
