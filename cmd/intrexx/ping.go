package intrexx

import (
	"context"
	"time"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/rest"
)

// pong is what a ping prints.
type pong struct {
	Host         string     `json:"host"`
	TokenExpires *time.Time `json:"tokenExpires"`
}

func ping() cli.Command {
	return cli.Get[*intrexx.Client, struct{}, pong]{
		Use: "ping", Short: "Sign in, to see that the server is there and takes the password", Without: unbound(),
		Long: "Sign in anew and keep the token for its hour. It works in Docker deployments too, and needs no\n" +
			"portal. The server counts sign-ins and blocks an address after 50: do not run it every minute.",
		Example: "  unictl intrexx ping --context sandbox",
		Columns: []cli.Column[pong]{
			{Name: "host", ID: true, Cell: func(p pong) any { return p.Host }},
			{Name: "tokenExpires", Cell: func(p pong) any { return p.TokenExpires }},
		},
		Fresh: func(_ context.Context, c *intrexx.Client, _ *struct{}, expires *time.Time) (rest.Item[pong], error) {
			return rest.Item[pong]{Value: pong{Host: c.Host(), TokenExpires: expires}}, nil
		},
	}
}
