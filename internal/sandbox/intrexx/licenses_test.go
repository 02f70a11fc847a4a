package intrexx

import (
	"os"
	"strings"
	"testing"
)

func TestLicenses(t *testing.T) {
	states(t, func(w *world) {
		list := func() (keys []string) {
			for _, row := range w.get("/intranet/licenses").rows() {
				for _, name := range []string{"key", "license_key"} {
					if key, ok := row[name].(string); ok {
						keys = append(keys, key)
					}
				}
			}
			return keys
		}
		if keys := list(); len(keys) != 1 || len(keys[0]) != 108 || strings.Trim(keys[0], readable) != "" {
			w.Errorf("at first %v", keys)
		}
		body := document{"key": "EXAMPLEKEYEXAMPLEKEY", "count": 0}
		w.do("POST", "/intranet/licenses", body).done()
		w.do("POST", "/intranet/licenses", body).refused(409, "already")
		w.do("DELETE", "/intranet/licenses/EXAMPLEKEYEXAMPLEKEY", nil).done()
		if r := w.do("DELETE", "/intranet/licenses/EXAMPLEKEYEXAMPLEKEY", nil).refused(404, "not found"); strings.Contains(r.Body, "EXAMPLE") {
			w.Error("the key comes back")
		}
		w.do("PUT", "/intranet/trial-license", nil).done()
		w.do("PUT", "/intranet/trial-license", document{}).refused(409, "has had its trial")
		w.do("PUT", "/staging/trial-license", document{}).done()
		if n := len(list()); n != 2 {
			w.Errorf("%d licences", n)
		}
	})
}

func TestLicensesThatAreRefused(t *testing.T) {
	w := newWorld(t, 1)
	for text, body := range map[string]document{
		`"key" is missing`: {"count": 0}, `"count" is missing`: {"key": "EXAMPLEKEYEXAMPLEKEY"}, "not valid": {"key": "EXAMPLE/KEY/EXAMPLE", "count": 1},
		"no whole number": {"key": "EXAMPLEKEYEXAMPLEKEY", "count": -1}, "must be a number": {"key": "EXAMPLEKEYEXAMPLEKEY", "count": "1"},
		`"colour"`: {"key": "EXAMPLEKEYEXAMPLEKEY", "count": 1, "colour": 1},
	} {
		w.do("POST", "/intranet/licenses", body).refused(400, text)
	}
	w.do("POST", "/intranet/licenses", `{"key":"EXAMPLEKEYEXAMPLEKEY","count":1.5}`).refused(400, "no whole number")
}

func TestAPILicense(t *testing.T) {
	states(t, func(w *world) {
		field := w.word("api license")
		w.do("PUT", "/admin-api/license", document{field: "CanaryKeyCanaryKey"}).done()
		w.do("PUT", "/admin-api/license", document{"key": "CanaryKeyCanaryKey"}).refused(400, field)
		w.do("PUT", "/admin-api/license", document{field: "short"}).refused(400, "not valid")
		w.as("", "PUT", "/admin-api/license", "{}").ok(401)
		var kept *string
		w.see(func(v *view) { kept = get[string](v, keyLicense) })
		data, err := os.ReadFile(w.db.Path())
		w.must(err)
		if kept == nil || len(*kept) != 64 || strings.Contains(string(data), "CanaryKey") {
			w.Errorf("kept %v", kept)
		}
	})
}
