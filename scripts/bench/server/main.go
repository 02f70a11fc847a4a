// Command server answers GET users of IXON's API with made-up people, in the
// envelope and the pages of the published contract, fast enough that the reader
// is what a benchmark measures; it also takes invitations. And it moves files as
// Intrexx's Administration API does. It prints its URL and runs until it is stopped.
//
//	server -users 100000
//	server -users 0 -delay 20ms
//	server -archive app.zip
package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "server:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("server", flag.ContinueOnError)
	users := flags.Int("users", 100_000, "how many users there are")
	delay := flags.Duration("delay", 0, "how long an invitation takes")
	archive := flags.String("archive", "", "file to give out as the diagnosis zip of Intrexx")
	address := flags.String("listen", "127.0.0.1:0", "address to listen on")
	if err := flags.Parse(args); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "http://%s\n", listener.Addr()); err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/", handler(*users))
	transfers(mux, *archive)
	var seen traffic
	invites(mux, &seen, *delay)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ConnState: seen.connected}
	return server.Serve(listener)
}
