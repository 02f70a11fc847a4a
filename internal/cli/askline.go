package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"unictl/internal/cli/fault"
)

// askLine reads a line from the terminal; nothing typed, and the end of the
// input, are bad input. The caller has made sure that somebody can be asked.
func (s *Session) askLine(ctx context.Context, noun string) (string, error) {
	_, _ = io.WriteString(s.App.Err, noun+": ")
	text, err := s.typed(ctx, func() (string, error) {
		line, err := bufio.NewReader(s.App.In).ReadString('\n')
		if err != nil { // the end of the input leaves the cursor behind the question
			_, _ = io.WriteString(s.App.Err, "\n")
		}
		return strings.TrimSpace(line), err
	})
	switch {
	case errors.Is(err, io.EOF):
		return "", &fault.UsageError{Message: "the input ended before anything was typed"}
	case err == nil && text == "":
		return "", &fault.UsageError{Message: "nothing was typed for the " + noun}
	}
	return text, err
}
