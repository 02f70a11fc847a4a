package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"unictl/internal/cli/fault"
)

// Confirm wants word typed; where there is no word, a y. Everything else, and
// the end of the input, is a *fault.DeclinedError.
func (t *Terminal) Confirm(ctx context.Context, word, question string) error {
	word = strings.TrimSpace(word)
	suffix := " [y/N] "
	if word != "" {
		suffix = fmt.Sprintf(" Type %q to confirm: ", word)
	}
	answer, err := t.ask(ctx, question+suffix)
	if err != nil {
		return err
	}
	if yes := strings.ToLower(answer); word != "" && answer == word || word == "" && (yes == "y" || yes == "yes") {
		return nil
	}
	return &fault.DeclinedError{}
}

// ask prints a question on stderr and reads a line; the end of the input is
// "no". Nobody is asked where nobody can answer, whatever was checked before.
func (t *Terminal) ask(ctx context.Context, question string) (string, error) {
	if !t.CanAsk() {
		return "", t.NobodyToAsk()
	}
	line, err := t.line(ctx, question)
	if errors.Is(err, io.EOF) {
		err = &fault.DeclinedError{}
	}
	return line, err
}

// line prints a question and reads what is typed, without the blanks around it.
func (t *Terminal) line(ctx context.Context, question string) (string, error) {
	t.put(question)
	return t.Typed(ctx, func() (string, error) {
		line, err := bufio.NewReader(t.In).ReadString('\n')
		if err != nil { // the end of the input leaves the cursor behind the question
			_, _ = io.WriteString(t.Err, "\n")
		}
		return strings.TrimSpace(line), err
	})
}

// put shows a question, which may have several lines.
func (t *Terminal) put(question string) {
	_, _ = io.WriteString(t.Err, t.broken(question))
}

// Typed waits for a person; Ctrl-C is heard while it waits.
func (t *Terminal) Typed(ctx context.Context, read func() (string, error)) (string, error) {
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
		_, _ = io.WriteString(t.Err, "\n")
		return "", ctx.Err()
	}
}

// Line reads a line from the terminal; nothing typed, and the end of the input,
// are bad input. The caller has made sure that somebody can be asked.
func (t *Terminal) Line(ctx context.Context, noun string) (string, error) {
	text, err := t.line(ctx, noun+": ")
	switch {
	case errors.Is(err, io.EOF):
		return "", &fault.UsageError{Message: "the input ended before anything was typed"}
	case err == nil && text == "":
		return "", &fault.UsageError{Message: "nothing was typed for the " + noun}
	}
	return text, err
}

// Secret reads a line from the terminal without echo; "" where nothing was
// typed.
func (t *Terminal) Secret(ctx context.Context, question string) (string, error) {
	defer t.keepEcho()()
	t.put(question + ": ")
	text, err := t.Typed(ctx, func() (string, error) { return t.Password(ctx) })
	_, _ = io.WriteString(t.Err, "\n")
	switch {
	case errors.Is(err, io.EOF) && t.Leaving:
		err = &fault.DeclinedError{}
	case errors.Is(err, io.EOF):
		err = &fault.UsageError{Message: "the input ended before anything was typed"}
	}
	return text, err
}

// keepEcho gives what brings the terminal back to how it is now: a password is
// typed without echo, and Ctrl-C leaves it in the middle of that.
func (t *Terminal) keepEcho() (restore func()) {
	file, ok := t.In.(*os.File)
	if !ok {
		return func() {}
	}
	state, err := term.GetState(int(file.Fd()))
	if err != nil {
		return func() {}
	}
	return func() { _ = term.Restore(int(file.Fd()), state) }
}

// Asker asks a person at a terminal, a line for each question. The end of the
// input is a *fault.DeclinedError, Ctrl-C the end of the context.
type Asker struct {
	terminal *Terminal
	// Hide is told what was typed without echo.
	hide func(...string)
}

// Asker is nil where nobody can be asked: there is no terminal, or prompts are
// off. hide is told what must never be shown.
func (t *Terminal) Asker(hide func(...string)) *Asker {
	if !t.CanAsk() {
		return nil
	}
	return &Asker{terminal: t, hide: hide}
}

// Say shows a line that is no question.
func (a *Asker) Say(text string) {
	_, _ = io.WriteString(a.terminal.Err, a.terminal.broken(text)+"\n")
}

// Line asks for a line; nothing typed is the usual answer, which may be "".
func (a *Asker) Line(ctx context.Context, question, usual string) (string, error) {
	if usual != "" {
		question += " [" + usual + "]"
	}
	text, err := a.terminal.ask(ctx, question+": ")
	if text == "" {
		text = usual
	}
	return text, err
}

// Secret asks for a line that is not shown.
func (a *Asker) Secret(ctx context.Context, question string) (string, error) {
	text, err := a.terminal.Secret(ctx, question+" (not shown)")
	a.hide(text)
	if fault.Is[*fault.UsageError](err) { // the end of the input
		err = &fault.DeclinedError{}
	}
	return text, err
}

// Yes asks a question of yes or no, until it is answered.
func (a *Asker) Yes(ctx context.Context, question string, usual bool) (bool, error) {
	choice := " [y/N] "
	if usual {
		choice = " [Y/n] "
	}
	for {
		text, err := a.terminal.ask(ctx, question+choice)
		if err != nil {
			return false, err
		}
		switch strings.ToLower(text) {
		case "":
			return usual, nil
		case "y", "yes":
			return true, nil
		case "n", "no":
			return false, nil
		}
		a.Say("please answer y or n")
	}
}
