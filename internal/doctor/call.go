package doctor

import (
	"cmp"
	"context"
	"net/url"

	"unictl/internal/cli"
	"unictl/internal/rest"
)

// call is one service that can be called, and what came of it.
type call struct {
	session  *cli.Session
	provider *cli.Provider
	client   any
	conn     rest.Conn // without its credential, to the origin of client
	full     rest.Conn // with its credential, which signs in at most once
	usable   bool      // client has a credential
	findings []Finding
}

// connect makes the client as every command would, but one that asks once,
// signs in at most once, and leaves warnings to the findings.
func (c *call) connect(ctx context.Context, without ...string) error {
	p := *c.provider
	p.Connect = func(ctx context.Context, s *cli.Session, conn rest.Conn) (any, error) {
		conn.Retries, conn.Warn = 0, nil
		c.conn = conn
		c.conn.Auth = nil
		if conn.Auth != nil {
			conn.Auth = &oneSignIn{Auth: conn.Auth}
		}
		c.full = conn
		return c.provider.Connect(ctx, s, conn)
	}
	client, err := c.session.Clients.Connect(ctx, &p, without...)
	if err != nil {
		return err
	}
	c.client, c.usable = client, len(without) == 0
	c.conn.BaseURL = cmp.Or(address(client), c.conn.BaseURL)
	return nil
}

// address is where a client goes: the provider may have made it of something
// else than a URL. "" when the client does not say.
func address(client any) string {
	at, ok := client.(interface{ Base() string })
	if !ok {
		return ""
	}
	u, err := url.Parse(at.Base())
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// reachable makes a client without what is missing, if an address is there.
func (c *call) reachable(ctx context.Context) bool {
	return c.connect(ctx, append([]string{cli.NoCredential}, c.provider.Required...)...) == nil
}

func (c *call) add(status Status, check, detail, next string) {
	mask := c.conn.Secrets.Mask
	c.findings = append(c.findings, Finding{Status: status, Check: c.provider.Name + " " + check, Detail: mask(detail), Next: mask(next)})
}

func (c *call) fault(check string, err error, otherwise string) {
	c.findings = append(c.findings, faulty(c.session, c.provider.Name+" "+check, err, otherwise))
}
