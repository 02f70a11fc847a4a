// Command gen makes the two tables of package published from IXON's OpenAPI
// file, which is not kept here:
//
//	go run ./internal/ixon/published/gen ixon-openapi.json
//
// It is run in the root of the module, when IXON publishes a new version.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// source is where the OpenAPI file can be had (docs/contracts/ixon.md, 0).
const source = "https://github.com/api-evangelist/ixon, openapi/_original/ixon-openapi.json at d61955b"

const folder = "internal/ixon/published"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/ixon/published/gen OPENAPI.json")
		os.Exit(2)
	}
	if err := generate(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func generate(path string) error {
	file, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	operations, shapes, err := tables(file)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := os.WriteFile(filepath.Join(folder, "operations.txt"), []byte(operations), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "shapes.txt"), []byte(shapes), 0o644)
}
