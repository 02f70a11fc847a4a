package test

import (
	"archive/zip"
	"io"
	"os"
	"path"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"
)

// packZip is `pack ZIP FILE…`: a zip of these files, under their own names.
func packZip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: pack zip file...")
	}
	to, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer to.Close()
	packed := zip.NewWriter(to)
	for _, name := range args[1:] {
		member, err := packed.Create(filepath.ToSlash(name))
		ts.Check(err)
		_, err = io.WriteString(member, ts.ReadFile(name))
		ts.Check(err)
	}
	ts.Check(packed.Close())
}

// unpackZip is `unpack ZIP [DIR]`: its files, each by the last part of its name.
func unpackZip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: unpack zip [dir]")
	}
	dir := ts.MkAbs(append(args, ".")[1])
	ts.Check(os.MkdirAll(dir, 0o700))
	packed, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer packed.Close()
	for _, member := range packed.File {
		from, err := member.Open()
		ts.Check(err)
		text, err := io.ReadAll(from)
		ts.Check(err)
		ts.Check(os.WriteFile(filepath.Join(dir, path.Base(member.Name)), text, 0o600))
	}
}
