package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"unictl/internal/cli/fault"
)

func (s *Session) askYes(ctx context.Context, question string) error {
	answer, err := s.ask(ctx, question+" [y/N] ")
	if err != nil {
		return err
	}
	switch strings.ToLower(answer) {
	case "y", "yes":
		return nil
	}
	return &fault.DeclinedError{}
}

// askFor wants word typed; where there is no word, a y.
func (s *Session) askFor(ctx context.Context, word, question string) error {
	if word = strings.TrimSpace(word); word == "" {
		return s.askYes(ctx, question)
	}
	answer, err := s.ask(ctx, fmt.Sprintf("%s Type %q to confirm: ", question, word))
	if err != nil {
		return err
	}
	if answer != word {
		return &fault.DeclinedError{}
	}
	return nil
}

// ask prints a question on stderr and reads a line; the end of the input is
// "no". Nobody is asked where nobody can answer, whatever was checked before.
func (s *Session) ask(ctx context.Context, question string) (string, error) {
	if !s.canAsk() {
		return "", s.errNobodyToAsk()
	}
	_, _ = io.WriteString(s.App.Err, question)
	return s.typed(ctx, func() (string, error) {
		line, err := bufio.NewReader(s.App.In).ReadString('\n')
		if err != nil { // the end of the input leaves the cursor behind the question
			_, _ = io.WriteString(s.App.Err, "\n")
			return "", &fault.DeclinedError{}
		}
		return strings.TrimSpace(line), nil
	})
}

// typed waits for a person; Ctrl-C is heard while it waits.
func (s *Session) typed(ctx context.Context, read func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := read()
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-ctx.Done():
		_, _ = io.WriteString(s.App.Err, "\n")
		return "", ctx.Err()
	}
}

// keepEcho gives what brings the terminal back to how it is now: a password is
// typed without echo, and Ctrl-C leaves it in the middle of that.
func (s *Session) keepEcho() (restore func()) {
	file, ok := s.App.In.(*os.File)
	if !ok {
		return func() {}
	}
	state, err := term.GetState(int(file.Fd()))
	if err != nil {
		return func() {}
	}
	return func() { _ = term.Restore(int(file.Fd()), state) }
}
