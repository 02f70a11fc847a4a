package intrexx

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"

	"unictl/internal/rest"
)

const typeZip = "application/zip"

// content is the package as multipart/form-data with one part (§4.13). What
// stands around the file is made first, so that the length is known and no
// proxy has to take a chunked body.
func (p *Package) content(part string) *rest.Content {
	boundary := "unictl-" + rand.Text()
	e := envelope{
		head: "--" + boundary + "\r\n" +
			`Content-Disposition: form-data; name="` + quotable(part) + `"; filename="` + quotable(p.Name) + "\"\r\n" +
			"Content-Type: " + typeZip + "\r\n\r\n",
		tail: "\r\n--" + boundary + "--\r\n",
	}
	return &rest.Content{
		Size:  int64(len(e.head)) + p.Size + int64(len(e.tail)),
		Type:  "multipart/form-data; boundary=" + boundary,
		Open:  func() (io.ReadCloser, error) { return p.wrapped(e) },
		Shown: fmt.Sprintf("%s: %s (%s, %d bytes)", rest.Line(part), rest.Line(p.Name), typeZip, p.Size),
	}
}

// envelope is what stands before and after the file.
type envelope struct{ head, tail string }

func (p *Package) wrapped(e envelope) (io.ReadCloser, error) {
	file, err := p.reopen()
	if err != nil {
		return nil, err
	}
	unchanged := &verdict{func() error { return p.check(file) }}
	return &wrapped{io.MultiReader(strings.NewReader(e.head), io.LimitReader(file, p.Size), unchanged, strings.NewReader(e.tail)), file}, nil
}

// wrapped is an envelope with its open file.
type wrapped struct {
	io.Reader
	file *os.File
}

func (w *wrapped) Close() error { return w.file.Close() }

// verdict is a reader of nothing that asks, when it is its turn, whether to go
// on: a file that was written to meanwhile must not arrive whole.
type verdict struct{ ask func() error }

func (v *verdict) Read([]byte) (int, error) {
	if err := v.ask(); err != nil {
		return 0, err
	}
	return 0, io.EOF
}

// quotable is text fit to stand between quotes in a part's header, as browsers
// write it.
func quotable(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, "%22", "\r", "%0D", "\n", "%0A").Replace(text)
}
