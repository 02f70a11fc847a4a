// Command bare reads all users with net/http and a streaming JSON decoder, and
// prints how many there are: the yardstick for unictl's lists. It takes the
// service and the credential from the variables that unictl takes them from.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
)

func main() {
	if err := run(os.Getenv, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
}

func run(env func(string) string, out io.Writer) error {
	header := http.Header{
		"Api-Version":     {"2"},
		"Api-Application": {env("UNICTL_IXON_APPLICATION")},
		"Api-Company":     {env("UNICTL_IXON_COMPANY")},
		"Authorization":   {"Bearer " + env("UNICTL_IXON_TOKEN")},
	}
	count, cursor := 0, ""
	for {
		read, next, err := page(env("UNICTL_IXON_URL"), header, cursor)
		if err != nil {
			return err
		}
		count += read
		if next == "" {
			_, err := fmt.Fprintln(out, count)
			return err
		}
		if next == cursor {
			return fmt.Errorf("the server gave the cursor %q twice", next)
		}
		cursor = next
	}
}
