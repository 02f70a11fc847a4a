// Command gendocs writes docs/reference from the commands.
//
//	go run ./cmd/gendocs docs/reference
package main

import (
	"log"
	"os"

	"unictl/cmd"
	"unictl/internal/cli"
	"unictl/internal/reference"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: gendocs DIR")
	}
	app := cmd.New(cli.Version{Version: "dev"})
	app.Env = func(string) (string, bool) { return "", false }
	if err := reference.Write(app, os.Args[1]); err != nil {
		log.Fatal(err)
	}
}
