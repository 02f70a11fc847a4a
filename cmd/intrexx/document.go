package intrexx

import (
	"context"
	"encoding/json"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/rest"
)

type (
	item   = rest.Item[intrexx.Object]
	items  = iter.Seq2[item, error]
	reads  = rest.Call[item]
	writes = rest.Call[intrexx.Answer]
)

// portalDocument is a document of a portal that can be read and patched.
type portalDocument struct {
	words string // the commands that lead to it: "settings"
	what  string // "the settings of the portal"
	note  string // more for the help of set
	read  func(*intrexx.Client) reads
	write func(*intrexx.Client, json.RawMessage) writes
	flags func(*cli.Edit) []*cli.Input // of members that are known
}

type editIn struct{ cli.Edit }

func (d portalDocument) get() cli.Command {
	return cli.Get[*intrexx.Client, struct{}, intrexx.Object]{
		Use: "get", Short: "Show " + d.what, Long: "Show " + d.what + "." + notPublic,
		Example: "  unictl intrexx " + d.words + " get --portal intranet -o json > document.json",
		Item: func(ctx context.Context, c *intrexx.Client, _ *struct{}) (item, error) {
			return d.read(c).Do(ctx)
		},
	}
}

func (d portalDocument) set(example string) cli.Command {
	return cli.Change[*intrexx.Client, editIn]{
		Use: "set", Short: "Change " + d.what, Effect: cli.Update,
		Long: "Change " + d.what + ". They are read first: what is there already is not sent again, and --dry-run\n" +
			"shows the difference. --set a.b=5 takes the type of the value that it replaces; a.b:=5 is JSON, for what\n" +
			"is not there yet. A document that was read with `get -o json` can be edited and given back with --body." + d.note + notPublic,
		Example: example,
		Inputs: func(in *editIn) cli.Inputs {
			if d.flags == nil {
				return in.Inputs()
			}
			return in.Inputs(d.flags(&in.Edit)...)
		},
		Check:  func(in *editIn) error { return in.Edit.Check() },
		Target: func(*editIn) string { return d.what },
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			return cli.Patched(ctx, &in.Edit, "change "+d.what, d.read(c), func(body json.RawMessage) writes { return d.write(c, body) })
		},
	}
}
