package intrexx

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// diagnose is GET /{portal}/diagnosis: a zip with a log, the portal's settings
// and the applications that were imported. It is made while it is sent, so that
// its length is not known before its end.
func (c *call) diagnose() (answer, error) {
	apps := c.applications(c.portal)
	if apps == nil {
		apps = []*application{}
	}
	files := []struct {
		name string
		body any
	}{
		{"log/portal.log", c.diary(len(apps))},
		{"settings.json", c.document(docSettings)},
		{"applications.json", apps},
	}
	return answer{status: http.StatusOK, kind: kindZip, file: "diagnosis-" + c.portal.Name + ".zip", write: func(w io.Writer) error {
		z := zip.NewWriter(w)
		for _, f := range files {
			to, err := z.Create(f.name)
			if err != nil {
				return err
			}
			if line, isText := f.body.(string); isText {
				_, err = io.WriteString(to, line)
			} else {
				err = json.NewEncoder(to).Encode(f.body)
			}
			if err != nil {
				return err
			}
		}
		return z.Close()
	}}, nil
}

// diary is a log to have something to read.
func (c *call) diary(applications int) string {
	var out strings.Builder
	for _, line := range []string{"portal " + c.portal.Name + " started", "web connector listens at " + c.portal.BaseURL,
		fmt.Sprintf("%d applications imported", applications), "diagnosis requested"} {
		fmt.Fprintf(&out, "%s INFO  %s\n", c.instant(), line)
	}
	return out.String()
}
