package cli

import "testing"

func TestTheLastOfARepeatedFlagCounts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(0, "plant list --like Press --like Lathe -o name", "out:id-lathe", "out!id-press")
}

func TestASwitchCanBeTurnedOff(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(0, "plant list --none -o name", "out!id")
	for _, off := range []string{"--none=false", "--none=0"} {
		b.want(0, "plant list -o name "+off, "out:id-lathe")
	}
}

func TestWarningsAreSaid(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(0, "plant add New@example.com --size big", "err:warning: New@example.com has upper-case letters")
}
