package cli

import "testing"

const guarded = `current: free
contexts:
  - name: free
  - name: locked
    read_only: true
  - name: prod
    protected: true
`

func TestReadOnlyContext(t *testing.T) {
	t.Parallel()
	b := newBench(t).at("y\nlocked\n")
	b.config(guarded)
	for _, line := range []string{"plant remove Lathe --yes", "plant add new@example.com --size big --yes", "raw POST things --yes", "raw DELETE things/id-lathe --yes"} {
		b.want(4, line+" --context locked", `err:context "locked" is read-only`, "err:hint: use another context")
	}
	b.wrote()
	b.want(0, "plant list --context locked")
	b.want(0, "raw GET things --context locked")
	b.want(0, "plant remove Lathe --context locked --dry-run", "out:DELETE")
	b.want(0, "set plant.site south --context locked --yes") // the file is not the context's to guard
	b.wrote()
}

func TestProtectedContext(t *testing.T) {
	t.Parallel()
	changes := []string{"plant add new@example.com --size big", "plant remove Lathe", "raw POST things", "raw DELETE things/id-lathe"}
	for _, line := range changes {
		for name, c := range map[string]struct {
			answer, flags string
			env           bool
			terminal      bool
			code          int
		}{
			"typed":                  {"prod\n", " --context prod", false, true, 0},
			"y is not enough":        {"y\n", " --context prod", false, true, 1},
			"yes and context":        {"", " --context prod --yes", false, true, 0},
			"yes alone asks":         {"n\n", " --yes", true, true, 1},
			"yes alone, typed":       {"prod\n", " --yes", true, true, 0},
			"no terminal":            {"prod\n", " --context prod", false, false, 2},
			"no terminal, yes alone": {"prod\n", " --yes", true, false, 2},
			"no terminal, all said":  {"", " --context prod --yes", false, false, 0},
			"prompts are off":        {"prod\n", " --context prod --no-input", false, true, 2},
			"a dry run needs no one": {"", " --context prod --dry-run", false, false, 0},
		} {
			t.Run(line+"/"+name, func(t *testing.T) {
				t.Parallel()
				b := newBench(t)
				if c.terminal {
					b.at(c.answer)
				}
				b.config(guarded)
				if c.env {
					b.env["UNICTL_CONTEXT"] = "prod"
				}
				b.want(c.code, line+c.flags)
				wrote := len(b.service.writes())
				if wants := c.code == 0 && name != "a dry run needs no one"; (wrote == 1) != wants {
					t.Errorf("%d writes", wrote)
				}
				if calls := b.service.calls(); c.code == 2 && len(calls) > 0 {
					t.Errorf("calls were made: %q", calls)
				}
			})
		}
	}
}

func TestReadsAskNobody(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.config(guarded)
	b.want(0, "plant list --context prod", "err!e")
	b.want(0, "plant get Lathe --context prod", "err!e")
}
