package intrexx

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"unictl/internal/sandbox/service"
)

const (
	// mostSignIns an address has, good and bad ones, before it is blocked. The
	// number is public, the window is not (contract §1.2).
	mostSignIns  = 50
	signInWindow = time.Hour
)

// signIns counts an address's sign-ins, from the first one of each window.
type signIns struct {
	Count int       `json:"count"`
	Since time.Time `json:"since"`
}

// signIn is POST /auth: the token is the whole body. Its refusals are answers,
// so that they are counted.
func (c *call) signIn() (answer, error) {
	if left := c.countSignIn(); left > 0 {
		p := refuse(http.StatusTooManyRequests, "too many sign-ins from this address")
		p.header = map[string]string{"Retry-After": strconv.Itoa(int((left + time.Second - 1) / time.Second))}
		return c.turnedAway(p), nil
	}
	body, err := c.object()
	if err == nil {
		err = merge(document{"name": "", "password": ""}, body)
	}
	if err == nil {
		err = need(body, "name", "password")
	}
	if p := new(problem); errors.As(err, &p) {
		return c.turnedAway(p), nil
	}
	if !service.Same(text(body, "name"), c.facts.User) || !service.Same(text(body, "password"), c.facts.Password) {
		return c.turnedAway(refuse(http.StatusUnauthorized, "name or password is wrong")), nil
	}
	return asText(http.StatusOK, c.token()), nil
}

// countSignIn counts a try of the caller's address and returns how long the
// address is blocked; 0 when it is not.
func (c *call) countSignIn() time.Duration {
	host, _, err := net.SplitHostPort(c.r.RemoteAddr)
	if err != nil {
		host = c.r.RemoteAddr
	}
	key := prefixSignIns + host
	n := get[signIns](c.view, key)
	if n == nil || !c.now.Before(n.Since.Add(signInWindow)) {
		n = &signIns{Since: c.now}
	}
	if n.Count >= mostSignIns {
		return n.Since.Add(signInWindow).Sub(c.now)
	}
	n.Count++
	c.put(key, n)
	return 0
}

// logout is POST /{portal}/logout. What it takes is not public (contract §4.12):
// anything.
func (c *call) logout() (answer, error) {
	if _, err := c.objectOrNothing(); err != nil {
		return answer{}, err
	}
	return c.done("logout", nil), nil
}

// runIndex is POST /{portal}/search/index: a trigger, whose end nobody learns.
func (c *call) runIndex() (answer, error) {
	field, known := c.word("index action"), c.words("index action", 3)
	body, err := c.object()
	if err == nil {
		err = merge(document{field: ""}, body)
	}
	if err == nil {
		err = need(body, field)
	}
	if err != nil {
		return answer{}, err
	}
	if action := text(body, field); !slices.Contains(known, action) {
		return answer{}, badRequest("field %q is %q: known are %s", field, action, strings.Join(known, ", "))
	}
	if c.pick("search accepted", 2) == 0 {
		return empty(http.StatusAccepted), nil
	}
	return c.done("search", nil), nil
}

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
	disposition := `attachment; filename="diagnosis-` + c.portal.Name + `.zip"`
	return answer{Kind: kindZip, Header: map[string]string{"Content-Disposition": disposition}, Stream: func(w io.Writer) error {
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

// Settings is how a client would be configured for this state: url, user,
// password and portal. Further keys are there to try things: other_portal is a
// second portal, unreachable_portal one that exists and cannot be reached.
func (s *Service) Settings(base string) (map[string]string, error) {
	var set map[string]string
	err := s.Look(func(v *view) error {
		set = map[string]string{"url": base, "user": v.facts.User, "password": v.facts.Password,
			"portal": firstPortal, "other_portal": otherPortal, "unreachable_portal": lostPortal}
		return nil
	})
	return set, err
}
