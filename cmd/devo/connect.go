package devo

import (
	"context"
	"time"

	"unictl/internal/cli"
	"unictl/internal/config"
	"unictl/internal/devotokens"
	"unictl/internal/rest"
)

// The ways to send the credential. The bearer is the documented one.
const (
	authBearer     = "bearer"
	authStandAlone = "standalone"
	authHMAC       = "hmac"
)

// Provider declares Devo: its settings, how to authenticate, how to connect.
func Provider() *cli.Provider {
	return &cli.Provider{
		Name: "devo", Title: "Devo", Jobs: 4, Options: options(),
		Required: []string{"region|url", "account"}, Secrets: "UNICTL_DEVO_TOKEN", MainSecret: "token",
		Credential: credential, Connect: cli.ConnectAs(connect), Rights: rights(), Check: cli.CheckAs(check), Login: login(), Try: "devo tokens list",
		Scope: func(setting func(string) string) string {
			return cli.Words("region "+setting("devo.region"), setting("devo.region"), "account "+setting("devo.account"))
		},
	}
}

func options() []config.Option {
	return append([]config.Option{
		{Key: "devo.region", Env: "UNICTL_DEVO_REGION", Flag: "region", Check: devotokens.CheckRegion, Words: devotokens.Regions(), Usage: "region: us, eu, ca, apac or us3", Where: "that of the Devo which you sign in to"},
		{Key: "devo.url", Env: "UNICTL_DEVO_URL", Flag: "url", Kind: config.URL, Usage: "base URL, instead of a region"},
		{Key: "devo.account", Env: "UNICTL_DEVO_ACCOUNT", Flag: "account", Check: devotokens.CheckAccount, Usage: "account: domain, or domain@multitenant", Where: "the name of your domain, the account of the token"},
		{Key: "devo.path_style", Env: "UNICTL_DEVO_PATH_STYLE", Flag: "path-style", Default: devotokens.PathWS, Check: devotokens.CheckPathStyle, Words: devotokens.PathStyles(), Usage: "ws, or v2 as in the older documentation"},
		{Key: "devo.auth", Env: "UNICTL_DEVO_AUTH", Flag: "auth", Default: authBearer, Check: checkAuth, Words: []string{authBearer, authStandAlone, authHMAC}, Usage: "bearer, standalone (header standAloneToken) or hmac (API key; for users of a multitenant's domains)"},
		{Key: "devo.token", Env: "UNICTL_DEVO_TOKEN", Secret: true, Usage: "token of the type Credentials API", Where: "made in Devo: Administration, Credentials"},
		{Key: "devo.api_key", Env: "UNICTL_DEVO_API_KEY", Secret: true, Usage: "API key, for hmac"},
		{Key: "devo.api_secret", Env: "UNICTL_DEVO_API_SECRET", Secret: true, Usage: "API secret, for hmac"},
	}, config.ProviderOptions("devo")...)
}

func checkAuth(value string) error {
	switch value {
	case authBearer, authStandAlone, authHMAC:
		return nil
	}
	return &cli.UsageError{Message: "must be one of " + authBearer + ", " + authStandAlone + ", " + authHMAC}
}

func connect(ctx context.Context, s *cli.Session, conn rest.Conn) (*devotokens.Client, error) {
	settings, err := s.Settings.Of(ctx, "devo")
	if err != nil {
		return nil, err
	}
	if url, ok := devotokens.RegionURL(settings.String("devo.region")); ok && conn.BaseURL == "" {
		conn.BaseURL = url
	}
	return devotokens.New(conn, devotokens.Settings{Account: settings.String("devo.account"), PathStyle: settings.String("devo.path_style")})
}

func credential(ctx context.Context, s *cli.Session) (rest.Auth, error) {
	settings, err := s.Settings.Of(ctx, "devo")
	if err != nil {
		return nil, err
	}
	if settings.String("devo.auth") == authHMAC {
		return signing(ctx, s, settings.String("devo.account"))
	}
	token, err := s.Secrets.Get(ctx, "devo", "token")
	if err != nil || token == "" {
		return nil, err
	}
	return sentAs(ctx, s, token)
}

// signing needs both halves of an API key.
func signing(ctx context.Context, s *cli.Session, account string) (rest.Auth, error) {
	key, err := s.Secrets.Get(ctx, "devo", "api_key")
	if err != nil {
		return nil, err
	}
	secret, err := s.Secrets.Get(ctx, "devo", "api_secret")
	if err != nil {
		return nil, err
	}
	if key == "" || secret == "" {
		return nil, &cli.CredentialError{
			Message: "signing needs an API key and its secret", Hint: "set UNICTL_DEVO_API_KEY and UNICTL_DEVO_API_SECRET, or use --auth bearer",
		}
	}
	return devotokens.HMAC(key, secret, devotokens.KeyHeader(account), time.Now), nil
}

// check is the cheapest call that needs the credential and the account: signed
// calls are documented for users alone.
func check(ctx context.Context, c *devotokens.Client) error {
	if c.Signed() {
		for _, err := range c.Users(ctx) {
			return err
		}
		return nil
	}
	_, err := tokenIDs(ctx, c)
	return err
}
