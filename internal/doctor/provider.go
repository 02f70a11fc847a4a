package doctor

import (
	"context"
	"errors"

	"unictl/internal/cli"
	"unictl/internal/config"
)

// provider looks at one service: its settings, its credential, and with
// --network its answer.
func (e *examination) provider(ctx context.Context, p *cli.Provider) {
	settings, err := e.session.Settings(ctx, p.Name)
	if err != nil {
		e.fault(p.Name+" settings", err, "`unictl config explain` shows where each value comes from")
		return
	}
	client, err := e.session.Client(ctx, p)
	var missing *cli.NotConfiguredError
	switch {
	case errors.As(err, &missing) && missing.Nothing:
		_, hint := e.session.Describe(err)
		e.add(Note, p.Name, "not configured", hint)
		return
	case err != nil:
		e.fault(p.Name, err, "`unictl config explain` shows where each value comes from")
		return
	}
	e.add(OK, p.Name+" settings", settings.String(p.Name+".url"), "")
	if settings.Bool(p.Name + ".insecure") {
		e.add(Problem, p.Name+" tls", "the server's certificate is not verified ("+settings.Origin(p.Name+".insecure").String()+")", "set ca_cert instead")
	}
	e.credential(ctx, p)
	if !e.network || p.Check == nil {
		return
	}
	if err := p.Check(ctx, client); err != nil {
		e.fault(p.Name+" network", err, "look at the URL, the credential and the network; --debug shows the call")
		return
	}
	e.add(OK, p.Name+" network", "the service accepts the credential", "")
}

// credential says where each secret comes from.
func (e *examination) credential(ctx context.Context, p *cli.Provider) {
	all, err := e.session.Explain(ctx)
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
