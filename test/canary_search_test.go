package test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// canaryFlagsThatShow print a secret on stdout because a person asks for it.
func canaryFlagsThatShow() map[string]string {
	return map[string]string{
		"print-value": "the secret that was made, and nothing else: a service shows it this one time",
		"reveal":      "secrets in documents of the service, as received",
	}
}

// canaryPrinters are the commands that are for printing credentials on stdout.
func canaryPrinters() map[string]string {
	return map[string]string{
		"auth token devo":    "a token for other tools, and nothing else",
		"auth token intrexx": "a token for other tools, and nothing else",
		"auth token iot":     "a token for other tools, and nothing else",
		"auth token ixon":    "a token for other tools, and nothing else",
		"sandbox env":        "what a shell needs to reach the sandbox: credentials that the sandbox made up for itself",
		"sandbox serve":      "what a shell needs to reach the sandbox: credentials that the sandbox made up for itself",
	}
}

// do runs a line, and finds no secret anywhere.
func (b *canaryBench) do(run canaryRun, words []string) canaryDone {
	b.t.Helper()
	done := b.run(run, words)
	secrets := b.secrets(run, done)
	// What a service sent in a field is shown as received: in JSON, by raw
	// calls, and in documents whose members nobody knows.
	asReceived := slices.Contains(words, "json") || b.leaf.group() == "api" || run.server.fields
	if !b.printedAlone(done, secrets) {
		b.clean(done, "stdout", done.stdout, secrets, !asReceived)
	}
	b.clean(done, "stderr", done.stderr, secrets, true)
	b.searchFiles(run, done, secrets)
	if err := os.RemoveAll(done.home); err != nil {
		b.t.Error(err)
	}
	return done
}

// printedAlone reports that a command which is for it has printed one secret
// and nothing beside it.
func (b *canaryBench) printedAlone(done canaryDone, secrets []string) bool {
	_, ok := canaryPrinters()[b.leaf.name]
	return ok && slices.Contains(secrets, strings.TrimSuffix(done.stdout, "\n"))
}

func (b *canaryBench) run(run canaryRun, words []string) canaryDone {
	b.t.Helper()
	b.tally.add(b.leaf.name)
	done := b.desk.do(run, words)
	if done.panicked != nil {
		b.t.Errorf("unictl %s: panic: %v", done.line, done.panicked)
	}
	return done
}

// secrets are all that a run must not show: what it was given, what the server
// has seen and given out, and what stands in the file of a secret that was made.
func (b *canaryBench) secrets(run canaryRun, done canaryDone) []string {
	all := append(run.known(b.world), run.server.credentials()...)
	for _, name := range []string{"value", "values"} {
		made, err := os.ReadFile(filepath.Join(done.home, name))
		if err == nil {
			all = append(all, longestWords(string(made))...)
		}
	}
	all = slices.DeleteFunc(all, func(text string) bool { return len(text) < 8 })
	return append(all, canaryMark)
}

// longestWords are those of a file of made secrets that can be nothing else.
func longestWords(text string) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,\n\r\t\"{}:", r) })
	return slices.DeleteFunc(words, func(word string) bool { return len(word) < 32 })
}

// clean finds no secret in a text; with fields also nothing that a service sent
// in a field, but for what an error repeats of a refusal: it is the reason.
func (b *canaryBench) clean(done canaryDone, where, text string, secrets []string, fields bool) {
	b.t.Helper()
	if fields && strings.Contains(withoutErrors(text), canaryField) {
		b.t.Errorf("unictl %s: %s shows %q: …%s…", done.line, where, canaryField, around(withoutErrors(text), canaryField))
	}
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			b.t.Errorf("unictl %s: %s shows %q: …%s…", done.line, where, secret, around(text, secret))
			return
		}
	}
}

// withoutErrors is a text without the lines that tell of errors, those of the trace
// included.
func withoutErrors(text string) string {
	var rest strings.Builder
	for line := range strings.Lines(text) {
		if !slices.ContainsFunc([]string{"error: ", `{"error":`, "< no answer after"}, func(begin string) bool { return strings.HasPrefix(line, begin) }) {
			rest.WriteString(line)
		}
	}
	return rest.String()
}

// around is the surroundings of a word in a text, in one line.
func around(text, word string) string {
	at := strings.Index(text, word)
	part := strings.ToValidUTF8(text[max(0, at-200):min(len(text), at+len(word)+200)], "")
	return strings.Join(strings.Fields(part), " ")
}

// searchFiles finds no secret in the files that a run has left behind, but in
// those that are for it.
func (b *canaryBench) searchFiles(run canaryRun, done canaryDone, secrets []string) {
	b.t.Helper()
	err := filepath.WalkDir(done.home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(done.home, path)
		if err != nil || run.allowedFile(filepath.ToSlash(name)) {
			return err
		}
		text, err := os.ReadFile(path)
		b.clean(done, path, string(text), secrets, true)
		if strings.HasPrefix(filepath.ToSlash(name), "state/unictl/bulk/") {
			b.clean(done, path, string(text), b.leaf.inJournalsAsDigest(), false)
		}
		return err
	})
	if err != nil {
		b.t.Error(err)
	}
}
