package test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

type terminalKey struct{}

// terminalInput is what the person at the next terminal will type.
type terminalInput struct{ lines []string }

// typeAtTerminal is `type LINE…`: what is typed at the next terminal, one line
// at each question. ^C and ^D are the keys; a line after -hidden is typed when
// the terminal has stopped echoing.
func typeAtTerminal(ts *testscript.TestScript, neg bool, args []string) {
	input, ok := ts.Value(terminalKey{}).(*terminalInput)
	if neg || !ok || len(args) == 0 {
		ts.Fatalf("usage: type line...")
	}
	input.lines = args
}

// runAtTerminal is `terminal [-piped] CODE COMMAND…`: it runs the command at a
// terminal of 120 columns and wants exit code CODE. What the terminal showed is
// stdout; with -piped it is stderr, and stdout is what went down the pipe.
func runAtTerminal(ts *testscript.TestScript, neg bool, args []string) {
	piped := len(args) > 0 && args[0] == "-piped"
	if piped {
		args = args[1:]
	}
	if neg || len(args) < 2 {
		ts.Fatalf("usage: terminal [-piped] CODE command [args...]")
	}
	control, screen, err := openTerminal(120)
	ts.Check(err)
	defer control.Close()
	cmd := scriptProgram(ts, args[1:])
	cmd.Stdin, cmd.Stdout, cmd.Stderr = screen, screen, screen
	var pipe strings.Builder
	if piped {
		cmd.Stdout = &pipe
	}
	atTerminal(cmd)
	err = cmd.Start()
	_ = screen.Close() // the program has it; so the end of the program is the end of what is shown
	ts.Check(err)
	person := &person{control: control}
	if input, ok := ts.Value(terminalKey{}).(*terminalInput); ok {
		person.lines, input.lines = input.lines, nil
	}
	shown, err := person.sitAt(cmd)
	out, errOut := shown, ""
	if piped {
		out, errOut = pipe.String(), shown
	}
	_, _ = io.WriteString(ts.Stdout(), out)
	_, _ = io.WriteString(ts.Stderr(), errOut)
	if errors.Is(err, errStuck) {
		ts.Fatalf("%v; the terminal shows:\n%s", err, shown)
	}
	wantCode(ts, args[0], err)
}

var errStuck = errors.New("the program waits for something that nobody types")

// person reads the screen and answers questions: a line that does not end.
type person struct {
	control *os.File
	lines   []string
	mu      sync.Mutex
	screen  strings.Builder
	asked   int // length of the screen at the last answer
}

func (p *person) sitAt(cmd *exec.Cmd) (shown string, err error) {
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(p, p.control) // ends with an error when the last program has left the terminal
	}()
	limit := time.After(patience)
	for {
		select {
		case <-read:
			err = cmd.Wait()
			return strings.ReplaceAll(p.text(), "\r\n", "\n"), err
		case <-limit:
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			return p.text(), errStuck
		case <-time.After(10 * time.Millisecond):
			p.answer()
		}
	}
}

// Write is what the program shows.
func (p *person) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.screen.Write(b)
}

func (p *person) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.screen.String()
}

// answer types the next line when a question stands on the screen.
func (p *person) answer() {
	text := p.text()
	if len(p.lines) == 0 || len(text) == p.asked || strings.HasSuffix(text, "\n") {
		return
	}
	line, rest := p.lines[0], p.lines[1:]
	if line == "-hidden" {
		if echoes(p.control) {
			return
		}
		line, rest = rest[0], rest[1:]
	}
	p.lines, p.asked = rest, len(text)
	switch line {
	case "^C":
		line = "\x03"
	case "^D":
		line = "\x04"
	default:
		line += "\n"
	}
	_, _ = io.WriteString(p.control, line)
}
