package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"unictl/internal/cli/fault"
)

// BenchmarkExamineRows checks a file in which only the last row is wrong, so
// that nothing is sent. An operation is a row.
func BenchmarkExamineRows(b *testing.B) {
	t := newBench(b)
	path := filepath.Join(b.TempDir(), "rows.csv")
	var text bytes.Buffer
	text.WriteString("email,size,like\n")
	for i := range b.N {
		fmt.Fprintf(&text, "person%d@example.com,big,id-lathe\n", i)
	}
	text.WriteString("wrong,big,id-lathe\n")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	if code := t.run("plant", "add", "--from", path); code != fault.ExitUsage {
		b.Fatalf("exit %d: %s", code, t.err.String())
	}
}
