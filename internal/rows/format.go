package rows

import (
	"path/filepath"
	"strings"
)

// Format is how rows are written down.
type Format string

// The formats. List is one value per line.
const (
	CSV   Format = "csv"
	TSV   Format = "tsv"
	JSON  Format = "json"
	JSONL Format = "jsonl"
	YAML  Format = "yaml"
	List  Format = "list"
)

// Formats gives the names of all formats, for --format.
func Formats() []string {
	return []string{string(CSV), string(TSV), string(JSON), string(JSONL), string(YAML), string(List)}
}

// FormatOf tells the format by the extension of path, upper or lower case;
// false when it says nothing.
func FormatOf(path string) (Format, bool) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		return CSV, true
	case ".tsv", ".tab":
		return TSV, true
	case ".json":
		return JSON, true
	case ".jsonl", ".ndjson":
		return JSONL, true
	case ".yaml", ".yml":
		return YAML, true
	case ".txt":
		return List, true
	}
	return "", false
}
