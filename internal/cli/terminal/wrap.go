package terminal

import (
	"io"
	"os"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"golang.org/x/term"
)

// usualWidth is how wide a terminal is taken to be that does not say it.
const usualWidth = 80

// broken is a text for a person in lines that fit the terminal, broken between
// words: a terminal breaks within them. A word that is too long stays whole. What
// follows the first line keeps its indent.
func (t *Terminal) broken(text string) string {
	width := t.columns(t.Err)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = wrap(t.shown(line), width)
	}
	return strings.Join(lines, "\n")
}

func wrap(text string, width int) string {
	if displaywidth.String(text) < width {
		return text
	}
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	end := text[len(strings.TrimRight(text, " ")):] // where an answer is typed
	var out strings.Builder
	used := 0
	for i, word := range strings.Fields(text) {
		wide := displaywidth.String(word)
		switch {
		case i == 0:
			out.WriteString(indent)
			used = len(indent)
		case used+1+wide >= width:
			out.WriteString("\n" + indent)
			used = len(indent)
		default:
			out.WriteString(" ")
			used++
		}
		out.WriteString(word)
		used += wide
	}
	return out.String() + end
}

// columns is how wide the terminal behind a stream is.
func (t *Terminal) columns(stream io.Writer) int {
	if shared, ok := stream.(*Shared); ok {
		shared.mu.Lock()
		stream = shared.w
		shared.mu.Unlock()
	}
	if line, ok := stream.(*Line); ok {
		stream = line.to
	}
	if file, ok := stream.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return width
		}
	}
	if t.Ends.Out && t.Ends.Width > 0 {
		return t.Ends.Width
	}
	return usualWidth
}
