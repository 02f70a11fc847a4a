package intrexx

import (
	"bytes"
	"mime"
	"net/http"
	"path/filepath"
	"strings"
	"unicode"

	"unictl/internal/rest"
)

// Diagnosis downloads the server's diagnosis zip: GET /{portal}/diagnosis
// (§4.10). receive is given the answer as it arrives and judges it: ZipMagic
// tells whether it is a zip at all, FileName what to call it. The zip likely
// holds logs and configuration.
func (c *Client) Diagnosis(receive rest.Receive) rest.Call[struct{}] {
	r := rest.Get("DiagnosisGet", c.under("diagnosis"))
	r.Header = http.Header{"Accept": {typeZip + ", " + anything + ";q=0.5"}}
	r.Long, r.Receive = true, receive
	return rest.NewCall(c.rest, r, func(*rest.Response) (struct{}, error) { return struct{}{}, nil })
}

// ZipMagic reports that a file which begins with head, four bytes or more, is a
// zip: one with files, an empty one or one of several parts.
func ZipMagic(head []byte) bool {
	for _, magic := range []string{"PK\x03\x04", "PK\x05\x06", "PK\x07\x08"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	return false
}

// FileName is the name that an answer proposes in Content-Disposition: a plain
// name that any system can have, without a path and without a dot in front. ""
// = it proposes none, or none that can be used.
func FileName(h http.Header) string {
	_, params, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	proposed := params["filename"]
	return fileName(proposed[strings.LastIndexAny(proposed, `/\`)+1:])
}

// fileName is a name without what some system does not allow in one; "" when
// nothing is left.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case !unicode.IsPrint(r):
			return -1
		case strings.ContainsRune(`<>:"/\|?*`, r):
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	name = clipName(strings.Trim(strings.TrimLeft(strings.TrimSpace(name), ". "), ". "))
	if name == "" || !filepath.IsLocal(name) { // on Windows NUL and its like
		return ""
	}
	return name
}

// clipName keeps a name below what file systems take, its extension included.
func clipName(name string) string {
	const most = 200 // bytes
	if len(name) <= most {
		return name
	}
	extension := filepath.Ext(name)
	if len(extension) > 10 {
		extension = ""
	}
	return strings.ToValidUTF8(name[:most-len(extension)], "") + extension
}
