package config

import (
	"encoding/csv"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// Kind is the form of a setting's value.
type Kind int

// The kinds, each with the Go type of the parsed value.
const (
	String     Kind = iota // string: one line of text
	Bool                   // bool: true or false
	Path                   // string: a file; "~/" is the home directory
	URL                    // string: absolute, http or https
	StringList             // []string: a YAML list, or separated by commas
)

// String gives the kind's word for documentation.
func (k Kind) String() string {
	names := [...]string{"string", "boolean", "path", "url", "list"}
	if k < 0 || int(k) >= len(names) {
		return "kind " + strconv.Itoa(int(k))
	}
	return names[k]
}

// expectation completes "must be …" for values of the wrong form.
func (k Kind) expectation() string {
	return [...]string{
		"one line of text", "true or false", "the path of a file", "an address such as https://host/path", "a list of texts",
	}[k]
}

func (k Kind) mismatch() error { return errors.New("must be " + k.expectation()) }

// parse turns text, as it stands in the environment, into the Go type of the
// kind. Errors do not repeat the text.
func (k Kind) parse(raw string) (any, error) {
	if strings.ContainsFunc(raw, unicode.IsControl) {
		return nil, errors.New("must not contain line breaks or other control characters")
	}
	switch k {
	case Bool:
		return parsed(k, strconv.ParseBool, raw)
	case StringList:
		return parsed(k, splitList, raw)
	case URL:
		return raw, checkURL(raw)
	default:
		return raw, nil
	}
}

func parsed[T any](k Kind, parse func(string) (T, error), raw string) (any, error) {
	value, err := parse(raw)
	if err != nil {
		return nil, k.mismatch()
	}
	return value, nil
}

func checkURL(raw string) error {
	address, err := url.Parse(raw)
	switch {
	case err != nil, address.Host == "", address.Scheme != "http" && address.Scheme != "https":
		return URL.mismatch()
	case address.User != nil:
		return errors.New("must not contain a user name or password")
	case address.RawQuery != "" || address.Fragment != "":
		return errors.New("must end before any ? or #")
	}
	return nil
}

// BaseURL is the one spelling of an address: scheme and host in lower case, no
// port that the scheme has anyway, no slash at the end. Two addresses that are
// spelled alike are one; the reverse need not hold, as with dots in a path. What
// is no address stays as it is.
func BaseURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return raw
	}
	host := strings.ToLower(u.Host)
	if port := u.Port(); port == "" || port == map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)] {
		host = strings.TrimSuffix(host, ":"+port)
	}
	path := &url.URL{Path: strings.TrimRight(u.Path, "/")} // as it is sent: without the spelling of its escapes
	return strings.ToLower(u.Scheme) + "://" + host + path.EscapedPath()
}

// same reports whether two texts mean one value: "1" and "true", or an
// address with and without a final slash.
func (k Kind) same(a, b string) bool {
	if a == b {
		return true
	}
	switch k {
	case URL:
		return BaseURL(a) == BaseURL(b)
	case Bool:
		left, errLeft := k.parse(a)
		right, errRight := k.parse(b)
		return errLeft == nil && errRight == nil && left == right
	default:
		return false
	}
}

// splitList reads a comma-separated list; an item that holds a comma is
// written in double quotes.
func splitList(raw string) ([]string, error) {
	if raw == "" {
		return nil, nil
	}
	reader := csv.NewReader(strings.NewReader(raw))
	reader.TrimLeadingSpace = true
	return reader.Read()
}

// joinList is the reverse of splitList.
func joinList(items []string) string {
	var text strings.Builder
	writer := csv.NewWriter(&text)
	if writer.Write(items) != nil {
		return ""
	}
	writer.Flush()
	return strings.TrimSuffix(text.String(), "\n")
}
