// Package output renders results on stdout: lists, single objects and change
// documents as table, wide, json, jsonl, yaml, csv or name.
//
// Rows arrive as an iterator and leave as they come where the format allows
// it. Text from a server is data, never terminal commands: control characters
// and direction overrides are made visible in every format that prints text
// and escaped in those that have escapes (json, jsonl, yaml).
package output

// Format is the word given to -o.
type Format string

// The formats of -o. The empty Format means Table, or JSON when a jq
// expression is given.
const (
	Table Format = "table"
	Wide  Format = "wide"
	JSON  Format = "json"
	JSONL Format = "jsonl"
	YAML  Format = "yaml"
	CSV   Format = "csv"
	Name  Format = "name"
)

// Formats returns the words -o accepts, in the order in which help lists them.
func Formats() []string {
	return []string{
		string(Table), string(Wide), string(JSON), string(JSONL),
		string(YAML), string(CSV), string(Name),
	}
}
