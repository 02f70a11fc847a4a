package secret_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"unictl/internal/secret"
)

const argumentCanary = "CANARY-in-an-argument"

// program is a secret_command that says the words; see speak.
func program(t *testing.T, words ...string) []string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return append([]string{path}, words...)
}

// speaking makes the test binary a secret_command; one with the race detector
// would wait a second before it ends.
func speaking(more ...string) []string {
	return append(append(os.Environ(), speakEnv+"=1", "GORACE=atexit_sleep_ms=0"), more...)
}

func ask(t *testing.T, argv []string, options secret.CommandOptions) (string, bool, error) {
	t.Helper()
	if options.Environ == nil {
		options.Environ = speaking()
	}
	source := secret.CommandSource(argv, options)
	value, found, err := source.Get(context.Background(), token)
	if found != (value.Reveal() != "") || found && value.Origin() != source.Name() {
		t.Errorf("found %v, origin %q of %q", found, value.Origin(), source.Name())
	}
	if err != nil && (strings.Contains(err.Error(), canary) || strings.Contains(err.Error(), argumentCanary)) {
		t.Errorf("a canary in %v", err)
	}
	return value.Reveal(), found, err
}

// held is a file that is there until the test is over.
func held(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "held")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCommandGivesTheSecret(t *testing.T) {
	t.Parallel()
	whileHeld := "while:" + held(t)
	for name, test := range map[string]struct {
		words []string
		want  string
	}{
		"line":               {[]string{"out:" + canary + "\n"}, canary},
		"line of Windows":    {[]string{"out:" + canary + "\r\n"}, canary},
		"no line break":      {[]string{"out:" + canary}, canary},
		"stderr beside":      {[]string{"err:hello\n", "out:" + canary + "\n"}, canary},
		"placeholders":       {[]string{"out:{context}/{provider}/{name}/{other}/$HOME"}, "prod/ixon/token/{other}/$HOME"},
		"variables":          {[]string{"env:UNICTL_SECRET_CONTEXT", "env:UNICTL_SECRET_PROVIDER", "env:UNICTL_SECRET_NAME"}, "prodixontoken"},
		"stdin is empty":     {[]string{"in", "out:" + canary}, canary},
		"no such secret":     {[]string{"err:no", "exit:44"}, ""},
		"process left alone": {[]string{"leave:" + whileHeld, "out:" + canary}, canary},
	} {
		t.Run(name, func(t *testing.T) {
			if got, _, err := ask(t, program(t, test.words...), secret.CommandOptions{}); got != test.want || err != nil {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	password := secret.Ref{Provider: "ixon", Context: "prod", Name: "password"}
	blanks, _, err := secret.CommandSource(program(t, "out:\ufeff two \"words\" \n"), secret.CommandOptions{Environ: speaking()}).Get(context.Background(), password)
	if err != nil || blanks.Reveal() != " two \"words\" " {
		t.Errorf("a password with blanks: %q, %v", blanks.Reveal(), err)
	}
	source := secret.CommandSource(nil, secret.CommandOptions{})
	if _, found, err := source.Get(context.Background(), token); found || err != nil || source.Name() != "secret_command" {
		t.Errorf("no command: %v, %v", found, err)
	}
	if _, found, err := ask(t, program(t, "exit:1"), secret.CommandOptions{Names: []string{"password"}}); found || err != nil {
		t.Errorf("asked for another secret: %v, %v", found, err)
	}
}

func TestCommandPrintsNoSecret(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                           "printed nothing",
		"\n":                         "printed nothing",
		canary + "\n" + canary:       "one line",
		canary + "\n\n":              "one line",
		"\x1b[1m" + canary:           "control character",
		canary + string([]byte{255}): "UTF-8",
	} {
		_, found, err := ask(t, program(t, "out:"+text), secret.CommandOptions{})
		var invalid *secret.InvalidError
		if found || !errors.As(err, &invalid) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "secret_command") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestCommandFaults(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "no-such-program")
	whileHeld := "while:" + held(t)
	long := "err:" + strings.Repeat("x", 100_000)
	for name, test := range map[string]struct {
		argv    []string
		options secret.CommandOptions
		fault   secret.CommandFault
		status  int
		want    string
	}{
		"not in PATH": {[]string{"no-such-program-of-unictl", argumentCanary}, secret.CommandOptions{}, secret.CommandMissing, -1,
			`"no-such-program-of-unictl" is not in PATH`},
		"no such file": {[]string{missing, argumentCanary}, secret.CommandOptions{}, secret.CommandMissing, -1, "cannot be run: "},
		"no name":      {[]string{"", argumentCanary}, secret.CommandOptions{}, secret.CommandMissing, -1, ""},
		"failing": {program(t, "err:\x1b[31mno key\x07 for\n it\n", "exit:3", argumentCanary), secret.CommandOptions{}, secret.CommandFailed, 3,
			"failed: exit status 3: [31mno key for it"},
		"repeating itself": {program(t, "out:"+canary+"\n", "err:+ echo "+canary+"\n", "exit:1"), secret.CommandOptions{}, secret.CommandFailed, 1,
			"+ echo [redacted]"},
		"knowing another": {program(t, "err:hidden", "exit:1"), secret.CommandOptions{
			Redact: func(text string) string { return strings.ReplaceAll(text, "hidden", "masked") },
		}, secret.CommandFailed, 1, ": masked"},
		"talkative": {program(t, long, "exit:1"), secret.CommandOptions{}, secret.CommandFailed, 1, "xx…"},
		"endless":   {program(t, "flood"), secret.CommandOptions{}, secret.CommandTooLong, -1, "more than 64 KiB"},
		"slow": {program(t, "err:touch the key\n", whileHeld), secret.CommandOptions{Limit: time.Second}, secret.CommandSlow, -1,
			"did not end within 1s: touch the key"},
		"slow with a child": {program(t, "leave:"+whileHeld, whileHeld), secret.CommandOptions{Limit: 300 * time.Millisecond}, secret.CommandSlow, -1,
			"did not end within 300ms"},
		"within another": {program(t, "out:x"), secret.CommandOptions{Environ: speaking("UNICTL_SECRET_NAME=token")}, secret.CommandNested, 0,
			"started by a secret_command"},
	} {
		t.Run(name, func(t *testing.T) {
			_, found, err := ask(t, test.argv, test.options)
			var failure *secret.CommandError
			if found || !errors.As(err, &failure) {
				t.Fatalf("found %v, error %v", found, err)
			}
			if failure.Fault != test.fault || failure.Status != test.status || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s, status %d: %v", failure.Fault, failure.Status, err)
			}
			if !strings.Contains(failure.Hint(), "UNICTL_IXON_TOKEN") || len(failure.Stderr) > 2<<10 {
				t.Errorf("way out %q, %d bytes of stderr", failure.Hint(), len(failure.Stderr))
			}
		})
	}
}

func TestCommandRunsOnceForASecret(t *testing.T) {
	t.Parallel()
	for _, last := range []string{"out:x", "exit:1"} {
		log := filepath.Join(t.TempDir(), "runs")
		source := secret.CommandSource(program(t, "log:"+log, last), secret.CommandOptions{Environ: speaking()})
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() { _, _, _ = source.Get(context.Background(), token) })
		}
		group.Wait()
		other, same := token, token
		other.Name, same.Env = "password", ""
		for range 2 {
			_, _, first := source.Get(context.Background(), same)
			_, _, second := source.Get(context.Background(), other)
			if failing := last == "exit:1"; (first != nil) != failing || (second != nil) != failing {
				t.Errorf("%s: %v, %v", last, first, second)
			}
		}
		if runs, err := os.ReadFile(log); string(runs) != "token\npassword\n" {
			t.Errorf("%s: it ran for %q, %v", last, runs, err)
		}
	}
}

func TestCommandEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ends := filepath.Join(t.TempDir(), "ends")
	source := secret.CommandSource(program(t, "sleep:1s", "log:"+ends, "out:"+canary), secret.CommandOptions{Environ: speaking()})
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	if _, found, err := source.Get(ctx, token); found || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("found %v, error %v", found, err)
	}
	if value, _, err := source.Get(context.Background(), token); value.Reveal() != canary || err != nil {
		t.Errorf("an interrupted run was remembered: %v", err)
	}
	if runs, err := os.ReadFile(ends); string(runs) != "token\n" {
		t.Errorf("the interrupted run went on to its end: %q, %v", runs, err)
	}
}

// TestCommandEndsWithItsChildren has a child that would leave a file.
func TestCommandEndsWithItsChildren(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		return // Windows has no groups of processes that end together
	}
	log := filepath.Join(t.TempDir(), "runs")
	_, _, err := ask(t, program(t, "leave:sleep:1s,log:"+log, "while:"+held(t)), secret.CommandOptions{Limit: 300 * time.Millisecond})
	time.Sleep(1500 * time.Millisecond)
	if runs, readErr := os.ReadFile(log); readErr == nil {
		t.Errorf("a child lived on (%q), error %v", runs, err)
	}
}
