package session

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/terminal"
	"unictl/internal/config"
	"unictl/internal/ratelimit"
	"unictl/internal/rest"
)

// Clients connects to services, each once a run.
type Clients struct {
	session   *Session
	app       *App
	globals   *Globals
	terminal  *terminal.Terminal
	settings  *Settings
	secrets   *Secrets
	connected map[string]any
	signedIn  []*signedIn // the credentials of this run that sign in
	// TabKey completes a word: nothing may be asked or written.
	TabKey bool
	// Witness watches the calls of all clients, those that sign in too; nil = none
	// does. It takes few rows a page.
	Witness  rest.Witness
	PageSize int
}

// NoCredential stands in a verb's Without list for the provider's credential.
const NoCredential = "credential"

// Connect gives a provider's client, connected once a run. without lists
// requirements that the caller can do without.
func (c *Clients) Connect(ctx context.Context, p *Provider, without ...string) (any, error) {
	if client, ok := c.connected[p.Name]; ok {
		return client, nil
	}
	settings, err := c.settings.Of(ctx, p.Name)
	if err != nil {
		return nil, err
	}
	auth, err := c.Credential(ctx, p, settings, without)
	if err != nil {
		return nil, err
	}
	conn := c.Conn(p, settings)
	conn.Auth = auth
	client, err := p.Connect(ctx, c.session, conn)
	if err != nil {
		return nil, err
	}
	c.connected[p.Name] = client
	return client, nil
}

// Credential checks that everything a call needs is there before anything is
// sent: settings first, since without them a credential is of no use.
func (c *Clients) Credential(ctx context.Context, p *Provider, settings *config.Settings, without []string) (rest.Auth, error) {
	missing, err := c.Missing(p, settings, without)
	if err != nil {
		return nil, err
	}
	var auth rest.Auth
	wanted := !slices.Contains(without, NoCredential)
	if wanted {
		if auth, err = p.Credential(ctx, c.session); err != nil {
			if elsewhere := c.secrets.elsewhere[p.Name]; elsewhere != nil && fault.Is[*fault.CredentialError](err) {
				return nil, elsewhere
			}
			return nil, err
		}
	}
	if wanted && auth == nil && len(missing) > 0 {
		missing = append(missing, p.Secrets)
	}
	if len(missing) > 0 {
		nothing := auth == nil && !settings.Configured(p.Name)
		return nil, &fault.NotConfiguredError{Provider: p.Name, Missing: missing, Nothing: nothing}
	}
	if elsewhere := c.secrets.elsewhere[p.Name]; wanted && auth == nil && elsewhere != nil {
		return nil, elsewhere
	}
	if wanted && auth == nil {
		return nil, &fault.CredentialError{
			Message: "no credential for " + p.Title,
			Hint:    c.WayToCredential(p),
		}
	}
	return auth, nil
}

// WayToCredential says how a credential is had.
func (c *Clients) WayToCredential(p *Provider) string {
	if p.Login == nil {
		return "set " + p.Secrets + ", or keep one with `unictl config set`"
	}
	return "set " + p.Secrets + "; or sign in: `" + c.secrets.LoginCommand(p) + "`"
}

// Missing names the variables of the requirements that are not met. One may
// have alternatives: "region|url".
func (c *Clients) Missing(p *Provider, settings *config.Settings, without []string) ([]string, error) {
	var missing []string
	for _, requirement := range p.Required {
		names := strings.Split(requirement, "|")
		given := func(name string) bool { return settings.String(p.Name+"."+name) != "" }
		if slices.Contains(without, requirement) || slices.ContainsFunc(names, given) {
			continue
		}
		variables, err := c.variables(p, names)
		if err != nil {
			return nil, err
		}
		missing = append(missing, strings.Join(variables, " or "))
	}
	return missing, nil
}

func (c *Clients) variables(p *Provider, names []string) ([]string, error) {
	registry, err := c.settings.Registry()
	if err != nil {
		return nil, err
	}
	variables := make([]string, len(names))
	for i, name := range names {
		option, err := registry.Lookup(p.Name + "." + name)
		if err != nil {
			return nil, err
		}
		variables[i] = option.Env
	}
	return variables, nil
}

// Conn is the connection that settings and global flags describe.
func (c *Clients) Conn(p *Provider, settings *config.Settings) rest.Conn {
	g := c.globals
	key := func(name string) string { return p.Name + "." + name }
	conn := rest.Conn{
		BaseURL: settings.String(key("url")), Timeout: g.Timeout, ConnectTimeout: g.ConnectTimeout, Retries: g.Retries,
		CACert: settings.String(key("ca_cert")), ClientCert: settings.String(key("client_cert")), ClientKey: settings.String(key("client_key")),
		Insecure: settings.Bool(key("insecure")), AllowHTTP: settings.Bool(key("allow_http")),
		UserAgent: fmt.Sprintf("unictl/%s", c.app.Version.Version), Warn: c.terminal.Warn, Secrets: c.secrets.hidden,
		Witness: c.Witness, PageSize: c.PageSize,
	}
	conn.Record = c.session.History.recorder(c.session, p)
	if c.globals.Given("timeout") { // what takes long may, unless somebody says how long
		conn.LongTimeout = g.Timeout
	}
	if g.Debug {
		conn.Trace = c.terminal.Err
	}
	if c.globals.Given("rate") {
		conn.Rate = &rest.Rate{PerSecond: g.Rate, Burst: max(1, int(g.Rate))}
	}
	conn.Turns = func(origin string, r rest.Rate) rest.Turns {
		folder := ""
		if dir, err := config.CacheDir(c.app.Env); err == nil { // without a home each process keeps the rate by itself
			folder = filepath.Join(dir, "turns")
		}
		return ratelimit.New(folder, p.Name, origin, ratelimit.Options{PerSecond: r.PerSecond, Burst: r.Burst, LongestWait: g.Timeout})
	}
	if settings.Sandbox() && conn.Rate == nil {
		conn.Rate = &rest.Rate{} // the sandbox has no neighbours to protect
	}
	return conn
}

// Explained adds to a 401 what the service says it meant, where the provider
// can ask.
func (c *Clients) Explained(ctx context.Context, err error) error {
	refused, ok := errors.AsType[*rest.Error](err)
	if ok && refused.Status == http.StatusForbidden && refused.Hint == "" && c.session.Provider != nil {
		_, command, _ := strings.Cut(c.session.Verb, " ")
		if right := c.session.Provider.RightOf(command); right != nil && right.Needs != "" {
			refused.Hint = "this needs " + right.Needs
		}
	}
	if !ok || refused.Status != http.StatusUnauthorized || c.session.Provider == nil || ctx.Err() != nil {
		return err
	}
	if record := c.secrets.logins[c.session.Provider.Name]; record != nil && record.Secret == "token" {
		refused.Hint = c.secrets.SignInAgain(c.session.Provider)
	}
	if c.session.Provider.Refused == nil {
		return err
	}
	client, connected := c.connected[c.session.Provider.Name]
	if !connected {
		return err
	}
	if reason, hint := c.session.Provider.Refused(ctx, client); reason != "" {
		refused.Message, refused.Hint = refused.Message+": "+reason, hint
	}
	return err
}
