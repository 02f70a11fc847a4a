package document

import (
	"slices"
	"strconv"
	"strings"
)

// JoinPath spells the path to a value: names of members and numbers of list
// elements joined by dots, with `\` before a dot, `=`, `:` or `\` in a name. It is
// what ParseSet reads.
func JoinPath(path []string) string {
	escape := strings.NewReplacer(`\`, `\\`, `.`, `\.`, `=`, `\=`, `:`, `\:`)
	names := make([]string, len(path))
	for i, name := range path {
		names[i] = escape.Replace(name)
	}
	return strings.Join(names, ".")
}

// splitPath undoes JoinPath.
func splitPath(path string) []string {
	if path == "" {
		return nil
	}
	var names []string
	var name []byte
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case c == '.':
			names, name = append(names, string(name)), name[:0]
		case c == '\\' && i+1 < len(path):
			i++
			name = append(name, path[i])
		default:
			name = append(name, c)
		}
	}
	return append(names, string(name))
}

// index reads the number of a list element, spelled without leading zeros or a
// sign so that each element has one path.
func index(name string) (int, bool) {
	i, err := strconv.Atoi(name)
	return i, err == nil && i >= 0 && strconv.Itoa(i) == name
}

// below is a new path, one name longer.
func below(path []string, name string) []string { return append(slices.Clip(path), name) }
