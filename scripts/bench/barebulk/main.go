// Command barebulk invites the people of a CSV file with net/http and a tuned
// transport, and keeps no journal: the yardstick for unictl's changes from files.
// It takes the service and the credential from the variables that unictl takes
// them from.
//
//	barebulk -jobs 16 people.csv
package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
)

func main() {
	if err := run(os.Args[1:], os.Getenv); err != nil {
		fmt.Fprintln(os.Stderr, "barebulk:", err)
		os.Exit(1)
	}
}

func run(args []string, env func(string) string) error {
	flags := flag.NewFlagSet("barebulk", flag.ContinueOnError)
	jobs := flags.Int("jobs", 16, "rows at a time")
	if err := flags.Parse(args); err != nil {
		return err
	}
	file, err := os.Open(flags.Arg(0))
	if err != nil {
		return err
	}
	defer file.Close()
	c := caller{
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: *jobs, MaxConnsPerHost: *jobs}},
		url:    strings.TrimSuffix(env("UNICTL_IXON_URL"), "/") + "/invites",
		header: http.Header{
			"Api-Version": {"2"}, "Content-Type": {"application/json"}, "Api-Application": {env("UNICTL_IXON_APPLICATION")},
			"Api-Company": {env("UNICTL_IXON_COMPANY")}, "Authorization": {"Bearer " + env("UNICTL_IXON_TOKEN")},
		},
	}
	return c.all(csv.NewReader(file), *jobs)
}

// caller sends invitations.
type caller struct {
	client *http.Client
	url    string
	header http.Header
}

// all sends every row, so many at a time; the first fault is given.
func (c *caller) all(table *csv.Reader, jobs int) error {
	rows, faults := make(chan string, jobs), make(chan error, jobs)
	var workers sync.WaitGroup
	for range jobs {
		workers.Go(func() {
			for email := range rows {
				if err := c.invite(email); err != nil {
					select {
					case faults <- err:
					default:
					}
				}
			}
		})
	}
	err := feed(table, rows)
	close(rows)
	workers.Wait()
	close(faults)
	return errors.Join(err, <-faults)
}

func feed(table *csv.Reader, rows chan<- string) error {
	if _, err := table.Read(); err != nil { // the header
		return err
	}
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		rows <- row[0]
	}
}

// invitation is the body of a call, as unictl sends it.
type invitation struct {
	EmailAddress string       `json:"emailAddress"`
	GroupRoles   []membership `json:"groupRoles"`
}

type membership struct {
	Group reference `json:"group"`
	Role  reference `json:"role"`
}

type reference struct {
	PublicID string `json:"publicId"`
}

func (c *caller) invite(email string) error {
	body, err := json.Marshal([]invitation{{email, []membership{{reference{"Grp000000001"}, reference{"Role00000001"}}}}})
	if err != nil {
		return err
	}
	request, err := http.NewRequest(http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header = c.header.Clone()
	answer, err := c.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var made struct{ Data json.RawMessage }
	if err := json.NewDecoder(answer.Body).Decode(&made); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusCreated {
		return fmt.Errorf("the server answered %s", answer.Status)
	}
	_, err = io.Copy(io.Discard, answer.Body) // so that the connection is used again
	return err
}
