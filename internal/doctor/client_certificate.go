package doctor

import (
	"os"
	"runtime"
	"time"

	"unictl/internal/cli"
	"unictl/internal/rest"
)

// clientCertificate looks at the certificate that is shown to the service.
// That it cannot be read, connecting has said.
func (e *examination) clientCertificate(p *cli.Provider, conn rest.Conn) {
	if conn.ClientCert == "" {
		return
	}
	check := p.Name + " client certificate"
	if info, err := os.Stat(conn.ClientKey); err == nil && runtime.GOOS != "windows" && info.Mode()&mayAll != 0 {
		e.add(Problem, check, "its key "+conn.ClientKey+" can be read by others", closing("600", conn.ClientKey))
	}
	pair, err := rest.ClientPair(conn)
	if err != nil || pair.Leaf == nil {
		return
	}
	status, words := remaining(pair.Leaf.NotAfter, e.session.App.Now())
	next := ""
	if status != OK {
		next = "have it renewed, and set client_cert and client_key to the new files"
	}
	e.add(status, check, rest.Line(pair.Leaf.Subject.String())+" "+words, next)
}

// Ends of certificates are told of early enough to have them renewed.
const (
	endNoted  = 30 * 24 * time.Hour
	endUrgent = 7 * 24 * time.Hour
)

// remaining says when something ends: "ends 2026-12-01, in 43 days".
func remaining(end, now time.Time) (Status, string) {
	day, left := end.UTC().Format(time.DateOnly), end.Sub(now)
	switch {
	case left <= 0:
		return Problem, "ended " + day
	case left < endUrgent:
		return Problem, "ends " + day + ", in " + days(left)
	case left < endNoted:
		return Note, "ends " + day + ", in " + days(left)
	}
	return OK, "ends " + day + ", in " + days(left)
}

func days(left time.Duration) string {
	n := int(left / (24 * time.Hour))
	if n == 0 {
		return "less than a day"
	}
	return sum(n, "1 day", "%d days")
}
