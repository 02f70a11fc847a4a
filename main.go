// Command unictl administers IXON Cloud, Intrexx, the Open IoT Service Platform
// and Devo.
package main

import (
	"os"

	"unictl/cmd"
)

// Set by the linker (Makefile).
var version, commit, date string

func main() { os.Exit(cmd.Main(version, commit, date)) }
