package cli

import (
	"cmp"
	"context"
	"io"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
)

// Asker asks a person at a terminal, a line for each question. The end of the
// input is a *DeclinedError, Ctrl-C the end of the context.
type Asker struct{ session *Session }

// Asker is nil where nobody can be asked: there is no terminal, or prompts are
// off.
func (s *Session) Asker() *Asker {
	if !s.canAsk() {
		return nil
	}
	return &Asker{session: s}
}

// PromptsOff reports that the flag, the variable or the context forbids asking.
func (s *Session) PromptsOff() bool {
	return s.Globals.NoInput || isOn(s.preference("no_input", "UNICTL_NO_INPUT"))
}

// Say shows a line that is no question.
func (a *Asker) Say(text string) {
	_, _ = io.WriteString(a.session.App.Err, a.shown(text)+"\n")
}

// Line asks for a line; nothing typed is the usual answer, which may be "".
func (a *Asker) Line(ctx context.Context, question, usual string) (string, error) {
	if usual != "" {
		question += " [" + usual + "]"
	}
	text, err := a.session.ask(ctx, a.shown(question)+": ")
	return cmp.Or(text, usual), err
}

// Secret asks for a line that is not shown.
func (a *Asker) Secret(ctx context.Context, question string) (string, error) {
	text, err := a.session.askSecret(ctx, a.shown(question)+" (not shown)")
	a.session.secrets.Add(text)
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
		text, err := a.session.ask(ctx, a.shown(question)+choice)
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

// shown is a text as a terminal may see it: no secret, no control characters.
func (a *Asker) shown(text string) string {
	return output.Sanitize(a.session.secrets.Mask(text))
}
