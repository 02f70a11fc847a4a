package doctor

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"unictl/internal/rest"
)

// mostSkew is how far clocks may be apart: the ends of tokens and signatures
// depend on them.
const mostSkew = time.Minute

// way tells of the stages that were passed.
func (c *call) way(found rest.Inspection) {
	if found.Host == "" {
		return // the settings themselves were refused
	}
	switch {
	case found.Proxy != "":
		c.add(OK, "proxy", found.Host+" is reached through "+found.Proxy, "")
	case found.Exempt:
		c.add(OK, "proxy", "none for "+found.Host+": NO_PROXY names it, or it is this machine", "")
	}
	if len(found.Addresses) > 0 {
		c.add(OK, "dns", fmt.Sprintf("%s (%s)", some(found.Addresses), brief(found.Lookup)), "")
	}
	if beyond(found, rest.StageConnection) {
		c.add(OK, "connection", fmt.Sprintf("%s (%s)", found.Host, brief(found.Connect)), "")
	}
	if beyond(found, rest.StageTLS) && found.Certificate != nil {
		c.certificate(found)
	}
	if found.Clock {
		c.clock(found.Skew)
	}
}

// beyond reports whether an inspection got past a stage.
func beyond(found rest.Inspection, stage rest.Stage) bool {
	order := []rest.Stage{rest.StageDNS, rest.StageConnection, rest.StageTLS, rest.StageAnswer, ""}
	return slices.Index(order, found.Stopped) > slices.Index(order, stage)
}

// certificate tells of one that was accepted.
func (c *call) certificate(found rest.Inspection) {
	shown := found.Certificate
	status, words := remaining(shown.ChainEnd, c.session.App.Now())
	detail, next := found.TLSVersion+", "+c.identity(shown), ""
	if shown.ChainEnd.Before(shown.NotAfter) {
		detail += "; an authority above it " + words
	}
	if status != OK {
		next = "have it renewed"
	}
	if shown.Distrust != "" {
		status, next = Problem, "set ca_cert to its authority, then unset insecure"
		detail += "; it would be refused if it was verified: " + shown.Distrust
	}
	c.add(status, "tls", detail, next)
}

// identity is whom a certificate is made out to and by whom, and its end.
func (c *call) identity(shown *rest.ServerCertificate) string {
	to := cmp.Or(some(shown.Names), "no host ("+shown.Subject+")")
	by := shown.Issuer
	if shown.SelfSigned {
		by = "itself"
	}
	_, end := remaining(shown.NotAfter, c.session.App.Now())
	return "for " + to + " by " + by + ", " + end
}

// clock compares this machine's clock with the service's.
func (c *call) clock(skew time.Duration) {
	if skew.Abs() <= mostSkew {
		c.add(OK, "clock", "agrees with the service's", "")
		return
	}
	direction := "ahead of"
	if skew < 0 {
		direction = "behind"
	}
	c.add(Problem, "clock", "this machine's clock is "+skew.Abs().Round(time.Second).String()+" "+direction+" the service's",
		"set the clock right: tokens end, and signatures are refused, by it")
}

// some is the first of many words.
func some(words []string) string {
	const most = 4
	if len(words) > most {
		return strings.Join(words[:most], ", ") + fmt.Sprintf(" and %d more", len(words)-most)
	}
	return strings.Join(words, ", ")
}

// brief is a duration for people.
func brief(d time.Duration) string {
	if d < time.Millisecond {
		return "under 1 ms"
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}
