package intrexx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

func zipWith(t *testing.T, comment string, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range files {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = f.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.SetComment(comment); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tailOf(file []byte) []byte { return file[max(len(file)-ZipTail, 0):] }

// A zip is whole at its own end, and nowhere before.
func TestZipWhole(t *testing.T) {
	noise := make([]byte, 200_000)
	for i := range noise {
		noise[i] = byte(rand.IntN(256))
	}
	inner := zipWith(t, "", map[string][]byte{"a": []byte("x")})
	many := map[string][]byte{}
	for i := range 70_000 { // more than fit the plain record
		many[fmt.Sprint(i)] = nil
	}
	for name, file := range map[string][]byte{
		"empty": zipWith(t, "", nil), "small": inner, "large": zipWith(t, "", map[string][]byte{"noise": noise}),
		"comment":         zipWith(t, string(bytes.Repeat([]byte("c"), zipMaxComment)), map[string][]byte{"noise": noise}),
		"a zip in it":     zipWith(t, "", map[string][]byte{"inner.zip": inner, "b": noise[:3000]}),
		"end in a name":   zipWith(t, "", map[string][]byte{"PK\x05\x06 as a name": noise[:300]}),
		"end in a file":   zipWith(t, "", map[string][]byte{"b": bytes.Repeat([]byte("PK\x05\x06\x00\x00"), 500)}),
		"end in the note": zipWith(t, "PK\x05\x06 and so on, longer than a record", map[string][]byte{"b": nil}),
		"many":            zipWith(t, "", many),
	} {
		if err := ZipWhole(tailOf(file), int64(len(file))); err != nil || !ZipMagic(file) {
			t.Errorf("%s: %v", name, err)
		}
		step := max(len(file)/3000, 1)
		for n := 0; n < len(file); n += step {
			if n == len(file)-len(file)%step {
				n = len(file) - 1
			}
			if ZipWhole(tailOf(file[:n]), int64(n)) == nil {
				t.Errorf("%s: %d of %d bytes are taken for all", name, n, len(file))
			}
		}
	}
}
