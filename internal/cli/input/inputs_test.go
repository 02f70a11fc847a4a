package input

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/parse"
)

type rowIn struct {
	Group string
	Name  string
	Tags  []string
	Deep  bool
}

func (in *rowIn) inputs() Inputs {
	return Inputs{
		Arg("group", &in.Group, parse.Any), Arg("name", &in.Name, parse.Text(5)).Many(),
		FlagList("tag", &in.Tags, parse.Any, "tags").Short("t"), Switch("deep", &in.Deep, "deep"),
	}
}

func TestRowsAreParsedIndependently(t *testing.T) {
	t.Parallel()
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	(&rowIn{}).inputs().Declare(flags)
	if err := flags.Parse([]string{"-t", "a", "--tag", "b|c", "--deep"}); err != nil {
		t.Fatal(err)
	}
	words := (&rowIn{}).inputs().Split([]string{"g", "one", "two"})
	if diff := cmp.Diff([][]string{{"g", "one"}, {"g", "two"}}, words); diff != "" {
		t.Fatal(diff)
	}
	var rows []*rowIn
	for _, word := range words {
		in := &rowIn{}
		if err := in.inputs().fill(flags, word); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, in)
	}
	rows[0].Tags[0] = "changed"
	want := []*rowIn{{"g", "one", []string{"changed", "b|c"}, true}, {"g", "two", []string{"a", "b|c"}, true}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	err := (&rowIn{}).inputs().fill(flags, []string{"g", "longer than five"})
	if usage, ok := errors.AsType[*fault.UsageError](err); !ok || usage.Flag != "NAME" {
		t.Errorf("got %v", err)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	var text string
	single := Inputs{Arg("a", &text, parse.Any), Arg("b", &text, parse.Any).Optional()}
	for _, c := range []struct {
		inputs Inputs
		words  []string
		want   [][]string
	}{
		{(&rowIn{}).inputs(), []string{"g", "one"}, [][]string{{"g", "one"}}},
		{(&rowIn{}).inputs(), []string{"g", "1", "2", "3"}, [][]string{{"g", "1"}, {"g", "2"}, {"g", "3"}}},
		{single, []string{"1", "2"}, [][]string{{"1", "2"}}},
		{nil, nil, [][]string{nil}},
	} {
		if diff := cmp.Diff(c.want, c.inputs.Split(c.words)); diff != "" {
			t.Errorf("%q: %s", c.words, diff)
		}
	}
}

func TestWarningsOfAList(t *testing.T) {
	t.Parallel()
	var addresses []parse.Address
	in := FlagList("to", &addresses, parse.Email, "")
	if err := errors.Join(in.Set("A@b.c"), in.Set("d@e.f")); err != nil {
		t.Fatal(err)
	}
	if got := in.warnings(); !slices.Equal(got, []string{"A@b.c has upper-case letters; it is sent as given"}) {
		t.Errorf("warnings %q", got)
	}
}
