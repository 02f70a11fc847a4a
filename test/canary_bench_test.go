package test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// canaryBench runs one command in all ways.
type canaryBench struct {
	t     *testing.T
	world *canaryWorld
	leaf  *canaryLeaf
	desk  *canaryDesk
	tally *canaryTally
	start int  // what is not done for every command is done for every third
	turn  int  // what is not combined with everything changes from run to run
	reads int  // calls of a dry run
	write bool // it is a change
}

func (b *canaryBench) all() {
	b.desk.lay(b.leaf)
	if b.leaf.group() == "sandbox" {
		b.sandbox()
		return
	}
	b.dryRuns()
	b.successes()
	b.withoutReading()
	b.completions()
	b.userInfo()
	if b.leaf.calls() {
		b.refusals()
		b.onPurpose()
	}
	if b.leaf.has("from") && len(b.leaf.columns) > 0 {
		b.rows()
	}
}

// outputs are the ways to look at a run.
func (b *canaryBench) outputs() [][]string {
	table := "table"
	if b.leaf.group() == "api" {
		table = "yaml"
	}
	return [][]string{{"-o", "json", "--debug"}, {"-o", table}, {"-o", table, "--debug"}, {"-o", "json"}}
}

// canaryWays are the credentials of a provider: the variable that each does
// without, or the setting that goes with it.
func canaryWays(provider string) [][]string {
	switch provider {
	case "ixon":
		return [][]string{{"UNICTL_IXON_PASSWORD"}, {"UNICTL_IXON_TOKEN"}}
	case "iot":
		return [][]string{{"UNICTL_IOT_PASSWORD"}, {"UNICTL_IOT_TOKEN"}}
	case "devo":
		return [][]string{{"--auth", "bearer"}, {"--auth", "standalone"}, {"--auth", "hmac"}}
	}
	return [][]string{nil}
}

// next is another credential from another source.
func (b *canaryBench) next(server *canaryServer) (run canaryRun, words []string) {
	ways, sources := canaryWays(b.leaf.provider), canarySources()
	run = canaryRun{server: server, source: sources[b.turn/len(ways)%len(sources)], input: b.leaf.input}
	way := ways[b.turn%len(ways)]
	b.turn++
	switch {
	case len(way) == 1:
		run.drop = way
	case b.leaf.group() != "auth" || b.leaf.has("url"):
		words = way
	}
	return run, words
}

// server stands before services that no run changes, or before fresh ones.
func (b *canaryBench) server(services http.Handler) *canaryServer {
	return &canaryServer{services: services, fields: b.leaf.provider == "intrexx"}
}

func (b *canaryBench) freshServer() *canaryServer {
	path := filepath.Join(b.t.TempDir(), "sandbox.db")
	return b.server(b.world.fresh(b.t, path))
}

// line is the command line, unattended.
func (b *canaryBench) line(more ...string) []string { return b.unattended(b.leaf.words, more) }

func (b *canaryBench) unattended(words []string, more ...[]string) []string {
	words = append(slices.Clone(words), "--yes", "--no-input", "--retries", "0", "--rate", "0")
	for _, allowed := range []string{"allow-self", "allow-last-admin"} {
		if b.leaf.has(allowed) {
			words = append(words, "--"+allowed)
		}
	}
	return append(words, slices.Concat(more...)...)
}

// place is where a secret goes that is made.
func (b *canaryBench) place() []string {
	if b.leaf.has("value-file") {
		return []string{"--value-file", "{run}/value"}
	}
	return nil
}

func (b *canaryBench) dryRuns() {
	for i := range max(2, len(canaryWays(b.leaf.provider))) {
		server := b.server(b.world.services)
		run, way := b.next(server)
		done := b.do(run, append(b.line(b.outputs()[i%2]...), append(way, "--dry-run")...))
		b.reads, b.write = server.calls, b.write || strings.Contains(done.stdout, `"dryRun"`)
	}
}

// successes let the command do what it does, each time in a state of its own.
func (b *canaryBench) successes() {
	for _, output := range b.outputs() {
		server := b.freshServer()
		run, way := b.next(server)
		done := b.do(run, b.line(slices.Concat(output, way, b.place())...))
		if done.code == 0 && (server.requests > 0 || b.leaf.group() == "auth") { // what is kept may need no call
			b.tally.succeeded(b.leaf.name)
		} else if b.leaf.calls() {
			b.t.Logf("unictl %s: exit %d: %s", done.line, done.code, done.stderr)
		}
	}
}

// withoutReading sends a body as it is, and looks at the result as a sheet.
func (b *canaryBench) withoutReading() {
	if !b.leaf.has("no-read") {
		return
	}
	run, way := b.next(b.freshServer())
	done := b.do(run, b.line(slices.Concat([]string{"--no-read", "--debug", "-o", "csv", "--csv", "excel"}, way)...))
	if done.code != 0 {
		b.t.Logf("unictl %s: exit %d: %s", done.line, done.code, done.stderr)
	}
	masked := b.line(slices.Concat([]string{"--no-read", "--debug"}, way)...)
	if at := slices.Index(masked, "{own}/body.json"); at >= 0 {
		b.desk.write("masked.json", `{"canary_password":`+strconv.Quote(canaryNew)+`,"other":{"password":"*****"}}`)
		masked[at] = "{own}/masked.json"
		if done := b.do(run, masked); done.code != 2 {
			b.t.Errorf("unictl %s: exit %d: %s", done.line, done.code, done.stderr)
		}
	}
}

