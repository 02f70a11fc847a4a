package cli

import "github.com/spf13/cobra"

// For makes a command one of a provider's although its group is not: it takes
// the flags of the provider's settings and works with its client.
func For(p *Provider, command Command) Command { return belonging{Command: command, provider: p} }

type belonging struct {
	Command
	provider *Provider
}

func (b belonging) fill(t *tree, cmd *cobra.Command) {
	t.provider[cmd] = b.provider
	b.provider.addFlags(cmd.PersistentFlags())
	b.provider.complete(cmd)
	b.Command.fill(t, cmd)
}
