// Command archive writes a zip of about so many bytes to stdout: one member of
// noise, stored, so that neither side can gain by compressing.
//
//	archive -bytes 500000000 > app.zip
package main

import (
	"archive/zip"
	"bufio"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
)

func main() {
	size := flag.Int64("bytes", 500_000_000, "bytes of noise in the archive")
	flag.Parse()
	if err := write(os.Stdout, *size); err != nil {
		fmt.Fprintln(os.Stderr, "archive:", err)
		os.Exit(1)
	}
}

func write(out io.Writer, size int64) error {
	buffered := bufio.NewWriterSize(out, 1<<20)
	archive := zip.NewWriter(buffered)
	member, err := archive.CreateHeader(&zip.FileHeader{Name: "apps.lax", Method: zip.Store})
	if err != nil {
		return err
	}
	noise := rand.NewChaCha8([32]byte{1})
	if _, err := io.CopyN(member, noise, size); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return buffered.Flush()
}