func (b *canaryBench) completions() {
	server := b.server(b.world.services)
	run, _ := b.next(server)
	b.do(run, append([]string{"__complete"}, b.line("")...))
	server = b.server(b.world.services)
	server.refuse, run.server, run.secrets = canaryRefusals()[0].answer, server, b.world.unknownSecrets()
	b.do(run, append([]string{"__complete"}, b.line("")...))
}

// userInfo puts a password in the URL: it is refused, or at least not repeated.
func (b *canaryBench) userInfo() {
	for i, source := range []canarySource{fromEnvironment, fromFile} {
		run, _ := b.next(b.server(b.world.services))
		run.source = source
		run.url = func(plain string) string {
			u, err := url.Parse(plain)
			if err != nil {
				return plain
			}
			u.User = url.UserPassword("ada", canaryUser)
			return u.String()
		}
		b.do(run, b.line(b.outputs()[(b.turn+i)%4]...))
	}
}

// refusals are tried at the last call, which is the write of a change; and a
// third of them, another one for the next command, at the first one, with
// credentials that no service knows.
func (b *canaryBench) refusals() {
	for i, refusal := range canaryRefusals() {
		for _, late := range []bool{true, false} {
			if !late && (b.start+i)%3 != 0 {
				continue
			}
			server := b.server(b.world.services)
			server.refuse = refusal.answer
			run, way := b.next(server)
			if late {
				server.after, server.writes = max(b.reads-1, 0), b.write
			} else {
				run.secrets = b.world.unknownSecrets()
			}
			output := b.outputs()[(b.turn+i/2)%4]
			b.do(run, b.line(slices.Concat(output, way, b.place())...))
		}
	}
}

// rows carries the command out for a row of a file: what becomes of it stands in
// a journal, a report, and a file of the rows that failed.
func (b *canaryBench) rows() {
	words := append(strings.Fields(b.leaf.name), "--from", "{own}/rows.csv", "--report", "{run}/report.jsonl", "--failed", "{run}/failed.csv")
	told := b.leaf.told()
	for i, word := range told {
		if strings.HasPrefix(word, "{own}") {
			words = append(words, told[i-1], word)
		}
	}
	if b.leaf.has("values-file") {
		words = append(words, "--values-file", "{run}/values")
	}
	refusals := canaryRefusals()
	for i := range 3 {
		server := b.server(b.world.services)
		server.refuse, server.writes = refusals[(b.turn+3*i)%len(refusals)].answer, true
		if i == 0 {
			server = b.freshServer()
		}
		run, way := b.next(server)
		done := b.do(run, b.unattended(words, way, b.outputs()[i%4]))
		if i == 0 && done.code == 0 {
			b.tally.carriedOut()
		} else if i == 0 {
			b.t.Logf("unictl %s: exit %d: %s", done.line, done.code, done.stderr)
		}
	}
}

// onPurpose gives the flags that print a secret because a person asks for it:
// on stdout, and nowhere else.
func (b *canaryBench) onPurpose() {
	for flag := range canaryFlagsThatShow() {
		if !b.leaf.has(flag) {
			continue
		}
		run, way := b.next(b.freshServer())
		done := b.run(run, b.line(slices.Concat([]string{"--debug", "--" + flag, "-o", "json"}, way)...))
		shown := b.secrets(run, done)
		made := strings.TrimSpace(done.stdout)
		if flag == "print-value" && made != "" {
			shown = append(shown, made)
		}
		if done.code == 0 && (flag == "print-value" || strings.Contains(made, canaryMark)) {
			b.tally.shown()
		} else {
			b.t.Logf("unictl %s: exit %d: %s", done.line, done.code, done.stderr)
		}
		b.clean(done, "stderr", done.stderr, shown, true)
		b.searchFiles(run, done, shown)
	}
}

// sandbox runs the commands of the embedded services: what those made up may be
// printed by the commands that are for it, and nothing else ever.
func (b *canaryBench) sandbox() {
	for _, output := range b.outputs() {
		run := canaryRun{server: b.server(b.world.services), secrets: b.world.unknownSecrets(), source: fromEnvironment}
		run.running, run.until = b.leaf.name != "sandbox serve", "UNICTL_IXON_URL"
		done := b.run(run, b.line(output...))
		inStdout := b.secrets(run, done)
		if _, ok := canaryPrinters()[b.leaf.name]; ok {
			inStdout = []string{canaryMark}
		}
		b.clean(done, "stdout", done.stdout, inStdout, true)
		b.clean(done, "stderr", done.stderr, b.secrets(run, done), true)
		b.searchFiles(run, done, b.secrets(run, done))
		if done.code != 0 {
			b.t.Errorf("unictl %s: exit %d: %s", done.line, done.code, done.stderr)
		}
	}
}
