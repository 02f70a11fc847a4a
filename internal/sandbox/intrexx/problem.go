package intrexx

import (
	"fmt"
	"html"
	"net/http"
)

// problem is a refused request.
type problem struct {
	status     int
	message    string
	allow      string // methods, of a 405
	retryAfter int    // seconds, of a 429
	page       bool   // not the API's answer, but the web server's
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

// refused renders a problem in the shape that this state has for errors, which
// is not public (contract §1.5).
func (v *view) refused(p *problem) answer {
	var ans answer
	switch {
	case p.page:
		ans = answer{status: p.status, kind: kindHTML, body: []byte(p.message)}
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
	ans.allow, ans.retryAfter = p.allow, p.retryAfter
	return ans
}

// turnedAway is how sign-ins are refused: also under a key that was made up.
func (v *view) turnedAway(p *problem) answer {
	if v.pick("sign-in errors", 3) > 0 {
		return v.refused(p)
	}
	ans := asJSON(p.status, map[string]any{v.word("sign-in error"): p.message})
	ans.retryAfter = p.retryAfter
	return ans
}
