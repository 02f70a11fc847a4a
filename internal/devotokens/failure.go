package devotokens

import (
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// verdict explains the errors of one client.
type verdict struct {
	settings Settings
	signed   bool // calls are signed, not authorised by a token
}

// failure refines an error from the service's own words. The correlation id is
// what Devo's support asks for.
func (v verdict) failure(r *rest.Response, e *rest.Error) {
	p, known := readProblem(r.Body)
	e.RequestID = rest.Line(r.Header.Get(headerCID))
	if e.RequestID == "" {
		e.RequestID = p.cid
	}
	e.Code = p.code
	if p.message != "" {
		e.Message = p.message
	}
	for _, detail := range p.details {
		e.Fields = append(e.Fields, rest.Field{Message: detail})
	}
	if code, ok := firewallCode(r.Body); ok {
		v.firewall(e, code)
		return
	}
	if r.Status == http.StatusNotFound && isHTML(r.Body) {
		e.Kind = rest.Failed // the path is missing, not the token
	}
	if hint := v.hint(r.Status, p, known); hint != "" && (e.Hint == "" || r.Status == http.StatusNotFound) {
		e.Hint = hint
	}
}

// firewallCode reads "error code: 1010", which a firewall in front of the
// service was seen to answer in plain text (§3.5).
func firewallCode(body []byte) (string, bool) {
	code, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(string(body))), "error code: ")
	if !ok || len(code) != 4 || strings.Trim(code, "0123456789") != "" {
		return "", false
	}
	return code, true
}

func (v verdict) firewall(e *rest.Error, code string) {
	e.Code = code
	e.Message = "the firewall in front of Devo stopped the call (its error " + code + "), not Devo itself"
	switch {
	case code == "1010":
		e.Hint = "it refuses programs by their User-Agent: does a proxy change that header? Otherwise ask Devo to let this program in"
	case e.Hint == "":
		e.Hint = "ask Devo, and name the error and your address"
	}
}
