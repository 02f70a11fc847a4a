package intrexx

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"html"
	"net/http"
	"strings"

	"unictl/internal/sandbox/service"
)

const (
	kindJSON = "application/json"
	kindText = "text/plain; charset=utf-8"
	kindHTML = "text/html; charset=utf-8"
	kindZip  = "application/zip"
)

// answer is what goes back.
type answer = service.Answer

func asJSON(status int, value any) answer { return service.JSON(status, kindJSON, value) }

func asText(status int, text string) answer {
	return answer{Status: status, Kind: kindText, Body: []byte(text)}
}

func empty(status int) answer { return answer{Status: status} }

// problem is a refused request.
type problem struct {
	status  int
	message string
	missing []string          // fields that are due
	page    bool              // not the API's answer, but the web server's
	header  map[string]string // of the answer
}

func (p *problem) Error() string { return http.StatusText(p.status) + ": " + p.message }

func refuse(status int, message string, details ...any) *problem {
	return &problem{status: status, message: fmt.Sprintf(message, details...)}
}

func badRequest(message string, details ...any) *problem {
	return refuse(http.StatusBadRequest, message, details...)
}

func notFound(what, id string) *problem {
	return refuse(http.StatusNotFound, "%s %s not found", what, id)
}

func conflict(message string, details ...any) *problem {
	return refuse(http.StatusConflict, message, details...)
}

// noSuchPage is what stands where no endpoint has been deployed.
func noSuchPage(r *http.Request) *problem {
	return &problem{status: http.StatusNotFound, page: true, message: fmt.Sprintf(
		"<html>\n<head><title>Error 404 Not Found</title></head>\n<body><h2>HTTP ERROR 404 Not Found</h2>\n"+
			"<p>URI: %s</p></body>\n</html>\n", html.EscapeString(r.URL.Path))}
}

// complaint is one element of an error list.
type complaint struct {
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
}

func (p *problem) list() (all []complaint) {
	for _, field := range p.missing {
		all = append(all, complaint{field, "must not be blank"})
	}
	if all == nil {
		all = append(all, complaint{Message: p.message})
	}
	return all
}

// refused renders a problem in the shape that this state has for errors, which
// is not public (contract §1.5).
func (v *view) refused(p *problem) answer {
	var ans answer
	switch {
	case p.page:
		ans = answer{Status: p.status, Kind: kindHTML, Body: []byte(p.message)}
	case v.s.lists:
		ans = asJSON(p.status, map[string]any{"errors": p.list()})
	default:
		switch v.pick("errors", 3) {
		case 0:
			ans = asJSON(p.status, map[string]any{"message": p.message, v.word("errors status"): p.status})
		case 1:
			ans = asJSON(p.status, map[string]any{"error": p.message})
		default:
			ans = asText(p.status, p.message)
		}
	}
	ans.Header = p.header
	return ans
}

// turnedAway is how sign-ins are refused: also under a key that was made up.
func (v *view) turnedAway(p *problem) answer {
	if v.s.lists || v.pick("sign-in errors", 3) > 0 {
		return v.refused(p)
	}
	ans := asJSON(p.status, map[string]any{v.word("sign-in error"): p.message})
	ans.Header = p.header
	return ans
}

// done answers a change in the form that this state has for it.
func (v *view) done(role string, doc any) answer {
	switch v.pick("answer of "+role, 4) {
	case 0:
		return empty(http.StatusNoContent)
	case 1:
		return empty(http.StatusOK)
	case 2:
		return asText(http.StatusOK, "OK")
	}
	if doc == nil {
		doc = document{}
	}
	return asJSON(http.StatusOK, doc)
}

// created answers with the new place, and with a body or none.
func (v *view) created(role, location string, doc document) answer {
	var ans answer
	switch v.pick("answer of "+role, 3) {
	case 0:
		ans = empty(http.StatusCreated)
	case 1:
		ans = asJSON(http.StatusCreated, document{})
	default:
		ans = asJSON(http.StatusCreated, doc)
	}
	ans.Header = map[string]string{"Location": location}
	return ans
}

// list answers with rows, bare or below a name.
func (v *view) list(role string, rows []document) answer {
	if rows == nil {
		rows = []document{}
	}
	if v.pick("list of "+role, 2) == 0 {
		return asJSON(http.StatusOK, rows)
	}
	return asJSON(http.StatusOK, document{v.word("list of " + role): rows})
}

// What is not public is made up from the state's salt: the same within a state,
// and different in each.

// draw makes a number from a role.
func (v *view) draw(role string) uint64 {
	sum := sha256.Sum256([]byte(v.facts.Salt + "\x00" + role))
	return binary.BigEndian.Uint64(sum[:])
}

// word makes up the name that something goes by: eight letters that stand in
// no documentation, or in a plain state the role itself.
func (v *view) word(role string) string {
	if v.facts.Plain {
		return plainWord(role)
	}
	n := v.draw("word " + role)
	return service.Word(func(k int) int {
		at := n % uint64(k)
		n /= uint64(k)
		return int(at)
	})
}

// plainWord is a name that the service might well have.
func plainWord(role string) string {
	if word := map[string]string{
		"actions action": "action", "actions jobs": "jobs", "index action": "action", "errors status": "status", "sign-in error": "error",
		"job type0": "process", "job type1": "timer", "job type2": "backup", "action0": "start", "action1": "stop", "action2": "resume",
		"mail status0": "running", "mail status1": "stopped", "index action0": "rebuild", "index action1": "update", "index action2": "optimize",
		"reports engine0": "birt", "mobile key": "mobile_key", "api license": "license_key",
	}[role]; word != "" {
		return word
	}
	if _, name, ok := strings.Cut(strings.TrimPrefix(role, "list "), " "); ok {
		role = name // without what it is of
	}
	return strings.ReplaceAll(role, " ", "_")
}

// words makes up several values of one field.
func (v *view) words(role string, n int) []string {
	var all []string
	for i := range n {
		all = append(all, v.word(role+string(rune('0'+i))))
	}
	return all
}

// pick makes a number from 0 to n-1.
func (v *view) pick(role string, n int) int { return int(v.draw("pick "+role) % uint64(n)) }

// choice picks one of the names that a key may well have.
func (v *view) choice(role string, names ...string) string { return names[v.pick(role, len(names))] }
