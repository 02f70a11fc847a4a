package parse

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Seconds takes a number of seconds, or a span like 30m or 1h30m. It gives
// whole seconds.
func Seconds(text string) (int, error) {
	if n, err := strconv.ParseUint(text, 10, 31); err == nil {
		return int(n), nil
	}
	span, err := time.ParseDuration(text)
	if err != nil || span < 0 || span%time.Second != 0 {
		return 0, fmt.Errorf("%q is neither a number of seconds nor a span like 30m or 1h30m", text)
	}
	return int(span / time.Second), nil
}

// Megabytes takes a number of megabytes, or a size like 512MB or 4GB, of 1024
// MB each. It gives megabytes.
func Megabytes(text string) (int, error) {
	number, factor := text, 1
	for _, unit := range [...]struct {
		words  []string
		factor int
	}{{[]string{"gb", "gib", "g"}, 1024}, {[]string{"mb", "mib", "m"}, 1}} {
		for _, word := range unit.words {
			if bare, ok := strings.CutSuffix(strings.ToLower(number), word); ok && number == text {
				number, factor = strings.TrimSpace(bare), unit.factor
			}
		}
	}
	n, err := strconv.ParseUint(number, 10, 20)
	if err != nil {
		return 0, fmt.Errorf("%q is neither a number of megabytes nor a size like 512MB or 4GB", text)
	}
	return int(n) * factor, nil
}

// Bool takes true or false.
func Bool(text string) (bool, error) {
	switch text {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither true nor false", text)
}

// WebAddress takes an absolute http or https URL without user-info and query.
func WebAddress(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("it is no web address like https://portal.example.org")
	}
	return text, nil
}

// Port takes a TCP port.
func Port(text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("%q is no port between 1 and 65535", text)
	}
	return int(n), nil
}
