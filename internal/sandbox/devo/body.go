package devo

import (
	"encoding/json"
	"mime"
	"net/http"
	"slices"
)

// properties reads a body: an object of strings and nulls. It is strict about
// names, so that a field that was made up cannot seem to work.
func (c *call) properties(known ...string) (map[string]string, error) {
	var given map[string]*string
	if err := json.Unmarshal(c.body, &given); err != nil || given == nil {
		return nil, badRequest("The body is not the JSON object that was due")
	}
	in := map[string]string{}
	for name, value := range given {
		if !slices.Contains(known, name) {
			return nil, badRequest("Unrecognized property %s", name)
		}
		if value != nil {
			in[name] = *value
		}
	}
	return in, nil
}

// checkMedia wants any body declared as JSON (contract §2.1).
func (c *call) checkMedia() error {
	if len(c.body) == 0 {
		return nil
	}
	if media, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type")); err != nil || media != mediaJSON {
		return refuse(http.StatusUnsupportedMediaType, "Content-Type application/json is required")
	}
	return nil
}
