package doctor

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/config"
	"unictl/internal/rest"
)

const showOrigins = "`unictl config explain` shows where each value comes from"

// provider looks at one service as far as this machine knows it: its settings,
// its certificate files, its credential. The call is nil when there is no
// address to call.
func (e *examination) provider(ctx context.Context, p *cli.Provider) *call {
	settings, err := e.origins.settings[p.Name], e.origins.errs[p.Name]
	if err != nil {
		e.fault(p.Name+" settings", err, showOrigins)
		return nil
	}
	c := &call{session: e.session, provider: p}
	err = c.connect(ctx)
	var missing *cli.NotConfiguredError
	switch {
	case errors.As(err, &missing) && missing.Nothing:
		_, hint := e.session.Describe(err)
		e.add(Note, p.Name, "not configured", hint)
		return nil
	case err != nil:
		e.fault(p.Name, err, showOrigins)
		if !c.reachable(ctx) { // the way there is worth a look without a credential too
			return nil
		}
	default:
		e.add(OK, p.Name+" settings", cmp.Or(settings.String(p.Name+".url"), c.conn.BaseURL), "") // a region has no URL of its own
	}
	e.encryption(p, settings, c.conn)
	e.clientCertificate(p, c.conn)
	if c.usable {
		e.credential(p)
	}
	return c
}

// encryption warns of what the settings give away.
func (e *examination) encryption(p *cli.Provider, settings *config.Settings, conn rest.Conn) {
	if conn.Insecure {
		e.add(Problem, p.Name+" tls", "the server's certificate is not verified ("+settings.Origin(p.Name+".insecure").String()+")", "set ca_cert instead")
	}
	if conn.AllowHTTP && strings.HasPrefix(conn.BaseURL, "http:") {
		e.add(Note, p.Name+" tls", "plain http: everybody on the way can read the credential ("+settings.Origin(p.Name+".allow_http").String()+")",
			"use https where the service has it")
	}
}

// credential says where each secret comes from. It looks at every place that
// may hold one, and never shows or asks for one.
func (e *examination) credential(p *cli.Provider) {
	all, err := e.origins.explain()
	if err != nil {
		e.fault(p.Name+" credential", err, "set it again with `unictl config set`")
		return
	}
	for _, setting := range all {
		if setting.Secret && setting.Origin != string(config.FromUnset) && hasProvider(p, setting.Key) {
			e.add(OK, p.Name+" credential", setting.Key+" from "+setting.Origin, "")
		}
	}
}

func hasProvider(p *cli.Provider, key string) bool {
	for _, o := range p.Options {
		if o.Key == key {
			return true
		}
	}
	return false
}
