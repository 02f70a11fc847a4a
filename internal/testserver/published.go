package testserver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"unictl/internal/ixon/published"
)

// Published holds what goes through next to what IXON publishes: what is
// accepted and what is answered. fault hears of the rest; it holds no values.
// client says that the requests are those of a client, which sends an operation
// no header that it does not take. Paths begin with prefix.
func Published(next http.Handler, prefix string, client bool, fault func(string)) http.Handler {
	shapes := published.ReadShapes()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		seen := &copied{ResponseWriter: w}
		next.ServeHTTP(seen, r)
		path := strings.TrimPrefix(r.URL.EscapedPath(), prefix)
		if path == r.URL.EscapedPath() || seen.status == 0 {
			return
		}
		op, known := published.Find(r.Method, path)
		exchange := exchange{op, r, body, seen.status, seen.body.Bytes()}
		var faults []string
		switch {
		case seen.status >= 500:
		case seen.status >= 400:
			faults = refusal(seen.body.Bytes())
		case !known:
			faults = []string{"the operation is not published"}
		default:
			faults = exchange.faults(shapes, client)
		}
		for _, words := range faults {
			fault(fmt.Sprintf("%s %s (%d): %s", r.Method, path, seen.status, words))
		}
	})
}

// copied keeps what is written.
type copied struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (c *copied) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

func (c *copied) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	c.body.Write(b)
	return c.ResponseWriter.Write(b)
}

func (c *copied) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// exchange is a request that succeeded.
type exchange struct {
	published.Operation
	request *http.Request
	sent    []byte
	status  int
	got     []byte
}

func (e exchange) faults(shapes published.Shapes, client bool) []string {
	faults := e.headers(client)
	for name := range e.request.URL.Query() {
		pages := e.Method == http.MethodGet && (name == "page-size" || name == "page-after") // in the documentation alone
		if !pages && !slices.Contains(e.Query, name) {
			faults = append(faults, "the query has "+name)
		}
	}
	for _, words := range shapes.Request(e.Operation, e.sent) {
		faults = append(faults, "sent: "+words)
	}
	if e.status != e.Status {
		faults = append(faults, fmt.Sprintf("the status of success is %d", e.Status))
	}
	for _, words := range shapes.Answer(e.Operation, e.got) {
		if !e.inPractice(words) {
			faults = append(faults, "answered: "+words)
		}
	}
	return faults
}

// inPractice: the group of a device has no name, whatever the file says
// (contract 6.6).
func (e exchange) inPractice(fault string) bool {
	return strings.HasPrefix(e.Path, "/groups") && strings.HasSuffix(fault, ".name: is null")
}

func (e exchange) headers(client bool) (faults []string) {
	for letter, name := range map[byte]string{
		published.Version: "Api-Version", published.Application: "Api-Application", published.Company: "Api-Company",
		published.Branding: "Api-Branding", published.Bearer: "Authorization",
	} {
		sent := e.request.Header.Get(name) != ""
		switch {
		case !sent && e.Requires(letter):
			faults = append(faults, "it goes without "+name)
		case sent && client && !e.Takes(letter):
			faults = append(faults, "it does not take "+name)
		}
	}
	return faults
}

// refusal holds an error to the shape of 4XX answers, which is one for all.
func refusal(body []byte) []string {
	var e struct {
		Status, Type string
		Data         []struct {
			Message      string
			PropertyName *string
			ListIndex    *int
		}
		MoreAfter *string
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&e); err != nil {
		return []string{"refused: " + err.Error()}
	}
	if e.Status != "error" || e.Type != "Error" || len(e.Data) == 0 || e.Data[0].Message == "" {
		return []string{"refused: it is no error of IXON"}
	}
	return nil
}
