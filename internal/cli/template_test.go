package cli

import (
	"context"
	"syscall"
	"testing"

	"unictl/internal/parse"
)

type templateIn struct {
	Edit
	Name string
}

func templateBench(t *testing.T) *bench {
	t.Helper()
	return worksBench(t, Change[*plant, templateIn]{
		Use: "found NAME", Short: "Found works", Effect: Create, Template: func() string { return "# of the works\nname: x\n" },
		Inputs: func(in *templateIn) Inputs {
			size := ""
			return in.Inputs(Arg("name", &in.Name, parse.Any), Flag("size", &size, parse.Any, "`SIZE`").Required())
		},
		Target: func(in *templateIn) string { return in.Name },
		Steps: func(_ context.Context, p *plant, in *templateIn) ([]Step, error) {
			return []Step{{Name: "found it", Call: p.send("Found", "POST", "works")}}, nil
		},
	})
}

// A starting file needs nothing: no argument, setting, credential or network.
func TestPrintTemplate(t *testing.T) {
	t.Parallel()
	b := templateBench(t)
	b.env = map[string]string{"UNICTL_CONFIG": b.textFile("config.yaml", "broken: [")}
	for _, line := range []string{"--print-template", "name --print-template", "--print-template --dry-run -o json -q --no-input"} {
		b.want(0, "works found "+line, "err!e")
		if got := b.out.String(); got != "# of the works\nname: x\n" {
			t.Errorf("%s prints %q", line, got)
		}
	}
	b.Out = &fickle{left: 3, err: brokenPipe()}
	b.want(0, "works found --print-template", "err!e")
	b.Out = &fickle{left: 3, err: syscall.ENOSPC}
	b.want(1, "works found --print-template", "err:error: ")
	if calls := b.service.calls(); len(calls) > 0 {
		t.Errorf("calls were made: %q", calls)
	}
}

// Without it the verb is as strict as any other.
func TestATemplateTakesNoCheckAway(t *testing.T) {
	t.Parallel()
	b := templateBench(t)
	b.want(2, "works found", "err:NAME: is missing")
	b.want(2, "works found a", "err:--size: is required")
	b.want(2, "works found a b --size x", "err:too many arguments")
	b.wrote()
	b.want(0, "works found a --size x", "out:changed:  true")
	b.wrote("POST /works")
}
