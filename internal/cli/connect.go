package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/ratelimit"
	"unictl/internal/rest"
)

// NoCredential stands in a verb's Without list for the provider's credential.
const NoCredential = "credential"

// Client is a provider's client, connected once per session. without lists
// requirements that the caller can do without.
func (s *Session) Client(ctx context.Context, p *Provider, without ...string) (any, error) {
	if client, ok := s.clients[p.Name]; ok {
		return client, nil
	}
	settings, err := s.Settings(ctx, p.Name)
	if err != nil {
		return nil, err
	}
	auth, err := s.credential(ctx, p, settings, without)
	if err != nil {
		return nil, err
	}
	conn := s.conn(p, settings)
	conn.Auth = auth
	client, err := p.Connect(ctx, s, conn)
	if err != nil {
		return nil, err
	}
	s.clients[p.Name] = client
	return client, nil
}

// credential checks that everything a call needs is there before anything is
// sent: settings first, since without them a credential is of no use.
func (s *Session) credential(ctx context.Context, p *Provider, settings *config.Settings, without []string) (rest.Auth, error) {
	missing, err := s.missing(p, settings, without)
	if err != nil {
		return nil, err
	}
	var auth rest.Auth
	wanted := !slices.Contains(without, NoCredential)
	if wanted {
		if auth, err = p.Credential(ctx, s); err != nil {
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
	if wanted && auth == nil {
		return nil, &fault.CredentialError{
			Message: "no credential for " + p.Title,
			Hint:    s.wayToCredential(p),
		}
	}
	return auth, nil
}

func (s *Session) wayToCredential(p *Provider) string {
	if p.Login == nil {
		return "set " + p.Secrets + ", or keep one with `unictl config set`"
	}
	return "set " + p.Secrets + "; or sign in: `" + s.loginCommand(p) + "`"
}

// missing names the variables of the requirements that are not met. One may
// have alternatives: "region|url".
func (s *Session) missing(p *Provider, settings *config.Settings, without []string) ([]string, error) {
	var missing []string
	for _, requirement := range p.Required {
		names := strings.Split(requirement, "|")
		given := func(name string) bool { return settings.String(p.Name+"."+name) != "" }
		if slices.Contains(without, requirement) || slices.ContainsFunc(names, given) {
			continue
		}
		variables, err := s.variables(p, names)
		if err != nil {
			return nil, err
		}
		missing = append(missing, strings.Join(variables, " or "))
	}
	return missing, nil
}

func (s *Session) variables(p *Provider, names []string) ([]string, error) {
	registry, err := s.Registry()
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

// conn is the connection that settings and global flags describe.
func (s *Session) conn(p *Provider, settings *config.Settings) rest.Conn {
	g := s.Globals
	key := func(name string) string { return p.Name + "." + name }
	conn := rest.Conn{
		BaseURL: settings.String(key("url")), Timeout: g.Timeout, ConnectTimeout: g.ConnectTimeout, Retries: g.Retries,
		CACert: settings.String(key("ca_cert")), ClientCert: settings.String(key("client_cert")), ClientKey: settings.String(key("client_key")),
		Insecure: settings.Bool(key("insecure")), AllowHTTP: settings.Bool(key("allow_http")),
		UserAgent: fmt.Sprintf("unictl/%s", s.App.Version.Version), Warn: s.Warn, Secrets: s.secrets,
	}
	if s.cmd.Flags().Changed("timeout") { // what takes long may, unless somebody says how long
		conn.LongTimeout = g.Timeout
	}
	if g.Debug {
		conn.Trace = s.App.Err
	}
	if s.cmd.Flags().Changed("rate") {
		conn.Rate = &rest.Rate{PerSecond: g.Rate, Burst: max(1, int(g.Rate))}
	}
	conn.Turns = func(origin string, r rest.Rate) rest.Turns {
		folder := ""
		if dir, err := config.CacheDir(s.App.Env); err == nil { // without a home each process keeps the rate by itself
			folder = filepath.Join(dir, "turns")
		}
		return ratelimit.New(folder, p.Name, origin, ratelimit.Options{PerSecond: r.PerSecond, Burst: r.Burst, LongestWait: g.Timeout})
	}
	if settings.Sandbox() && conn.Rate == nil {
		conn.Rate = &rest.Rate{} // the sandbox has no neighbours to protect
	}
	return conn
}
