package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/rest"
)

// CheckReport says what is wrong with the path of a report, before anything is
// asked: it must be a new file. "" is none.
func CheckReport(path string) error {
	if path == "-" {
		return &cli.UsageError{Flag: "--report", Message: "names a file", Hint: "-o json prints the report"}
	}
	if path == "" {
		return nil
	}
	if kind := filepath.Ext(path); kind != "" && !strings.EqualFold(kind, ".json") {
		return &cli.UsageError{Flag: "--report", Message: path + ": the report is JSON", Hint: "name a .json file"}
	}
	if _, err := os.Lstat(path); err == nil {
		return occupied(path)
	}
	return nil
}

func occupied(path string) error {
	return &cli.UsageError{Flag: "--report", Message: path + " exists already", Hint: "name a new file"}
}

// Reported is Run, which writes what it found to a new file too; "" = to none. It
// is the JSON that -o json prints, and only its owner can read it.
func (c *Comparison) Reported(ctx context.Context, s *cli.Session, path string) iter.Seq2[rest.Item[Finding], error] {
	if path == "" {
		return c.Run(ctx, s)
	}
	return func(yield func(rest.Item[Finding], error) bool) {
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		switch {
		case errors.Is(err, fs.ErrExist):
			err = occupied(path)
		case err != nil:
			err = &cli.UsageError{Flag: "--report", Message: err.Error()}
		}
		if err != nil {
			yield(rest.Item[Finding]{}, err)
			return
		}
		c.Complete = true
		found, err := c.collected(ctx, s, yield)
		if err == nil {
			encoder := json.NewEncoder(file)
			encoder.SetEscapeHTML(false)
			encoder.SetIndent("", "  ")
			err = errors.Join(encoder.Encode(found), file.Close())
			if err == nil {
				s.Terminal.Note("the report is in %s: it has no values; look at it before you send it", path)
				return
			}
			yield(rest.Item[Finding]{}, err)
			return
		}
		_ = file.Close()
		_ = os.Remove(path) // nothing, or half of it
	}
}

// collected hands the findings on and gives them all; what was handed on last may
// have been the error.
func (c *Comparison) collected(ctx context.Context, s *cli.Session, yield func(rest.Item[Finding], error) bool) (found []Finding, err error) {
	heard := true
	for item, err := range c.Run(ctx, s) {
		if err == nil {
			found = append(found, item.Value)
		}
		if heard {
			heard = yield(item, err)
		}
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}
