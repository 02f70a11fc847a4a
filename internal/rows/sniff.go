package rows

import (
	"bufio"
	"bytes"
)

// sniff finds the format from the first line that is neither blank nor a
// comment, without consuming anything: an opening bracket or brace is JSON, a
// dash YAML; separators, or a single known column, are a header; anything else
// is a plain list. A line further down than the window is not seen.
func sniff(in *bufio.Reader, o Options) Format {
	line := firstLine(in)
	switch {
	case len(line) == 0:
		return List
	case line[0] == '[':
		return JSON
	case line[0] == '{':
		return JSONL
	case bytes.HasPrefix(line, []byte("- ")), bytes.Equal(line, []byte("---")):
		return YAML
	}
	if _, ok := sepLine(line); ok {
		return CSV
	}
	switch s, found := separator(line); {
	case found && s == '\t':
		return TSV
	case found, o.Known != nil && o.Known(string(bytes.Trim(line, `"`))):
		return CSV
	}
	return List
}

// firstLine is the first line with content, trimmed; nil when there is none.
func firstLine(in *bufio.Reader) []byte {
	seen, _ := in.Peek(window) // shorter at the end of the file
	for len(seen) > 0 {
		line, rest, _ := bytes.Cut(seen, []byte("\n"))
		line = bytes.TrimSpace(line)
		if len(line) > 0 && !comment(line) {
			return line
		}
		seen = rest
	}
	return nil
}

// comment tells whether a line above the header is one; it has no blanks around
// it.
func comment(line []byte) bool {
	return bytes.HasPrefix(line, []byte("#")) || bytes.HasPrefix(line, []byte(`"#`))
}
