package cli

import "testing"

func TestFlagErrors(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, c := range [][]string{
		{"plant list --colums x", "err:unknown flag: --colums", "err:did you mean --columns?"},
		{"plant list --sitte x", "err:did you mean --site?"},
		{"plant list --zzzzzz", "err:hint: see `unictl plant list --help`"},
		{"plant list --token " + canary, "err:a secret on a command line", "err:UNICTL_PLANT_TOKEN", "err:unictl config set plant.token"},
		{"plant list --token=" + canary, "err:a secret on a command line"},
		{"plant list -p" + canary, "err:unknown flag: -p\n"},
		{"plant list --=" + canary, "err:a flag has no name"},
		{"plant list --limit many", `err:--limit: "many" is not a whole number`},
		{"plant list --limit -1", "err:--limit"},
		{"plant list --timeout 30", `err:--timeout: "30" is not a duration like 30s`},
		{"plant list --timeout -1s", "err:--timeout: must not be negative"},
		{"plant list --connect-timeout -1s", "err:--connect-timeout: must not be negative"},
		{"plant list --retries 21", "err:--retries: must be between 0 and 20"},
		{"plant list --rate -1", "err:--rate: must be a number of at least 0"},
		{"plant list --rate NaN", "err:--rate"},
		{"plant list --rate inf", "err:--rate"},
		{"version --rate NaN", "err:--rate"},
		{"plant list --rate x", `err:"x" is not a number`},
		{"plant list --yes=perhaps", `err:"perhaps" is not true or false`},
		{"plant list --none=perhaps", `err:--none: "perhaps" is not true or false`, "err!invalid argument"},
		{"plant list --since yesterday", `err:--since: "yesterday" is not a time`, "err!invalid argument"},
		{"plant list --since", "err:flag needs an argument: --since"},
		{"plant list -o", "err:flag needs an argument"},
		{"plant list --columns nme", "err:--columns", "err:id, name"},
		{"plant list --sort nme", "err:--sort"},
		{"plant list --jq .[", "err:--jq"},
		{"plant list -o xml", `err:-o: unknown format "xml"`, "err:jsonl"},
	} {
		b.want(2, c[0], c[1:]...)
	}
	if calls := b.service.calls(); len(calls) > 0 {
		t.Errorf("calls were made: %q", calls)
	}
}

func TestUnknownCommands(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(2, "plant lsit", `err:unknown command "lsit" for "unictl plant"`, `err:did you mean "list"?`)
	b.want(2, "plant conquer", "err:commands: add, get, list, remove")
	b.want(2, "conquer", "err:see `unictl --help`")
	b.want(2, "conquer", "err:conquer")
	b.want(0, "plant", "out:Commands:", "err!e")
	b.want(0, "", "out:Usage:")
	b.want(2, "help plant conquer", `err:unknown command "conquer"`)
}

func TestArguments(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(2, "plant get", "err:THING: is missing", "err:usage: unictl plant get THING")
	b.want(2, "plant get Lathe "+canary, "err:too many arguments: it takes 1, 2 were given")
	b.want(2, "plant list "+canary, "err:it takes 0")
	b.config("current: main\ncontexts:\n  - name: main\n")
	b.want(2, "set plant.token "+canary, "err:on a command line others can see it")
	b.want(2, "set plant.token a "+canary, "err:it takes 2")
	b.want(2, "plant add new@example.com", "err:--size: is required")
	b.want(2, "plant add nobody --size big", "err:EMAIL: \"nobody\" is not an e-mail address")
	b.want(2, "plant add new@example.com --size huge", "err:--size: \"huge\" is not one of big, small")
	b.want(2, "plant remove", "err:THING: is missing")
	b.want(2, "plant list --kind big --kind odd", "err:--kind: \"odd\"")
	b.want(0, "plant list --kind big --kind small --day 1d --day 2d")
	b.wrote()
}

func TestAFlagWithOneValueIsGivenOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(2, "plant list --like Press --like Lathe -o name", "err:--like: is given twice", "out!id-")
	b.wrote()
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
